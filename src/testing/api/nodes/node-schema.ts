import type { JsonObject, JsonValue } from '../../json/json-value.js'
import { checkBody, checkFields, type FieldSchema, type FieldSchemas } from '../framework/field-schema.js'
import { isKnownNodeField, NODE_CREATE_FIELDS } from './node-fields.js'

const text: FieldSchema = { kind: 'text' }
const flag: FieldSchema = { kind: 'flag' }
const object: FieldSchema = { kind: 'object' }
const uuid: FieldSchema = { kind: 'uuid' }

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (node_schema) */
const NODE_SCHEMAS: FieldSchemas = {
  automated_clean: flag,
  bios_interface: text,
  boot_interface: text,
  boot_mode: text,
  chassis_uuid: uuid,
  conductor_group: text,
  console_enabled: flag,
  console_interface: text,
  deploy_interface: text,
  description: { kind: 'text', maxLength: 4096 },
  disable_power_off: flag,
  driver: { kind: 'text', needed: true },
  driver_info: object,
  extra: object,
  firmware_interface: text,
  inspect_interface: text,
  instance_info: object,
  instance_name: { kind: 'text', minLength: 1, maxLength: 255 },
  instance_uuid: uuid,
  lessee: text,
  management_interface: text,
  maintenance: flag,
  name: text,
  network_data: { kind: 'network-data' },
  network_interface: text,
  owner: text,
  parent_node: { kind: 'text', maxLength: 36 },
  power_interface: text,
  properties: object,
  protected: flag,
  protected_reason: text,
  raid_interface: text,
  rescue_interface: text,
  resource_class: { kind: 'text', maxLength: 80 },
  retired: flag,
  retired_reason: text,
  secure_boot: { kind: 'flag', anyWord: true },
  shard: text,
  storage_interface: text,
  uuid,
  vendor_interface: text,
}

/** Checks the body of a new node. This server may not know every field. */
export function checkNewNode(body: JsonValue | undefined, serverMinor: number): JsonObject {
  const schemas = Object.entries(NODE_SCHEMAS).filter(
    ([name]) =>
      (NODE_CREATE_FIELDS as readonly string[]).includes(name) && isKnownNodeField(name, serverMinor),
  )
  return checkBody(body, Object.fromEntries(schemas), ['driver'], 'node')
}

/** Checks a node after a patch. */
export function checkPatchedNode(fields: JsonObject): JsonObject {
  return checkFields(fields, NODE_SCHEMAS, 'patch')
}
