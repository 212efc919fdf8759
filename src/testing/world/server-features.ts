import type { SimulatorSettings } from './simulator-settings.js'

/**
 * What came with a release and not with a microversion: for each, the newest microversion of the first server that
 * has it. Found by asking Ironic 21.4 and 39.0, and in the history of openstack/ironic.
 */
const FEATURES = {
  /** The capabilities of a new node are looked at. */
  namesCapabilities: 84,
  /** A node's history can be sorted. */
  sortsHistory: 95,
  /** A patch that links to an unknown node is told which field is wrong; a refused resource class, the state. */
  tellsWhatIsWrong: 83,
  /** `service failure` is a fault. */
  serviceFault: 87,
  /** Secrets are masked within lists too. */
  masksLists: 107,
  /** SNMP keys are masked. */
  masksSnmpKeys: 83,
  /** The property `cpus` is no more looked at than any other. */
  ignoresCpus: 83,
  /** An unknown driver is refused with advice. */
  advisesOnDrivers: 90,
  /** `OpenStack-API-Version: baremetal 1.50` is read. */
  standardVersionHeader: 91,
  /** A list may be given as a repeated parameter. */
  repeatedParameters: 91,
  /** Too many deployments or cleanings at once are 503, and no longer 500. */
  limitsPass: 88,
  /** `vendor` and `firmware` have steps. */
  vendorSteps: 87,
  /** The lessee is taken from `instance_info.project_id`. */
  automaticLessee: 94,
  /** `unhold` in `service hold` goes on by itself, and does not wait for the agent. */
  resumesHeldService: 95,
  /** A VIF is given its node before the node is deployed. */
  seedsVifs: 99,
  /** `abort` of a service leads back to `active`; before, it only led to `service failed`. */
  abortsService: 101,
  /** A VIF that is taken off an available node is unbound. */
  unbindsAvailable: 104,
  /** A node may have ports on several segments of a VIF's network. */
  allowsSegments: 109,
  /** What is in a virtual drive is told while the lock is held. */
  sharesMediaLock: 111,
  /** A VIF that could not be attached or detached is in the history. */
  vifHistory: 112,
  /** The beginning and end of steps are in the history. */
  stepHistory: 101,
  /** The address that an agent gives of itself has to be one, and to be encrypted. */
  checksAgentUrl: 107,
  /** Every reply has both headers with the request's id. */
  requestIdEverywhere: 107,
  /** A list that is too short is said to be empty. */
  saysNonEmpty: 90,
  /** A policy is looked up for each step, before the steps are checked. */
  stepPolicy: 112,
  /** Port groups are checked by schemas. */
  portgroupSchemas: 113,
  /** So are the queries of allocations, chassis, deploy templates and volumes. */
  routeSchemas: 113,
  /** Secrets of volume targets are masked. */
  masksVolumeSecrets: 112,
  /** A deploy template is called a template, since there are others. */
  saysTemplate: 92,
  /** What a volume is attached by can be deleted while the node is not in use yet, whatever its power. */
  freesVolumes: 96,
  /** Images are fetched from container registries. */
  containerImages: 96,
  /** Images on network file systems are known, if not fetched. */
  mountedImages: 115,
  /** A rebuild of a node without an image runs into a variable that is not there. */
  rebuildNeedsImage: 115,
} as const

export type ServerFeature = keyof typeof FEATURES

export function serverHas(
  { settings }: { readonly settings: SimulatorSettings },
  feature: ServerFeature,
): boolean {
  return settings.maxMinor >= FEATURES[feature]
}

/** Of names with the version that brought each, those that this server has never heard of. */
export function unknownToServer(
  { settings }: { readonly settings: SimulatorSettings },
  since: Readonly<Partial<Record<string, number>>>,
): string[] {
  return Object.keys(since).filter((name) => (since[name] ?? 0) > settings.maxMinor)
}
