import { type HardwareInterface } from '../hardware/hardware-profile.js'
import type { JsonObject } from '../json/json-value.js'
type InterfaceFields = { [K in HardwareInterface as `${K}_interface`]: string | null }

/** A node as Ironic's database holds it: nothing masked, times in ISO 8601. */
export interface NodeRecord extends InterfaceFields {
  readonly id: number
  readonly uuid: string
  name: string | null
  instance_uuid: string | null
  instance_name: string | null
  instance_info: JsonObject
  maintenance: boolean
  maintenance_reason: string | null
  fault: string | null
  power_state: string | null
  target_power_state: string | null
  provision_state: string
  target_provision_state: string | null
  provision_updated_at: string | null
  created_at: string
  updated_at: string | null
  reservation: string | null
  last_error: string | null
  driver: string
  driver_info: JsonObject
  driver_internal_info: JsonObject
  properties: JsonObject
  extra: JsonObject
  chassis_uuid: string | null
  console_enabled: boolean
  inspection_started_at: string | null
  inspection_finished_at: string | null
  clean_step: JsonObject
  deploy_step: JsonObject
  service_step: JsonObject
  raid_config: JsonObject
  target_raid_config: JsonObject
  resource_class: string | null
  traits: string[]
  conductor_group: string
  automated_clean: boolean | null
  protected: boolean
  protected_reason: string | null
  conductor: string | null
  owner: string | null
  lessee: string | null
  description: string | null
  allocation_uuid: string | null
  /** Null after a patch has removed the flag. */
  retired: boolean | null
  retired_reason: string | null
  network_data: JsonObject
  boot_mode: string | null
  secure_boot: boolean | null
  shard: string | null
  parent_node: string | null
  disable_power_off: boolean
  health: string | null
}

/** The fields of a new node. The rest starts empty. */
export type NewNode = Partial<NodeRecord> &
  Pick<NodeRecord, 'id' | 'uuid' | 'driver' | 'created_at' | 'provision_state'>

export function newNodeRecord(given: NewNode): NodeRecord {
  return {
    name: null,
    instance_uuid: null,
    instance_name: null,
    instance_info: {},
    maintenance: false,
    maintenance_reason: null,
    fault: null,
    power_state: null,
    target_power_state: null,
    target_provision_state: null,
    provision_updated_at: null,
    updated_at: null,
    reservation: null,
    last_error: null,
    driver_info: {},
    driver_internal_info: {},
    properties: {},
    extra: {},
    chassis_uuid: null,
    console_enabled: false,
    inspection_started_at: null,
    inspection_finished_at: null,
    clean_step: {},
    deploy_step: {},
    service_step: {},
    raid_config: {},
    target_raid_config: {},
    resource_class: null,
    traits: [],
    conductor_group: '',
    automated_clean: null,
    protected: false,
    protected_reason: null,
    conductor: null,
    owner: null,
    lessee: null,
    description: null,
    allocation_uuid: null,
    retired: false,
    retired_reason: null,
    network_data: {},
    boot_mode: null,
    secure_boot: null,
    shard: null,
    parent_node: null,
    disable_power_off: false,
    health: null,
    bios_interface: null,
    boot_interface: null,
    console_interface: null,
    deploy_interface: null,
    firmware_interface: null,
    inspect_interface: null,
    management_interface: null,
    network_interface: null,
    power_interface: null,
    raid_interface: null,
    rescue_interface: null,
    storage_interface: null,
    vendor_interface: null,
    ...given,
  }
}
