import * as z from 'zod'
import type { FreeForm } from '../../client/schemas/field-schemas.js'
import { jsonObject } from '../json-input.js'

/** What Ironic makes a config drive of. Microversion 1.56. */
export interface ConfigDriveParts {
  /** `meta_data.json`: `hostname`, `public_keys` and the like. Ironic adds `uuid` and `name` where absent. */
  readonly metaData?: FreeForm | undefined
  /** `user_data`: a cloud-config document, a script, or what else the image's first boot reads. */
  readonly userData?: string | undefined
  /** `network_data.json`. */
  readonly networkData?: FreeForm | undefined
  /** `vendor_data2.json`. Microversion 1.59. */
  readonly vendorData?: FreeForm | undefined
}

/** Its parts, or one that is ready: a gzipped image as bytes or as base64, or the URL of one. */
export type ConfigDrive = ConfigDriveParts | Uint8Array | string

/** The value of `configdrive` in a provision request. */
export type ConfigDriveValue = string | FreeForm

const parts = z
  .strictObject({
    metaData: jsonObject.optional(),
    userData: z.string('must be a string').optional(),
    networkData: jsonObject.optional(),
    vendorData: jsonObject.optional(),
  })
  .refine(
    (given) => Object.values(given).some((part) => part !== undefined),
    'is empty; pass metaData, userData, networkData or vendorData, or leave it out',
  )
  .transform(({ metaData, userData, networkData, vendorData }) =>
    Object.fromEntries(
      Object.entries({
        meta_data: metaData,
        user_data: userData,
        network_data: networkData,
        vendor_data: vendorData,
      }).filter(([, value]) => value !== undefined),
    ),
  )

const ready = z
  .string()
  .min(1, 'is empty; leave it out for none')
  .refine(
    (text) => text.includes('://') || /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text),
    'is neither a URL nor base64; pass the parts as an object, or a gzipped image as bytes',
  )

/** A deployment with anything else fails on the machine, minutes later. */
const gzipped = z
  .instanceof(Uint8Array)
  .refine((bytes) => bytes[0] === 0x1f && bytes[1] === 0x8b, 'is not gzipped; pass a gzipped image')
  .transform((bytes) => Buffer.from(bytes).toString('base64'))

/** What was passed decides which of the three it is meant to be, and so which problem is told. */
export const configDrive: z.ZodType<ConfigDriveValue> = z.unknown().transform((given, context) => {
  const schema: z.ZodType<ConfigDriveValue> =
    given instanceof Uint8Array ? gzipped : typeof given === 'string' ? ready : parts
  const checked = schema.safeParse(given)
  if (checked.success) return checked.data
  for (const issue of checked.error.issues) {
    const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
    context.addIssue({ code: 'custom', path: [...issue.path, ...unknownKey], message: issue.message })
  }
  return z.NEVER
})
