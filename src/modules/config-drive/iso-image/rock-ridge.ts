import { joinedBytes } from '../../../formats/joined-bytes.js'
import { ascii, both32, shortDate } from './iso-bytes.js'

/** The POSIX attributes of an entry. */
export interface PosixEntry {
  /** Absent for the entries of a directory itself and of its parent. */
  readonly name?: string | undefined
  readonly isDirectory: boolean
  /** The link count: for a directory, its own entry, its parent's entry and one for each subdirectory. */
  readonly links: number
  readonly at: Date
}

const DIRECTORY_MODE = 0o040555
const FILE_MODE = 0o100444

/** Flags of the fields that an entry has, for readers of the first edition: modes, name, times. */
const HAS_MODES_AND_TIMES = 0x81
const HAS_NAME = 0x08

/** Times of the last change, of the last access and of the last change of attributes, in the short form. */
const TIMES = 0x0e

/**
 * Encodes the fields for an entry's real name, modes and times, as in Rock Ridge of 1991, which every reader supports
 * (IEEE P1282).
 */
export function rockRidge({ name, isDirectory, links, at }: PosixEntry): Uint8Array {
  const time = shortDate(at)
  const owner = both32(0)
  return joinedBytes([
    field('RR', Uint8Array.from([HAS_MODES_AND_TIMES | (name === undefined ? 0 : HAS_NAME)])),
    ...(name === undefined ? [] : [field('NM', Uint8Array.from([0]), ascii(name))]),
    field('PX', both32(isDirectory ? DIRECTORY_MODE : FILE_MODE), both32(links), owner, owner),
    field('TF', Uint8Array.from([TIMES]), time, time, time),
  ])
}

/** Encodes the field in the root's first entry that announces such fields (SUSP, 5.3). */
export function sharingIndicator(): Uint8Array {
  return field('SP', Uint8Array.from([0xbe, 0xef, 0]))
}

/** Encodes a pointer to fields that do not fit into the entry itself (SUSP, 5.1). */
export function continuation(sector: number, bytes: number): Uint8Array {
  return field('CE', both32(sector), both32(0), both32(bytes))
}

/** Encodes the name of the extension that the fields follow (SUSP, 5.5; RRIP, 4.3). */
export function extensionsReference(): Uint8Array {
  const texts = [
    'RRIP_1991A',
    'THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS',
    'PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE.  SEE PUBLISHER IDENTIFIER IN PRIMARY VOLUME DESCRIPTOR FOR CONTACT INFORMATION.',
  ].map(ascii)
  return field('ER', Uint8Array.from([...texts.map(({ length }) => length), 1]), ...texts)
}

function field(signature: string, ...content: readonly Uint8Array[]): Uint8Array {
  const bytes = joinedBytes(content)
  return joinedBytes([ascii(signature), Uint8Array.from([bytes.length + 4, 1]), bytes])
}
