import { joinedBytes } from '../formats/joined-bytes.js'
import type { OpenReply } from '../platform/open-reply.js'

const BLOCK_BYTES = 16 * 1024

/**
 * Reads the body of a reply as UTF-8 text. Returns `undefined` when it has more than `maxBytes` after decompression,
 * and closes the connection. Rejects when the connection breaks.
 */
export async function readBody(body: OpenReply['body'], maxBytes: number): Promise<string | undefined> {
  const bytes = new GatheredBytes()
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > maxBytes) return undefined
    bytes.add(chunk)
  }
  return new TextDecoder().decode(joinedBytes(bytes.end()))
}

/** Copies small chunks into blocks: a server may send each byte as its own chunk, which holds a whole read buffer. */
class GatheredBytes {
  readonly #blocks: Uint8Array[] = []
  #block = new Uint8Array(0)
  #filled = 0

  add(chunk: Uint8Array): void {
    if (chunk.length >= BLOCK_BYTES) {
      this.#close()
      this.#blocks.push(chunk)
      return
    }
    if (this.#filled + chunk.length > this.#block.length) {
      this.#close()
      this.#block = new Uint8Array(BLOCK_BYTES)
    }
    this.#block.set(chunk, this.#filled)
    this.#filled += chunk.length
  }

  end(): readonly Uint8Array[] {
    this.#close()
    return this.#blocks
  }

  #close(): void {
    if (this.#filled > 0) this.#blocks.push(this.#block.subarray(0, this.#filled))
    this.#block = new Uint8Array(0)
    this.#filled = 0
  }
}
