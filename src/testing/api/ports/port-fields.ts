import type { JsonObject } from '../../json/json-value.js'
import type { PortgroupRecord, PortRecord } from '../../world/port-record.js'
import { serverHas } from '../../world/server-features.js'
import { type ApiRequest, linksTo } from '../framework/api-request.js'
import type { FieldSchemas } from '../framework/field-schema.js'
import { type FieldVersions, pickFrom, visible } from '../framework/resource-fields.js'

export const PORT_FIELDS: FieldVersions = {
  uuid: 1,
  created_at: 1,
  updated_at: 1,
  address: 1,
  extra: 1,
  internal_info: 18,
  is_smartnic: 53,
  local_link_connection: 19,
  physical_network: 34,
  pxe_enabled: 19,
  node_uuid: 1,
  name: 88,
  description: 97,
  vendor: 100,
  category: 101,
  available_for_dynamic_portgroup: 111,
  portgroup_uuid: 24,
}

/** The fields that older versions refuse to select; other fields are left out of replies instead. */
export const PORT_ASKED_FIELDS: FieldVersions = { ...PORT_FIELDS, internal_info: 1 }

/** The fields that older versions refuse to patch. */
const PORT_PATCH_GATED = [
  'pxe_enabled',
  'local_link_connection',
  'portgroup_uuid',
  'physical_network',
  'is_smartnic',
]
export const PORT_PATCHED_FIELDS: FieldVersions = Object.fromEntries(
  PORT_PATCH_GATED.map((field) => [field, PORT_FIELDS[field] ?? 1]),
)

export const PORT_LIST_FIELDS = ['uuid', 'address'] as const
export const PORT_UNSORTABLE = ['extra', 'internal_info', 'local_link_connection']

/** @see openstack/ironic `ironic/api/controllers/v1/port.py` (PORT_SCHEMA) */
export const PORT_SCHEMAS: FieldSchemas = {
  address: { kind: 'mac', needed: true },
  extra: { kind: 'object' },
  is_smartnic: { kind: 'flag' },
  local_link_connection: { kind: 'object' },
  node_ident: { kind: 'text', needed: true },
  node_uuid: { kind: 'uuid', needed: true },
  physical_network: { kind: 'text', maxLength: 64 },
  portgroup_uuid: { kind: 'uuid' },
  pxe_enabled: { kind: 'flag' },
  uuid: { kind: 'uuid' },
  name: { kind: 'text' },
  description: { kind: 'text', maxLength: 255 },
  vendor: { kind: 'text', maxLength: 32 },
  category: { kind: 'text', maxLength: 80 },
  available_for_dynamic_portgroup: { kind: 'flag', needed: true, strict: true },
}

export const PORT_PATCH_FIELDS = [
  'address',
  'extra',
  'is_smartnic',
  'local_link_connection',
  'node_ident',
  'node_uuid',
  'physical_network',
  'portgroup_uuid',
  'pxe_enabled',
  'name',
  'description',
  'vendor',
  'category',
  'available_for_dynamic_portgroup',
]

export const PORTGROUP_FIELDS: FieldVersions = {
  uuid: 1,
  created_at: 1,
  updated_at: 1,
  address: 1,
  extra: 1,
  internal_info: 1,
  mode: 26,
  name: 1,
  properties: 26,
  standalone_ports_supported: 1,
  node_uuid: 1,
  physical_network: 102,
  category: 103,
  dynamic_portgroup: 111,
  ports: 1,
}

/** The fields that older versions refuse to select, on a server that has them all. */
export const PORTGROUP_ASKED_FIELDS: FieldVersions = { ...PORTGROUP_FIELDS, physical_network: 1, category: 1 }

export const PORTGROUP_LIST_FIELDS = ['uuid', 'address', 'name'] as const
export const PORTGROUP_UNSORTABLE = ['extra', 'internal_info', 'properties']

/** @see openstack/ironic `ironic/api/controllers/v1/portgroup.py` (PORTGROUP_SCHEMA) */
export const PORTGROUP_SCHEMAS: FieldSchemas = {
  address: { kind: 'mac' },
  category: { kind: 'text', maxLength: 80 },
  extra: { kind: 'object' },
  mode: { kind: 'text' },
  name: { kind: 'text' },
  node_uuid: { kind: 'uuid', needed: true },
  physical_network: { kind: 'text', maxLength: 64 },
  properties: { kind: 'object' },
  standalone_ports_supported: { kind: 'flag' },
  uuid: { kind: 'uuid' },
}

export const PORTGROUP_PATCH_FIELDS = [
  'address',
  'extra',
  'mode',
  'name',
  'node_uuid',
  'properties',
  'standalone_ports_supported',
  'physical_network',
  'category',
]

export function viewPort(request: ApiRequest, port: PortRecord, picked?: readonly string[]): JsonObject {
  return {
    ...pickFrom(port, visible(PORT_FIELDS, request.minor, picked)),
    links: linksTo(request, 'ports', port.uuid),
  }
}

export interface PortgroupViewOptions {
  readonly picked?: readonly string[] | undefined
  /** Lists hide no field that is newer than the requested version, as long as the server has it. */
  readonly listed?: boolean
}

export function viewPortgroup(
  request: ApiRequest,
  portgroup: PortgroupRecord,
  { picked, listed = false }: PortgroupViewOptions = {},
): JsonObject {
  const minor = listed ? request.world.settings.maxMinor : request.minor
  // Older servers show these in every version.
  const always = serverHas(request.world, 'portgroupSchemas') ? {} : { mode: 1, properties: 1 }
  const fields = visible({ ...PORTGROUP_FIELDS, ...always }, minor, picked).filter(
    (field) => field !== 'ports',
  )
  return {
    ...pickFrom(portgroup, fields),
    links: linksTo(request, 'portgroups', portgroup.uuid),
    ...(picked === undefined || picked.includes('ports')
      ? { ports: linksTo(request, 'portgroups', `${portgroup.uuid}/ports`) }
      : {}),
  }
}
