import * as z from 'zod'
import { uuid } from '../../operations/input-schemas.js'
import { foldVif } from './same-vif.js'

/** A VIF (virtual network interface) to attach to a node. */
export interface VifRequest {
  /** The network service's id: the UUID of a Neutron port, or any name with a standalone Ironic. */
  readonly id: string
  /** UUID of the physical port to attach it to; microversion 1.67. Default: Ironic chooses. */
  readonly port?: string | undefined
  /** UUID of the port group to attach it to; microversion 1.67. Not together with `port`. */
  readonly portGroup?: string | undefined
}

export const vifId = z.lazy(() =>
  z
    .string()
    .min(1, 'is empty; pass the id of the VIF')
    .max(255, 'is longer than 255 characters')
    .regex(/^[^\s/?#]+$/, 'must be an id without spaces and slashes')
    .refine((id) => !/^\.+$/.test(id), 'must be the id of a VIF')
    .overwrite(foldVif),
)

export const vifRequest = z.lazy(() =>
  z
    .strictObject({ id: vifId, port: uuid.optional(), portGroup: uuid.optional() })
    .refine(({ port, portGroup }) => port === undefined || portGroup === undefined, {
      path: ['portGroup'],
      message: 'cannot be given together with port; pass one of them',
    }),
)

/** Builds the schema of a list of VIFs: each VIF once, and at most one per port or port group. */
export function severalVifs<Request extends VifRequest>(
  one: z.ZodType<Request>,
): z.ZodType<readonly Request[]> {
  return z.array(one).superRefine((vifs, context) => {
    for (const [index, { id, port, portGroup }] of vifs.entries()) {
      const before = vifs.slice(0, index)
      if (before.some((other) => other.id === id))
        context.addIssue({
          code: 'custom',
          path: [index, 'id'],
          message: 'is listed twice; list each VIF once',
        })
      const [field, place] =
        port === undefined ? (['portGroup', portGroup] as const) : (['port', port] as const)
      if (place !== undefined && before.some((other) => other[field] === place))
        context.addIssue({
          code: 'custom',
          path: [index, field],
          message: 'is named for two VIFs; it takes only one',
        })
    }
  })
}
