/** Returns the bytes of a text in UTF-8. */
export function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}

export function utf8Length(text: string): number {
  return utf8(text).length
}

/** Decodes UTF-8, with its byte order mark if it has one; returns `undefined` for other bytes. */
export function textOfUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Decodes bytes as ISO 8859-1, each as one character; for a few of them. */
export function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes)
}
