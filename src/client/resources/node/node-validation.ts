import * as z from 'zod'
import { ResourcePart, type PartCall } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'
import { shape } from '../../requests/reply-shape.js'

/** The result of one interface's check of its settings. */
export interface InterfaceValidation {
  /** `null` if the driver has no such interface. */
  readonly result: boolean | null
  readonly reason?: string | null | undefined
}

/** For each of the node's interfaces (`deploy`, `power`, …), whether it could work. */
export type NodeValidation = Readonly<Record<string, InterfaceValidation>>

const validationShape = shape<NodeValidation>(
  z.record(
    z.string(),
    z.looseObject({ result: z.boolean().nullable(), reason: z.string().nullable().optional() }),
  ),
)

/** `/v1/nodes/{node}/validate`: Ironic's check of a node's settings. */
export interface NodeValidations {
  /** Makes every interface of the node check its settings. Changes nothing; safe to repeat. */
  readonly get: PartCall<NodeValidation>
}

/** @internal */
export function createNodeValidations(send: SendRequest): NodeValidations {
  const part = new ResourcePart(send, { name: 'nodeValidations', of: 'nodes', path: ['validate'] })
  return { get: part.read('get', validationShape) }
}
