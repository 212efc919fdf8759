import { err, ok, type Result } from 'neverthrow'
import * as z from 'zod'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { latin1, textOfUtf8 } from '../../formats/utf8.js'
import { fromBase64, toBase64 } from '../../platform/base64.js'
import { gunzip, gzip } from '../../platform/gzip.js'
import { imageTooLarge, MAX_IMAGE_BYTES } from './config-drive-limits.js'

/** A finished config drive: its URL, or its image, gzipped or not. */
export type ReadyConfigDrive =
  | { readonly is: 'url'; readonly url: string }
  | { readonly is: 'image' | 'gzipped image'; readonly bytes: Uint8Array }

const BASE64 = /^[A-Za-z0-9+/\s]+(?:={1,2}\s*)?$/

/** The signatures of an ISO 9660 image and of a FAT file system. */
const ISO_MARK = { at: 16 * 2_048 + 1, text: 'CD001' }
const FAT_MARK = { at: 510, text: '\x55\xaa' }

const NEITHER =
  'is neither a URL nor the base64 of an ISO 9660 or FAT image, gzipped or not; pass the parts as an object, or an image as bytes'

/** A URL, or an image in base64, which may have line breaks. */
export const readyText = z.lazy(() =>
  z.string().transform((given, context): ReadyConfigDrive => {
    if (given.includes('://')) {
      if (URL.canParse(given) && !/\s/.test(given)) return { is: 'url', url: given }
      context.addIssue({ code: 'custom', message: 'is not a valid URL; correct it' })
      return z.NEVER
    }
    const ready = given === '' || !BASE64.test(given) ? undefined : readyImage(fromBase64(given))
    if (ready !== undefined) return ready
    context.addIssue({ code: 'custom', message: given === '' ? 'is empty; leave it out for none' : NEITHER })
    return z.NEVER
  }),
)

/** An image as bytes, gzipped or not, or the bytes of a file with its base64. */
export const readyBytes = z.lazy(() =>
  z.instanceof(Uint8Array).transform((given, context): ReadyConfigDrive => {
    const copy = Uint8Array.from(given)
    const ready = readyImage(copy) ?? readyImage(decoded(copy))
    if (ready !== undefined) return ready
    const message =
      copy.length === 0
        ? 'is empty; leave it out for none'
        : 'is neither an ISO 9660 or FAT image, gzipped or not, nor the base64 of one; pass the image'
    context.addIssue({ code: 'custom', message })
    return z.NEVER
  }),
)

function decoded(bytes: Uint8Array): Uint8Array {
  const text = textOfUtf8(bytes) ?? ''
  return BASE64.test(text) ? fromBase64(text) : new Uint8Array()
}

function readyImage(bytes: Uint8Array): ReadyConfigDrive | undefined {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { is: 'gzipped image', bytes }
  return isImage(bytes) ? { is: 'image', bytes } : undefined
}

function isImage(bytes: Uint8Array): boolean {
  return [ISO_MARK, FAT_MARK].some(({ at, text }) => latin1(bytes.subarray(at, at + text.length)) === text)
}

/**
 * Returns what Ironic accepts: a URL unchanged, or an image gzipped and in base64. Checks a gzipped image, since Ironic
 * does not: a broken one fails only on the node.
 */
export async function packReady(ready: ReadyConfigDrive): Promise<Result<string, InvalidInputError>> {
  if (ready.is === 'url') return ok(ready.url)
  if (ready.is === 'image') return packImage(ready.bytes)
  try {
    const image = await gunzip(ready.bytes, MAX_IMAGE_BYTES)
    if (image === 'too_large') return err(imageTooLarge(undefined))
    if (image.length === 0) return err(new InvalidInputError('configDrive', 'holds an empty image'))
  } catch {
    return err(
      new InvalidInputError(
        'configDrive',
        'begins like a gzipped image but cannot be unpacked; pass a complete image',
      ),
    )
  }
  return ok(toBase64(ready.bytes))
}

export async function packImage(image: Uint8Array): Promise<Result<string, InvalidInputError>> {
  if (image.length > MAX_IMAGE_BYTES) return err(imageTooLarge(image.length))
  return ok(toBase64(await gzip(image)))
}
