import * as z from 'zod'
import { shape, type ReplyShape } from '../reply-shape.js'
import { freeForm, nullableText, type FreeForm } from './field-schemas.js'

/** A physical port of a node, with Ironic's own names. */
export interface Port {
  readonly uuid: string
  readonly address: string
  readonly node_uuid: string
  readonly extra: FreeForm
  readonly internal_info?: FreeForm
  readonly pxe_enabled?: boolean
  readonly local_link_connection?: FreeForm
  readonly portgroup_uuid?: string | null
  readonly physical_network?: string | null
  readonly is_smartnic?: boolean
  readonly name?: string | null
}

/** A group of physical ports, with Ironic's own names. */
export interface PortGroup {
  readonly uuid: string
  readonly name: string | null
  readonly address: string | null
  readonly node_uuid: string
  readonly extra: FreeForm
  readonly internal_info: FreeForm
  readonly standalone_ports_supported: boolean
  readonly mode?: string
  readonly properties?: FreeForm
}

export const portShape: ReplyShape<Port> = shape(
  z.looseObject({
    uuid: z.string(),
    address: z.string(),
    node_uuid: z.string(),
    extra: freeForm,
    internal_info: freeForm.optional(),
    pxe_enabled: z.boolean().optional(),
    local_link_connection: freeForm.optional(),
    portgroup_uuid: nullableText.optional(),
    physical_network: nullableText.optional(),
    name: nullableText.optional(),
  }),
)

export const portGroupShape: ReplyShape<PortGroup> = shape(
  z.looseObject({
    uuid: z.string(),
    name: nullableText,
    address: nullableText,
    node_uuid: z.string(),
    extra: freeForm,
    internal_info: freeForm,
    standalone_ports_supported: z.boolean(),
    mode: z.string().optional(),
    properties: freeForm.optional(),
  }),
)
