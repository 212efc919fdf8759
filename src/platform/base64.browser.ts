/** As many characters as a call takes as arguments; a multiple of three, so that the parts can be joined. */
const PART_BYTES = 0x6000

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += PART_BYTES)
    text += btoa(String.fromCharCode(...bytes.subarray(at, at + PART_BYTES)))
  return text
}

export function fromBase64(text: string): Uint8Array {
  try {
    return Uint8Array.from(atob(text.replace(/[^A-Za-z0-9+/]/g, '')), (character) => character.charCodeAt(0))
  } catch {
    return new Uint8Array()
  }
}
