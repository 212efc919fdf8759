import { isAtLeast, type ApiVersion } from './api-version.js'

/**
 * The features of the API: a name, the microversion that introduced it, and a description.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/versions.py` and
 * `doc/source/contributor/webapi-version-history.rst`
 */
export const API_FEATURES = {
  node_names: ['1.5', 'names of nodes'],
  node_fields: ['1.8', 'selecting fields'],
  target_raid: ['1.12', 'the target RAID configuration of a node'],
  driver_raid: ['1.12', 'RAID properties of drivers'],
  soft_power: ['1.27', 'soft power changes and their time-outs'],
  vifs: ['1.28', 'attaching VIFs to nodes'],
  inject_nmi: ['1.29', 'sending a non-maskable interrupt'],
  driver_details: ['1.30', 'types and interfaces of drivers'],
  port_groups: ['1.23', 'port groups'],
  port_groups_of_a_node: ['1.24', 'port groups of a node'],
  volumes: ['1.32', 'volume connectors and targets'],
  rebuild_config_drive: ['1.35', 'a config drive for a rebuild'],
  node_traits: ['1.37', 'traits of nodes'],
  rescue: ['1.38', 'rescue'],
  inspect_wait: ['1.39', 'the state "inspect wait"'],
  bios: ['1.40', 'BIOS settings'],
  node_fault: ['1.42', 'the field fault and the filter for it'],
  deploy_step: ['1.44', 'the field deploy_step'],
  reset_interfaces: ['1.45', 'resetting interfaces when the driver changes'],
  conductor_groups: ['1.46', 'conductor groups'],
  conductors: ['1.49', 'conductors'],
  node_owner: ['1.50', 'the owner of a node'],
  allocations: ['1.52', 'allocations'],
  events: ['1.54', 'events of networks'],
  deploy_templates: ['1.55', 'deploy templates'],
  json_config_drive: ['1.56', 'a config drive as JSON'],
  allocation_update: ['1.57', 'changing an allocation'],
  allocation_backfill: ['1.58', 'an allocation for an active node'],
  config_drive_vendor_data: ['1.59', 'vendor data in a config drive'],
  allocation_owner: ['1.60', 'the owner of an allocation'],
  retired: ['1.61', 'retired nodes'],
  indicators: ['1.63', 'indicators'],
  lessee: ['1.65', 'the lessee of a node'],
  vif_port: ['1.67', 'choosing the port or port group of a VIF'],
  deploy_steps: ['1.69', 'deploy steps in a deployment'],
  bios_details: ['1.74', 'details of BIOS settings'],
  boot_mode: ['1.75', 'the boot mode and secure boot of a node'],
  boot_mode_change: ['1.76', 'changing the boot mode and secure boot of a node'],
  driver_fields: ['1.77', 'selecting fields of a driver'],
  clean_without_ramdisk: ['1.70', 'cleaning without booting a ramdisk'],
  node_history: ['1.78', 'the history of a node'],
  node_inventory: ['1.81', 'the inventory of a node'],
  shards: ['1.82', 'shards'],
  child_nodes: ['1.83', 'child nodes'],
  hold_steps: ['1.85', 'hold and unhold'],
  firmware: ['1.86', 'the firmware of a node'],
  service: ['1.87', 'servicing active nodes'],
  port_names: ['1.88', 'names of ports'],
  virtual_media: ['1.89', 'attaching virtual media'],
  virtual_media_list: ['1.93', 'listing virtual media'],
  runbooks: ['1.92', 'runbooks'],
  inspection_rules: ['1.96', 'inspection rules'],
  service_without_ramdisk: ['1.108', 'servicing without booting a ramdisk'],
  abort_deploy: ['1.110', 'aborting a deployment that waits for its agent'],
  runbook_traits: ['1.112', 'traits of runbooks'],
} as const satisfies Record<string, readonly [ApiVersion, string]>

/** The name of a feature of the API. */
export type ApiFeature = keyof typeof API_FEATURES

export function featureSince(feature: ApiFeature): ApiVersion {
  return API_FEATURES[feature][0]
}

export function featureMeaning(feature: ApiFeature): string {
  return API_FEATURES[feature][1]
}

/** The features of the connected server. */
export class ApiFeatures {
  constructor(
    /** The microversion in use with this server. */
    readonly version: ApiVersion,
    /** The oldest microversion that the server supports. */
    readonly serverMinimum: ApiVersion,
    /** The newest microversion that the server supports, which may be newer than this library. */
    readonly serverMaximum: ApiVersion,
  ) {}

  /** Returns whether the server has a feature. */
  supports(feature: ApiFeature): boolean {
    return this.isAtLeast(featureSince(feature))
  }

  /** Returns whether the microversion in use is `version` or newer, for anything that is not a named feature. */
  isAtLeast(version: ApiVersion): boolean {
    return isAtLeast(this.version, version)
  }
}

/** Returns the same server's features with a newer microversion, as far as it supports that. */
export function speaking(features: ApiFeatures, version: ApiVersion | undefined): ApiFeatures {
  const { serverMinimum, serverMaximum } = features
  if (version === undefined || features.isAtLeast(version) || !isAtLeast(serverMaximum, version))
    return features
  return new ApiFeatures(version, serverMinimum, serverMaximum)
}
