import { isJsonObject, type JsonObject, type JsonValue } from '../json-value.js'
import { badRequest } from './api-fault.js'
import { boolean, uuid } from './arguments.js'
import { checkNetworkData } from './network-data-schema.js'
import { pythonRepr } from './python-text.js'

type Kind = 'text' | 'flag' | 'object' | 'uuid' | 'network-data'

/** What a node's fields may hold. @see openstack/ironic `ironic/api/controllers/v1/node.py` (node_schema) */
const KINDS: Readonly<Record<string, Kind>> = {
  automated_clean: 'flag',
  bios_interface: 'text',
  boot_interface: 'text',
  boot_mode: 'text',
  chassis_uuid: 'uuid',
  conductor_group: 'text',
  console_enabled: 'flag',
  console_interface: 'text',
  deploy_interface: 'text',
  description: 'text',
  disable_power_off: 'flag',
  driver: 'text',
  driver_info: 'object',
  extra: 'object',
  firmware_interface: 'text',
  inspect_interface: 'text',
  instance_info: 'object',
  instance_name: 'text',
  instance_uuid: 'uuid',
  lessee: 'text',
  management_interface: 'text',
  maintenance: 'flag',
  name: 'text',
  network_data: 'network-data',
  network_interface: 'text',
  owner: 'text',
  parent_node: 'text',
  power_interface: 'text',
  properties: 'object',
  raid_interface: 'text',
  rescue_interface: 'text',
  resource_class: 'text',
  retired: 'flag',
  retired_reason: 'text',
  secure_boot: 'flag',
  shard: 'text',
  storage_interface: 'text',
  uuid: 'uuid',
  vendor_interface: 'text',
  protected: 'flag',
  protected_reason: 'text',
}

const LONGEST: Readonly<Record<string, number>> = {
  description: 4096,
  instance_name: 255,
  parent_node: 36,
  resource_class: 80,
}

/** Fields whose own kind has no `null`. */
const NEVER_NULL = ['driver']

/** Checks the fields, and returns them with flags as booleans. `about` is what Ironic calls the whole. */
export function checkNodeFields(fields: JsonObject, about: string): JsonObject {
  const checked: JsonObject = {}
  for (const [name, value] of Object.entries(fields)) checked[name] = checkField(name, value, about)
  return checked
}

function checkField(name: string, value: JsonValue, about: string): JsonValue {
  const kind = KINDS[name]
  const refuse = (text: string) => badRequest(`Schema error for ${about}: ${text}`)
  if (kind === undefined)
    throw refuse(`Additional properties are not allowed (${pythonRepr(name)} was unexpected)`)
  if (value === null) {
    if (NEVER_NULL.includes(name)) throw refuse("None is not of type 'string'")
    return null
  }
  switch (kind) {
    case 'object':
      if (!isJsonObject(value)) throw refuse(`${pythonRepr(value)} is not of type 'object', 'null'`)
      return value
    case 'network-data':
      checkNetworkData(value, about)
      return value
    case 'flag':
      if (typeof value !== 'boolean' && typeof value !== 'string')
        throw refuse(`${pythonRepr(value)} is not of type 'string', 'boolean', 'null'`)
      return boolean(name, value)
    case 'uuid':
      if (typeof value !== 'string') throw refuse(`${pythonRepr(value)} is not of type 'string', 'null'`)
      return uuid(name, value)
    case 'text': {
      if (typeof value !== 'string')
        throw refuse(
          `${pythonRepr(value)} is not of type 'string'${NEVER_NULL.includes(name) ? '' : ", 'null'"}`,
        )
      if (value.length > (LONGEST[name] ?? Infinity)) throw refuse(`${pythonRepr(value)} is too long`)
      if (name === 'instance_name' && value === '') throw refuse("'' should be non-empty")
      return value
    }
  }
}
