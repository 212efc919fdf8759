import { joinedBytes } from '../../../formats/joined-bytes.js'

/** The size of a sector: everything in an image begins at a sector. */
export const SECTOR_BYTES = 2_048

export function sectorsOf(bytes: number): number {
  return Math.ceil(bytes / SECTOR_BYTES)
}

export function zeros(count: number): Uint8Array {
  return new Uint8Array(count)
}

export type ByteOrder = 'little' | 'big'

export function uint16(value: number, order: ByteOrder): Uint8Array {
  const bytes = [value & 0xff, value >>> 8]
  return Uint8Array.from(order === 'little' ? bytes : bytes.reverse())
}

export function uint32(value: number, order: ByteOrder): Uint8Array {
  const bytes = [0, 8, 16, 24].map((shift) => (value >>> shift) & 0xff)
  return Uint8Array.from(order === 'little' ? bytes : bytes.reverse())
}

/** Encodes a 16-bit number in both byte orders (ECMA-119, 7.2.3). */
export function both16(value: number): Uint8Array {
  return joinedBytes([uint16(value, 'little'), uint16(value, 'big')])
}

/** Encodes a 32-bit number in both byte orders (ECMA-119, 7.3.3). */
export function both32(value: number): Uint8Array {
  return joinedBytes([uint32(value, 'little'), uint32(value, 'big')])
}

/** The encoding of a hierarchy's strings: ASCII, or Joliet's big-endian UCS-2. */
export type TextCoding = (text: string) => Uint8Array

export const ascii: TextCoding = (text) => Uint8Array.from(text, (character) => character.charCodeAt(0))

export const ucs2: TextCoding = (text) =>
  joinedBytes(Array.from({ length: text.length }, (_, index) => uint16(text.charCodeAt(index), 'big')))

/** Encodes a string in a field of fixed length, padded with spaces. */
export function textField(text: string, bytes: number, coding: TextCoding): Uint8Array {
  const width = coding(' ').length
  const filled = coding(text.padEnd(Math.floor(bytes / width)))
  return joinedBytes([filled, zeros(bytes - filled.length)])
}

/** Encodes a UTC time for directories and Rock Ridge (ECMA-119, 9.1.5). */
export function shortDate(at: Date): Uint8Array {
  return Uint8Array.from([
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
export function longDate(at?: Date): Uint8Array {
  const digits = at === undefined ? '0'.repeat(16) : at.toISOString().replace(/\D/g, '').slice(0, 16)
  return ascii(`${digits}\0`)
}
