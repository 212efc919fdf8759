import * as z from 'zod'
import type { PowerState } from '../../states/power-states.js'
import type { ProvisionState } from '../../states/provision-states.js'
import type { ApiVersion } from '../api-version.js'
import { shape, type ReplyShape } from '../reply-shape.js'
import { freeForm, nullableFreeForm, nullableText } from './field-schemas.js'

const provisionState = z.string() as z.ZodType<ProvisionState>
const powerState = nullableText as z.ZodType<PowerState>

/** The fields that a node has on every server that this library can talk to, and what each must be. */
const always = {
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
}

/** The fields that came later, and the microversion that brought each. */
const later = {
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
} as const satisfies Record<string, readonly [z.ZodType, ApiVersion]>

type Always = { readonly [Field in keyof typeof always]: z.infer<(typeof always)[Field]> }
type Later = { readonly [Field in keyof typeof later]?: z.infer<(typeof later)[Field][0]> }

/**
 * A node, with Ironic's own names. Fields that came with a later microversion are optional here and required
 * where they were asked for by name. What this library does not know stays in the object all the same.
 */
export type Node = Always &
  Later & {
    readonly created_at?: string
    readonly updated_at?: string | null
  }

/** A field that may be asked for by name. */
export type NodeField = keyof Always | keyof Later

/** A node of which just these fields were asked for. */
export type NodeWith<Field extends NodeField> = { readonly [F in Field]-?: Exclude<Node[F], undefined> }

/** The microversion that brought a field; `undefined` for those that were always there. */
export function nodeFieldSince(field: NodeField): ApiVersion | undefined {
  return Object.hasOwn(later, field) ? later[field as keyof Later][1] : undefined
}

const laterSchemas = Object.fromEntries(Object.entries(later).map(([field, [schema]]) => [field, schema]))
const byField: Readonly<Record<string, z.ZodType>> = { ...always, ...laterSchemas }

/** A whole node, as `GET` of one and `?detail=true` return it. */
export const nodeShape: ReplyShape<Node> = shape(
  z.looseObject({
    ...always,
    ...Object.fromEntries(Object.entries(laterSchemas).map(([field, schema]) => [field, schema.optional()])),
  }),
)

/** A node of which just `fields` were asked for. */
export function nodeShapeWith<Field extends NodeField>(
  fields: readonly Field[],
): ReplyShape<NodeWith<Field>> {
  return shape(
    z.looseObject(Object.fromEntries(fields.map((field) => [field, byField[field] ?? z.unknown()]))),
  )
}
