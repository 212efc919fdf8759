import * as z from 'zod'

/** The login to the rescue system. */
export interface RescueRequest {
  /** The password of the user `rescue` in the rescue system. It appears in no error and no log. */
  readonly password: string
}

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeStatesController.provision) */
export const rescueRequest: z.ZodType<RescueRequest> = z.lazy(() =>
  z.strictObject({
    password: z
      .string()
      .refine((text) => text.trim() !== '', 'is blank; pass the password of the rescue system')
      .refine((text) => !text.includes('\0'), 'has a NUL character, which no password can have'),
  }),
)
