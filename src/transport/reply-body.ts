import type { Readable } from 'node:stream'

const BLOCK_BYTES = 16 * 1024

/**
 * Reads the body of a reply as UTF-8 text. Returns `undefined` when it has more than `maxBytes` after decompression,
 * and closes the connection. Rejects when the connection breaks.
 */
export async function readBody(body: Readable, maxBytes: number): Promise<string | undefined> {
  const text = new GatheredText()
  let size = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > maxBytes) return undefined
    text.add(chunk)
  }
  return text.end()
}

/** Collects chunks into a block before decoding them: a server may send each byte as its own chunk. */
class GatheredText {
  readonly #decoder = new TextDecoder()
  readonly #block = new Uint8Array(BLOCK_BYTES)
  #filled = 0
  #text = ''

  add(chunk: Uint8Array): void {
    if (this.#filled + chunk.length > BLOCK_BYTES) this.#empty()
    if (chunk.length > BLOCK_BYTES) {
      this.#text += this.#decoder.decode(chunk, { stream: true })
      return
    }
    this.#block.set(chunk, this.#filled)
    this.#filled += chunk.length
  }

  end(): string {
    this.#empty()
    return this.#text + this.#decoder.decode()
  }

  #empty(): void {
    this.#text += this.#decoder.decode(this.#block.subarray(0, this.#filled), { stream: true })
    this.#filled = 0
  }
}
