/** The size of a sector: everything in an image begins at a sector. */
export const SECTOR_BYTES = 2_048

export function sectorsOf(bytes: number): number {
  return Math.ceil(bytes / SECTOR_BYTES)
}

/** Encodes a 16-bit number in both byte orders (ECMA-119, 7.2.3). */
export function both16(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt16LE(value, 0)
  bytes.writeUInt16BE(value, 2)
  return bytes
}

/** Encodes a 32-bit number in both byte orders (ECMA-119, 7.3.3). */
export function both32(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(value, 0)
  bytes.writeUInt32BE(value, 4)
  return bytes
}

/** The encoding of a hierarchy's strings: ASCII, or Joliet's big-endian UCS-2. */
export type TextCoding = (text: string) => Buffer

export const ascii: TextCoding = (text) => Buffer.from(text, 'latin1')

export const ucs2: TextCoding = (text) => Buffer.from(text, 'utf16le').swap16()

/** Encodes a string in a field of fixed length, padded with spaces. */
export function textField(text: string, bytes: number, coding: TextCoding): Buffer {
  const width = coding(' ').length
  const filled = coding(text.padEnd(Math.floor(bytes / width)))
  return Buffer.concat([filled, Buffer.alloc(bytes - filled.length)])
}

/** Encodes a UTC time for directories and Rock Ridge (ECMA-119, 9.1.5). */
export function shortDate(at: Date): Buffer {
  return Buffer.from([
    at.getUTCFullYear() - 1900,
    at.getUTCMonth() + 1,
    at.getUTCDate(),
    at.getUTCHours(),
    at.getUTCMinutes(),
    at.getUTCSeconds(),
    0,
  ])
}

/** Encodes a UTC time for a volume descriptor; without one, "not specified" (ECMA-119, 8.4.26.1). */
export function longDate(at?: Date): Buffer {
  const digits = at === undefined ? '0'.repeat(16) : at.toISOString().replace(/\D/g, '').slice(0, 16)
  return Buffer.from(`${digits}\0`, 'latin1')
}
