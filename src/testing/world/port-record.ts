import type { JsonObject } from '../json/json-value.js'

/** A port as Ironic's database holds it. */
export interface PortRecord {
  readonly id: number
  readonly uuid: string
  node_uuid: string
  address: string
  name: string | null
  extra: JsonObject
  internal_info: JsonObject
  pxe_enabled: boolean
  local_link_connection: JsonObject
  portgroup_uuid: string | null
  physical_network: string | null
  is_smartnic: boolean
  description: string | null
  vendor: string | null
  category: string | null
  available_for_dynamic_portgroup: boolean
  created_at: string
  updated_at: string | null
}

/** A port group as Ironic's database holds it. */
export interface PortgroupRecord {
  readonly id: number
  readonly uuid: string
  node_uuid: string
  name: string | null
  address: string | null
  extra: JsonObject
  internal_info: JsonObject
  standalone_ports_supported: boolean
  mode: string
  properties: JsonObject
  physical_network: string | null
  category: string | null
  dynamic_portgroup: boolean
  created_at: string
  updated_at: string | null
}

export type NewPort = Partial<PortRecord> &
  Pick<PortRecord, 'id' | 'uuid' | 'node_uuid' | 'address' | 'created_at'>

export function newPortRecord(given: NewPort): PortRecord {
  return {
    name: null,
    extra: {},
    internal_info: {},
    pxe_enabled: true,
    local_link_connection: {},
    portgroup_uuid: null,
    physical_network: null,
    is_smartnic: false,
    description: null,
    vendor: null,
    category: null,
    available_for_dynamic_portgroup: true,
    updated_at: null,
    ...given,
  }
}

export type NewPortgroup = Partial<PortgroupRecord> &
  Pick<PortgroupRecord, 'id' | 'uuid' | 'node_uuid' | 'created_at'>

export function newPortgroupRecord(given: NewPortgroup): PortgroupRecord {
  return {
    name: null,
    address: null,
    extra: {},
    internal_info: {},
    standalone_ports_supported: true,
    mode: 'active-backup',
    properties: {},
    physical_network: null,
    category: null,
    dynamic_portgroup: false,
    updated_at: null,
    ...given,
  }
}
