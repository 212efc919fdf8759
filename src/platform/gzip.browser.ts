export async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const packed = streamOf(bytes).pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(packed).arrayBuffer())
}

export async function gunzip(bytes: Uint8Array, maxBytes: number): Promise<Uint8Array | 'too_large'> {
  const unpacked = streamOf(bytes).pipeThrough<Uint8Array<ArrayBuffer>>(new DecompressionStream('gzip'))
  const reader = unpacked.getReader()
  const pieces: Uint8Array<ArrayBuffer>[] = []
  let size = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return new Uint8Array(await new Blob(pieces).arrayBuffer())
    size += value.length
    if (size > maxBytes) {
      await reader.cancel()
      return 'too_large'
    }
    pieces.push(value)
  }
}

function streamOf(bytes: Uint8Array) {
  return new Blob([bytes]).stream()
}
