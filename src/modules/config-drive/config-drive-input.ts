import * as z from 'zod'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import { BROKEN_TEXT, isBrokenText } from '../../errors/broken-text.js'
import { jsonObject } from '../../operations/json-input.js'
import type { NetworkData } from '../networking/network-data.js'
import { isAuthorizedKey } from './authorized-key.js'
import { isHostname, type MetaDataParts } from './meta-data.js'
import { readyBytes, readyText, type ReadyConfigDrive } from './ready-config-drive.js'
import { passOn, textOrBytes, userData, type UserData } from './user-data-input.js'

/** A file that the first boot puts into the instance, as root and with mode 0660. */
export interface InjectedFile {
  /** Where, such as `/etc/motd`. */
  readonly path: string
  readonly contents: string | Uint8Array
}

/** What a config drive is made of. */
export interface ConfigDriveParts {
  /** Default: the instance's name, where that can be one. */
  readonly hostname?: string | undefined
  /**
   * SSH keys for the image's user, each as in `authorized_keys`: `ssh-ed25519 AAAA… me@home`, with options before it
   * where there are any (`restrict,from="10.0.0.0/8"`, `cert-authority`). With names of your own or without.
   */
  readonly publicKeys?: readonly string[] | Readonly<Record<string, string>> | undefined
  /** `admin_pass`, for images that set a password from it, such as those of Windows. */
  readonly adminPassword?: string | undefined
  /** More of `meta_data.json`, in its own words. `uuid` and `name` are the instance's unless they are set here. */
  readonly metaData?: FreeForm | undefined
  readonly userData?: UserData | undefined
  /**
   * `network_data.json`. `from-vifs`: made from the VIFs of the request, once they are plugged in, with the addresses
   * of the machine's own network cards.
   */
  readonly networkData?: FreeForm | NetworkData | 'from-vifs' | undefined
  /** `vendor_data2.json`. */
  readonly vendorData?: FreeForm | undefined
  /**
   * Files to put into the instance; cloud-init does that once, before anything else of the config drive. It writes
   * every one as root, with mode 0660, and reads no mode from here. For another mode or owner, use its `write_files`
   * with `permissions` and `owner` in `userData.cloudConfig`.
   *
   * @see canonical/cloud-init `cloudinit/sources/DataSourceConfigDrive.py` (write_injected_files)
   */
  readonly files?: readonly InjectedFile[] | undefined
}

/**
 * Its parts, or one that is ready: an image of ISO 9660 or FAT as bytes or as base64, gzipped or not, or the URL of a
 * gzipped one in base64.
 *
 * Parts are sent as Ironic's own JSON form, and Ironic makes the image (microversion 1.56; with vendor data 1.59). An
 * image is made here for older servers, and for what that form cannot carry: files, user data that is no UTF-8, and
 * JSON that is nested deeper than the API takes.
 *
 * What makes an image of more than 64 MiB, or a request of more, is refused before anything is sent. Ironic writes the
 * drive into its database in one piece, which may take less: MariaDB takes 16 MiB unless its `max_allowed_packet` says
 * otherwise, and a node whose drive is larger stays in `deploying`. Pass the URL of a large one.
 */
export type ConfigDrive = ConfigDriveParts | Uint8Array | string

/** A file with its contents copied. */
export interface CheckedFile {
  readonly path: string
  readonly contents: Buffer
}

/** The parts of a config drive, all of them copied. */
export interface CheckedParts extends MetaDataParts {
  readonly is: 'parts'
  readonly userData?: Buffer | undefined
  readonly networkData?: FreeForm | 'from-vifs' | undefined
  readonly vendorData?: FreeForm | undefined
  readonly files?: readonly CheckedFile[] | undefined
}

/** A config drive as it was passed, found to be right and copied. */
export type CheckedConfigDrive = CheckedParts | ReadyConfigDrive

const publicKey = z
  .string()
  .transform((key) => key.trim())
  .refine((key) => !isBrokenText(key), BROKEN_TEXT)
  .refine(isAuthorizedKey, {
    message:
      'must be one public key in one line, as in authorized_keys, such as "ssh-ed25519 AAAA… me@home"; options may stand before it',
  })

const publicKeys = z.unknown().transform((given, context): Readonly<Record<string, string>> => {
  const schema = Array.isArray(given) ? z.array(publicKey) : z.record(z.string().min(1), publicKey)
  const checked = schema.safeParse(given)
  if (!checked.success) {
    passOn(checked.error, context)
    return z.NEVER
  }
  const keys = checked.data
  return Array.isArray(keys)
    ? Object.fromEntries(keys.map((key, index) => [`key-${index + 1}`, key] as const))
    : keys
})

const networkData = z.unknown().transform((given, context): FreeForm | 'from-vifs' => {
  if (given === 'from-vifs') return given
  const schema = typeof given === 'string' ? z.never("must be an object, or 'from-vifs'") : jsonObject
  const checked = schema.safeParse(given)
  if (checked.success) return checked.data
  passOn(checked.error, context)
  return z.NEVER
})

const file = z.strictObject({
  path: z
    .string()
    .max(4_096)
    .regex(/^\/[^\0]*[^\0/]$/, 'must be the absolute path of a file, such as /etc/motd')
    .refine((path) => !path.split('/').includes('..'), 'must not lead upwards; write the path without ..'),
  contents: textOrBytes,
})

const files = z
  .array(file)
  .max(10_000, 'has more than the 10000 files that there are numbers for')
  .superRefine((given, context) => {
    const paths = given.map(({ path }) => path)
    const second = paths.findIndex((path, index) => paths.indexOf(path) < index)
    if (second !== -1)
      context.addIssue({
        code: 'custom',
        path: [second, 'path'],
        message: 'is there twice; name each file once',
      })
  })

const parts = z
  .strictObject({
    hostname: z
      .string()
      .refine(isHostname, 'must be a host name: letters, digits, - and . between them')
      .optional(),
    publicKeys: publicKeys.optional(),
    adminPassword: z.string().min(1, 'is empty; leave it out for none').optional(),
    metaData: jsonObject.optional(),
    userData: userData.optional(),
    networkData: networkData.optional(),
    vendorData: jsonObject.optional(),
    files: files.optional(),
  })
  .superRefine((given, context) => {
    if (Object.values(given).every((part) => part === undefined))
      context.addIssue({
        code: 'custom',
        message: 'is empty; pass at least one part of it, such as userData, or leave it out',
      })
    for (const [name, key] of ALSO_IN_META_DATA)
      if (given[name] !== undefined && given.metaData !== undefined && Object.hasOwn(given.metaData, key))
        context.addIssue({
          code: 'custom',
          path: ['metaData', key],
          message: `is set by configDrive.${name} as well; keep one of them`,
        })
  })

const ALSO_IN_META_DATA = [
  ['hostname', 'hostname'],
  ['publicKeys', 'public_keys'],
  ['publicKeys', 'keys'],
  ['adminPassword', 'admin_pass'],
  ['files', 'files'],
] as const

/** What was passed decides which of the three it is meant to be, and so which problem is told. */
export const configDrive: z.ZodType<CheckedConfigDrive> = z.unknown().transform((given, context) => {
  const schema: z.ZodType<CheckedConfigDrive> =
    given instanceof Uint8Array
      ? readyBytes
      : typeof given === 'string'
        ? readyText
        : parts.transform((checked): CheckedParts => ({ is: 'parts', ...checked }))
  const checked = schema.safeParse(given)
  if (checked.success) return checked.data
  passOn(checked.error, context)
  return z.NEVER
})
