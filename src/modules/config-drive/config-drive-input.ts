import * as z from 'zod'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import { BROKEN_TEXT, isBrokenText } from '../../errors/broken-text.js'
import { checkedBy } from '../../operations/checked-input.js'
import { jsonObject } from '../../operations/json-input.js'
import type { NetworkData } from '../networking/network-data.js'
import { isAuthorizedKey } from './authorized-key.js'
import { isHostname, type MetaDataParts } from './meta-data.js'
import { readyBytes, readyText, type ReadyConfigDrive } from './ready-config-drive.js'
import { textOrBytes, userData, type UserData } from './user-data-input.js'

/** A file that the first boot writes into the instance, as root with mode 0660. */
export interface InjectedFile {
  /** The absolute path, such as `/etc/motd`. */
  readonly path: string
  readonly contents: string | Uint8Array
}

/** The parts of a config drive. */
export interface ConfigDriveParts {
  /** Default: the instance's name, if it is a valid host name. */
  readonly hostname?: string | undefined
  /**
   * SSH keys for the image's user, each in the format of `authorized_keys`: `ssh-ed25519 AAAA… me@home`, optionally with
   * options before it (`restrict,from="10.0.0.0/8"`, `cert-authority`). A list, or a record with key names as keys.
   */
  readonly publicKeys?: readonly string[] | Readonly<Record<string, string>> | undefined
  /** `admin_pass`, for images that set a password from it, such as Windows images. */
  readonly adminPassword?: string | undefined
  /** More fields of `meta_data.json`. `uuid` and `name` default to those of the instance. */
  readonly metaData?: FreeForm | undefined
  readonly userData?: UserData | undefined
  /**
   * `network_data.json`. With `from-vifs`, it is built from the VIFs of the request after they are attached, with the
   * MAC addresses of the node's own network cards.
   */
  readonly networkData?: FreeForm | NetworkData | 'from-vifs' | undefined
  /** `vendor_data2.json`. */
  readonly vendorData?: FreeForm | undefined
  /**
   * Files to write into the instance. cloud-init writes them once, before it processes the rest of the config drive,
   * always as root with mode 0660. For another mode or owner, use `write_files` with `permissions` and `owner` in
   * `userData.cloudConfig`.
   *
   * @see canonical/cloud-init `cloudinit/sources/DataSourceConfigDrive.py` (write_injected_files)
   */
  readonly files?: readonly InjectedFile[] | undefined
}

/**
 * A config drive: its parts, or a finished image (ISO 9660 or FAT, gzipped or not, as bytes or base64), or the URL of a
 * gzipped image in base64.
 *
 * Parts are sent in Ironic's JSON form, and Ironic builds the image (microversion 1.56; 1.59 with vendor data). This
 * library builds the image for older servers, and for parts that the JSON form cannot carry: files, user data that is
 * not UTF-8, and JSON nested deeper than the API allows.
 *
 * An image or a request of more than 64 MiB is refused before anything is sent. Ironic writes the config drive into its
 * database in one piece, and the database may accept less: MariaDB accepts 16 MiB unless `max_allowed_packet` is larger,
 * and a node with a larger config drive stays in `deploying`. Pass the URL of a large config drive.
 */
export type ConfigDrive = ConfigDriveParts | Uint8Array | string

/** A validated file with a copy of its contents. */
export interface CheckedFile {
  readonly path: string
  readonly contents: Uint8Array
}

/** The validated and copied parts of a config drive. */
export interface CheckedParts extends MetaDataParts {
  readonly is: 'parts'
  readonly userData?: Uint8Array | undefined
  readonly networkData?: FreeForm | 'from-vifs' | undefined
  readonly vendorData?: FreeForm | undefined
  readonly files?: readonly CheckedFile[] | undefined
}

/** A validated and copied config drive. */
export type CheckedConfigDrive = CheckedParts | ReadyConfigDrive

const publicKey = z.lazy(() =>
  z
    .string()
    .transform((key) => key.trim())
    .refine((key) => !isBrokenText(key), BROKEN_TEXT)
    .refine(isAuthorizedKey, {
      message:
        'must be one public key on one line, as in authorized_keys, such as "ssh-ed25519 AAAA… me@home"; options may precede it',
    }),
)

const publicKeys = z.lazy(() =>
  z.unknown().transform((given, context): Readonly<Record<string, string>> => {
    if (typeof given === 'object' && given !== null && !Array.isArray(given))
      return checkedBy(z.record(z.string().min(1), publicKey), given, context)
    const numbered = z
      .array(publicKey)
      .transform((keys) => Object.fromEntries(keys.map((key, index) => [`key-${index + 1}`, key] as const)))
    return checkedBy(numbered, given, context)
  }),
)

const networkData = z.lazy(() =>
  z.unknown().transform((given, context): FreeForm | 'from-vifs' => {
    if (given === 'from-vifs') return given
    const other = z.never("must be an object, or 'from-vifs'")
    return checkedBy(typeof given === 'string' ? other : jsonObject, given, context)
  }),
)

const file = z.lazy(() =>
  z.strictObject({
    path: z
      .string()
      .max(4_096)
      .regex(/^\/[^\0]*[^\0/]$/, 'must be the absolute path of a file, such as /etc/motd')
      .refine((path) => !path.split('/').includes('..'), 'must not contain ..; write the full path'),
    contents: textOrBytes,
  }),
)

const files = z.lazy(() =>
  z
    .array(file)
    .max(10_000, 'has more than 10000 files, the most that a config drive can number')
    .superRefine((given, context) => {
      const paths = given.map(({ path }) => path)
      const second = paths.findIndex((path, index) => paths.indexOf(path) < index)
      if (second !== -1)
        context.addIssue({
          code: 'custom',
          path: [second, 'path'],
          message: 'is listed twice; list each file once',
        })
    }),
)

const parts = z.lazy(() =>
  z
    .strictObject({
      hostname: z
        .string()
        .refine(isHostname, 'must be a host name: letters and digits, with - and . between them')
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
          message: 'is empty; pass at least one part, such as userData, or leave it out',
        })
      for (const [name, key] of ALSO_IN_META_DATA)
        if (given[name] !== undefined && given.metaData !== undefined && Object.hasOwn(given.metaData, key))
          context.addIssue({
            code: 'custom',
            path: ['metaData', key],
            message: `is also set by configDrive.${name}; keep one of them`,
          })
    }),
)

const ALSO_IN_META_DATA = [
  ['hostname', 'hostname'],
  ['publicKeys', 'public_keys'],
  ['publicKeys', 'keys'],
  ['adminPassword', 'admin_pass'],
  ['files', 'files'],
] as const

/** Chooses the schema by the type of the value, so that the error fits the form that was meant. */
export const configDrive: z.ZodType<CheckedConfigDrive> = z.lazy(() =>
  z.unknown().transform((given, context) => {
    const schema: z.ZodType<CheckedConfigDrive> =
      given instanceof Uint8Array
        ? readyBytes
        : typeof given === 'string'
          ? readyText
          : parts.transform((checked): CheckedParts => ({ is: 'parts', ...checked }))
    return checkedBy(schema, given, context)
  }),
)
