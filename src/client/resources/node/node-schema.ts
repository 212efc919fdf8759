import * as z from 'zod'
import type { PowerState } from '../../../states/power-states.js'
import type { ProvisionState } from '../../../states/provision-states.js'
import { freeForm, nullableFreeForm, nullableText } from '../../collections/field-schemas.js'
import { resourceSchema, type ItemOf, type Only } from '../../collections/resource-schema.js'
import type { ApiVersion } from '../../versions/api-version.js'

const provisionState = z.string() as z.ZodType<ProvisionState>
const powerState = nullableText as z.ZodType<PowerState>

/** The fields of a node with their types; later ones with the microversion that introduced them. */
export const nodeSchema = resourceSchema(
  'a node',
  {
    uuid: z.string(),
    name: nullableText,
    instance_uuid: nullableText,
    maintenance: z.boolean(),
    maintenance_reason: nullableText,
    power_state: powerState,
    target_power_state: nullableText,
    provision_state: provisionState,
    target_provision_state: nullableText,
    provision_updated_at: nullableText,
    last_error: nullableText,
    reservation: nullableText,
    driver: z.string(),
    driver_info: freeForm,
    driver_internal_info: freeForm,
    properties: freeForm,
    extra: freeForm,
    instance_info: freeForm,
    chassis_uuid: nullableText,
    console_enabled: z.boolean(),
    inspection_started_at: nullableText,
    inspection_finished_at: nullableText,
    clean_step: nullableFreeForm,
  },
  {
    // Part of a whole node; Ironic does not allow requesting them by name.
    created_at: [z.string(), '1.1'],
    updated_at: [nullableText, '1.1'],
    raid_config: [nullableFreeForm, '1.12'],
    target_raid_config: [nullableFreeForm, '1.12'],
    network_interface: [nullableText, '1.20'],
    resource_class: [nullableText, '1.21'],
    boot_interface: [nullableText, '1.31'],
    console_interface: [nullableText, '1.31'],
    deploy_interface: [nullableText, '1.31'],
    inspect_interface: [nullableText, '1.31'],
    management_interface: [nullableText, '1.31'],
    power_interface: [nullableText, '1.31'],
    raid_interface: [nullableText, '1.31'],
    vendor_interface: [nullableText, '1.31'],
    storage_interface: [nullableText, '1.33'],
    traits: [z.array(z.string()), '1.37'],
    rescue_interface: [nullableText, '1.38'],
    bios_interface: [nullableText, '1.40'],
    fault: [nullableText, '1.42'],
    deploy_step: [nullableFreeForm, '1.44'],
    conductor_group: [z.string(), '1.46'],
    automated_clean: [z.boolean().nullable(), '1.47'],
    protected: [z.boolean(), '1.48'],
    protected_reason: [nullableText, '1.48'],
    conductor: [nullableText, '1.49'],
    owner: [nullableText, '1.50'],
    description: [nullableText, '1.51'],
    allocation_uuid: [nullableText, '1.52'],
    retired: [z.boolean().nullable(), '1.61'],
    retired_reason: [nullableText, '1.61'],
    lessee: [nullableText, '1.65'],
    network_data: [nullableFreeForm, '1.66'],
    boot_mode: [nullableText, '1.75'],
    secure_boot: [z.boolean().nullable(), '1.75'],
    shard: [nullableText, '1.82'],
    parent_node: [nullableText, '1.83'],
    firmware_interface: [nullableText, '1.86'],
    service_step: [nullableFreeForm, '1.87'],
    disable_power_off: [z.boolean().nullable(), '1.95'],
    instance_name: [nullableText, '1.104'],
    health: [nullableText, '1.109'],
  },
)

/**
 * A node, with Ironic's field names. Fields of later microversions are optional here, and required when they were
 * requested by name. Fields that this library does not know remain in the object.
 */
export interface Node extends ItemOf<typeof nodeSchema> {}

/** A field of a node that can be requested by name. */
export type NodeField = Exclude<keyof Node, 'created_at' | 'updated_at'>

/** A node of which only these fields were requested. */
export type NodeWith<Field extends NodeField> = Only<Node, Field>

/** Returns the microversion that introduced a field; `undefined` if it was always there. */
export function nodeFieldSince(field: NodeField): ApiVersion | undefined {
  return nodeSchema.since(field)
}
