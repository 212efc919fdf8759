import { hexOf, uuidOf } from './hex.js'

/** Browsers lack `randomUUID` on pages without TLS. */
const random = globalThis.crypto as Omit<typeof globalThis.crypto, 'randomUUID'> &
  Partial<Pick<typeof globalThis.crypto, 'randomUUID'>>

/** Returns a random UUID (version 4). */
export function randomUuid(): string {
  return random.randomUUID?.() ?? uuidOf(hexOf(random.getRandomValues(new Uint8Array(16))), 4)
}
