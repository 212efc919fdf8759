import { promisify } from 'node:util'
import { gunzip as unpack, gzip as pack } from 'node:zlib'

/** Packs bytes as small as possible. */
export function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  return promisify(pack)(bytes, { level: 9 })
}

/** Unpacks bytes, unless they would be more than `maxBytes`. Rejects when they cannot be unpacked. */
export async function gunzip(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | 'too_large'> {
  try {
    return await promisify(unpack)(bytes, { maxOutputLength: maxBytes })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return 'too_large'
    throw error
  }
}
