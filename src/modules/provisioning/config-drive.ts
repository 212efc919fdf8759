import * as z from 'zod'
import type { FreeForm } from '../../client/schemas/field-schemas.js'

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

const record = z.record(z.string(), z.unknown(), 'must be an object')

const parts: z.ZodType<ConfigDriveParts> = z
  .strictObject({
    metaData: record.optional(),
    userData: z.string('must be a string').optional(),
    networkData: record.optional(),
    vendorData: record.optional(),
  })
  .refine(
    (given) => Object.values(given).some((part) => part !== undefined),
    'is empty; pass metaData, userData, networkData or vendorData, or leave it out',
  )

const ready = z
  .string()
  .min(1, 'is empty; leave it out for none')
  .refine(
    (text) => text.includes('://') || /^[A-Za-z0-9+/\s]+={0,2}\s*$/.test(text),
    'is neither a URL nor base64; pass the parts as an object, or a gzipped image as bytes',
  )

/** What was passed decides which of the three it is meant to be, and so which problem is told. */
export const configDrive = z.custom<ConfigDrive>().superRefine((given, context) => {
  if (given instanceof Uint8Array) return
  const checked = (typeof given === 'string' ? ready : parts).safeParse(given)
  for (const issue of checked.error?.issues ?? []) {
    const unknownKey = issue.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
    context.addIssue({ code: 'custom', path: [...issue.path, ...unknownKey], message: issue.message })
  }
})

/** The value of `configdrive` in a provision request. */
export function configDriveValue(drive: ConfigDrive): string | FreeForm {
  if (typeof drive === 'string') return drive
  if (drive instanceof Uint8Array) return Buffer.from(drive).toString('base64')
  const { metaData, userData, networkData, vendorData } = drive
  const fields = {
    meta_data: metaData,
    user_data: userData,
    network_data: networkData,
    vendor_data: vendorData,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}
