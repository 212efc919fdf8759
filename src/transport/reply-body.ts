import { onAbort } from '../clock/on-abort.js'

const BLOCK_BYTES = 16 * 1024

/** The limits of reading a body. */
export interface BodyLimits {
  /** After decompression. */
  readonly maxBytes: number
  /** Aborts the reading and closes the connection. */
  readonly signal: AbortSignal
}

/**
 * Reads the body of a reply as UTF-8 text. Returns `undefined` when it has more than `maxBytes`. Rejects when the
 * connection breaks.
 *
 * Cancels the stream itself, at the limit and on `signal`, since that closes the socket even if the signal given to
 * `fetch` is lost: ky 1.14 derives one by `AbortSignal.any`, which Node 20 may collect while it is in use.
 */
export async function readBody(
  stream: ReadableStream<Uint8Array> | null,
  { maxBytes, signal }: BodyLimits,
): Promise<string | undefined> {
  if (stream === null) return ''
  const reader = stream.getReader()
  const cancel = () => void reader.cancel().catch(() => undefined)
  const stopListening = onAbort(signal, cancel)
  if (signal.aborted) cancel()
  try {
    return await readUpTo(reader, maxBytes)
  } finally {
    stopListening()
    // Has no effect on a stream that has ended.
    cancel()
  }
}

async function readUpTo(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<string | undefined> {
  const text = new GatheredText()
  for (let size = 0; ;) {
    const { done, value } = await reader.read()
    if (done) return text.end()
    size += value.length
    if (size > maxBytes) return undefined
    text.add(value)
  }
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
