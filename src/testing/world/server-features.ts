import type { SimulatorSettings } from './simulator-settings.js'

/**
 * The changes that came with a release and not with a microversion: for each, the newest microversion of the
 * first server that has it. Found by asking Ironic 21.4 and 39.0, and in the history of openstack/ironic.
 */
const FEATURES = {
  /** The capabilities of a new node are checked. */
  namesCapabilities: 84,
  /** A node's history can be sorted. */
  sortsHistory: 95,
  /**
   * The refusal of a patch that links to an unknown node names the field; that of a resource class names the
   * state.
   */
  tellsWhatIsWrong: 83,
  /** `service failure` is a fault. */
  serviceFault: 87,
  /** Secrets inside lists are masked too. */
  masksLists: 107,
  /** SNMP keys are masked. */
  masksSnmpKeys: 83,
  /** The property `cpus` is not checked. */
  ignoresCpus: 83,
  /** The refusal of an unknown driver gives advice. */
  advisesOnDrivers: 90,
  /** The header `OpenStack-API-Version: baremetal 1.50` is read. */
  standardVersionHeader: 91,
  /** A list may be given as a repeated parameter. */
  repeatedParameters: 91,
  /** Too many deployments or cleanings at once give 503 instead of 500. */
  limitsPass: 88,
  /** `vendor` and `firmware` have steps. */
  vendorSteps: 87,
  /** The lessee is set from `instance_info.project_id`. */
  automaticLessee: 94,
  /** `unhold` in `service hold` resumes at once, without waiting for the agent. */
  resumesHeldService: 95,
  /** A VIF is bound to its node before the deployment. */
  seedsVifs: 99,
  /** `abort` of a service returns to `active`; before, it always led to `service failed`. */
  abortsService: 101,
  /** A VIF that is detached from an available node is unbound. */
  unbindsAvailable: 104,
  /** A node may have ports on several segments of a VIF's network. */
  allowsSegments: 109,
  /** The contents of virtual media can be read while the node is locked. */
  sharesMediaLock: 111,
  /** A failed attachment or detachment of a VIF is in the history. */
  vifHistory: 112,
  /** The start and the end of steps are in the history. */
  stepHistory: 101,
  /** The callback URL of an agent must be valid and use TLS. */
  checksAgentUrl: 107,
  /** Every reply has both request id headers. */
  requestIdEverywhere: 107,
  /** The refusal of a list that is too short says that it is empty. */
  saysNonEmpty: 90,
  /** The policy is checked for each step, before the steps themselves. */
  stepPolicy: 112,
  /** Port groups are checked by schemas. */
  portgroupSchemas: 113,
  /** The queries of allocations, chassis, deploy templates and volumes are checked by schemas. */
  routeSchemas: 113,
  /** Secrets of volume targets are masked. */
  masksVolumeSecrets: 112,
  /** Texts call a deploy template "template", since there are other templates. */
  saysTemplate: 92,
  /** Volume connectors and targets can be deleted in any power state while the node is not in use. */
  freesVolumes: 96,
  /** Images can come from container registries. */
  containerImages: 96,
  /** Images on network file systems are accepted, but not fetched. */
  mountedImages: 115,
  /** A rebuild of a node without an image fails on an undefined variable. */
  rebuildNeedsImage: 115,
} as const

export type ServerFeature = keyof typeof FEATURES

export function serverHas(
  { settings }: { readonly settings: SimulatorSettings },
  feature: ServerFeature,
): boolean {
  return settings.maxMinor >= FEATURES[feature]
}

/** Returns the names that this server does not know, given the version that introduced each. */
export function unknownToServer(
  { settings }: { readonly settings: SimulatorSettings },
  since: Readonly<Partial<Record<string, number>>>,
): string[] {
  return Object.keys(since).filter((name) => (since[name] ?? 0) > settings.maxMinor)
}
