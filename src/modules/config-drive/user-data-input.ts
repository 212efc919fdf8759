import * as z from 'zod'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import { BROKEN_TEXT, isBrokenText } from '../../errors/broken-text.js'
import { utf8 } from '../../formats/utf8.js'
import { checkedBy } from '../../operations/checked-input.js'
import { jsonObject } from '../../operations/json-input.js'
import { cloudConfigText } from './cloud-config.js'
import { multipartText, typeByBeginning, type MimePart } from './multipart.js'

/** A cloud-config document as an object: cloud-init's modules with their settings. */
export interface CloudConfig {
  readonly cloudConfig: FreeForm
}

/** One of several parts of the user data. */
export interface UserDataPart {
  readonly content: string | Uint8Array | CloudConfig
  /** The MIME type, such as `text/x-shellscript`. Default: derived from the first line, as cloud-init does. */
  readonly type?: string | undefined
  /** The name in cloud-init's logs. Default: `part-001` and so on. */
  readonly filename?: string | undefined
}

/** Several parts, sent as one MIME document. */
export interface MultipartUserData {
  readonly parts: readonly UserDataPart[]
}

/**
 * The user data that the first boot reads: a string or bytes sent unchanged (a script, a cloud-config or Ignition
 * document), a cloud-config document as an object, or several parts.
 */
export type UserData = string | Uint8Array | CloudConfig | MultipartUserData

const text = z.lazy(() =>
  z
    .string()
    .refine((given) => !isBrokenText(given), BROKEN_TEXT)
    .transform((given) => utf8(given)),
)

const bytes = z.instanceof(Uint8Array).transform((given) => Uint8Array.from(given))

const cloudConfig = z.lazy(() =>
  z.strictObject({ cloudConfig: jsonObject }).transform((given) => utf8(cloudConfigText(given.cloudConfig))),
)

/** A string or bytes, copied as bytes. */
export const textOrBytes: z.ZodType<Uint8Array> = z.lazy(() =>
  z.unknown().transform((given, context) => {
    const isBytes = given instanceof Uint8Array
    const other = z.never('must be a string or bytes')
    return checkedBy(isBytes ? bytes : typeof given === 'string' ? text : other, given, context)
  }),
)

/** A string or bytes, copied, with the charset of a string. */
const content = z.lazy(() =>
  z.unknown().transform((given, context) => {
    const charset = given instanceof Uint8Array ? undefined : ('utf-8' as const)
    return { bytes: checkedBy(contentSchema(given), given, context), charset }
  }),
)

function contentSchema(given: unknown): z.ZodType<Uint8Array> {
  if (typeof given === 'string') return text
  if (given instanceof Uint8Array) return bytes
  const isObject = typeof given === 'object' && given !== null && 'cloudConfig' in given
  return isObject ? cloudConfig : z.never('must be a string, bytes or { cloudConfig }')
}

const part = z.lazy(() =>
  z
    .strictObject({
      content,
      type: z
        .string()
        .regex(/^[a-z]+\/[a-z0-9.+-]+$/i, 'must be a MIME type, such as text/x-shellscript')
        .optional(),
      filename: z
        .string()
        .regex(/^[\w.+-]{1,100}$/, 'must consist of letters, digits and . _ + -, at most 100 of them')
        .optional(),
    })
    .transform(({ content: { bytes: given, charset }, type = typeByBeginning(given), filename }, context) => {
      if (type !== undefined) return { content: given, charset, type, filename }
      context.addIssue({
        code: 'custom',
        path: ['type'],
        message: 'is missing and cannot be derived from the first line of the content; pass the MIME type',
      })
      return z.NEVER
    }),
)

const multipart = z.lazy(() =>
  z.strictObject({ parts: z.array(part).min(1, 'is empty; pass at least one part') }).transform(({ parts }) =>
    utf8(
      multipartText(
        parts.map((given, index): MimePart => ({
          ...given,
          filename: given.filename ?? `part-${String(index + 1).padStart(3, '0')}`,
        })),
      ),
    ),
  ),
)

/** The bytes of `user_data`. */
export const userData: z.ZodType<Uint8Array> = z.lazy(() =>
  z.unknown().transform((given, context) => {
    const isMultipart = typeof given === 'object' && given !== null && 'parts' in given
    const isCloudConfig = typeof given === 'object' && given !== null && 'cloudConfig' in given
    const known = typeof given === 'string' || given instanceof Uint8Array || isMultipart || isCloudConfig
    const other = z.never('must be a string, bytes, { cloudConfig } or { parts }')
    return checkedBy(known ? (isMultipart ? multipart : contentSchema(given)) : other, given, context)
  }),
)
