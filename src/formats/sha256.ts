import { hexOf } from './hex.js'
import { utf8 } from './utf8.js'

const BLOCK_BYTES = 64

/**
 * Returns the SHA-256 of a text in hexadecimal digits (FIPS 180-4), for names that the same text always gets.
 *
 * It protects no secret. Node's own function does not exist in browsers, and theirs neither on pages without TLS nor
 * without waiting.
 */
export function sha256(text: string): string {
  const { words, rounds } = constants()
  const state = Uint32Array.from(words)
  const message = padded(utf8(text))
  for (let at = 0; at < message.byteLength; at += BLOCK_BYTES)
    addBlock(state, new DataView(message.buffer, at, BLOCK_BYTES), rounds)
  const digest = new DataView(new ArrayBuffer(32))
  state.forEach((word, index) => digest.setUint32(index * 4, word))
  return hexOf(new Uint8Array(digest.buffer))
}

/** Appends a one bit, zeros, and the length in bits. */
function padded(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const message = new Uint8Array(Math.ceil((bytes.length + 9) / BLOCK_BYTES) * BLOCK_BYTES)
  message.set(bytes)
  message[bytes.length] = 0x80
  new DataView(message.buffer).setBigUint64(message.length - 8, BigInt(bytes.length) * 8n)
  return message
}

function addBlock(state: Uint32Array, block: DataView, rounds: readonly number[]): void {
  const schedule = Array.from({ length: 16 }, (_, index) => block.getUint32(index * 4))
  const word = (index: number) => schedule[index] ?? 0
  for (let index = 16; index < rounds.length; index++) {
    const [early, late] = [word(index - 15), word(index - 2)]
    const small = rotated(early, 7) ^ rotated(early, 18) ^ (early >>> 3)
    const large = rotated(late, 17) ^ rotated(late, 19) ^ (late >>> 10)
    schedule.push((word(index - 16) + small + word(index - 7) + large) | 0)
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state
  rounds.forEach((constant, index) => {
    const choice = (e & f) ^ (~e & g)
    const first =
      (h + (rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)) + choice + constant + word(index)) | 0
    const majority = (a & b) ^ (a & c) ^ (b & c)
    const second = ((rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) + majority) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  })
  ;[a, b, c, d, e, f, g, h].forEach((value, index) => (state[index] = (state[index] ?? 0) + value))
}

function rotated(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits))
}

interface Constants {
  readonly words: readonly number[]
  readonly rounds: readonly number[]
}

let known: Constants | undefined

/** Computes the constants: bits of the square and cube roots of the first primes. */
function constants(): Constants {
  if (known !== undefined) return known
  const primes: number[] = []
  for (let candidate = 2; primes.length < 64; candidate++)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate)
  known = {
    words: primes.slice(0, 8).map((prime) => bitsOf(Math.sqrt(prime))),
    rounds: primes.map((prime) => bitsOf(Math.cbrt(prime))),
  }
  return known
}

/** Returns the first 32 bits behind the point. */
function bitsOf(root: number): number {
  return Math.floor((root % 1) * 2 ** 32) | 0
}
