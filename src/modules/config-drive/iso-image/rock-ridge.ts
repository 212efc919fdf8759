import { ascii, both32, shortDate } from './iso-bytes.js'

/** What an entry is to POSIX. */
export interface PosixEntry {
  /** Absent for the entries of a directory itself and of its parent. */
  readonly name?: string | undefined
  readonly isDirectory: boolean
  /** How often it is linked: a directory by its own entry, by its parent's, and by each directory in it. */
  readonly links: number
  readonly at: Date
}

const DIRECTORY_MODE = 0o040555
const FILE_MODE = 0o100444

/** Which of the fields an entry has, for readers of the first edition: modes, name, times. */
const HAS_MODES_AND_TIMES = 0x81
const HAS_NAME = 0x08

/** Times of the last change, of the last access and of the last change of attributes, in the short form. */
const TIMES = 0x0e

/**
 * The fields that give an entry its real name, its modes and its times: those of the Rock Ridge of 1991, which every
 * reader knows (IEEE P1282).
 */
export function rockRidge({ name, isDirectory, links, at }: PosixEntry): Buffer {
  const time = shortDate(at)
  const owner = both32(0)
  return Buffer.concat([
    field('RR', Buffer.from([HAS_MODES_AND_TIMES | (name === undefined ? 0 : HAS_NAME)])),
    ...(name === undefined ? [] : [field('NM', Buffer.from([0]), ascii(name))]),
    field('PX', both32(isDirectory ? DIRECTORY_MODE : FILE_MODE), both32(links), owner, owner),
    field('TF', Buffer.from([TIMES]), time, time, time),
  ])
}

/** What tells a reader, in the first entry of the root, that there are such fields (SUSP, 5.3). */
export function sharingIndicator(): Buffer {
  return field('SP', Buffer.from([0xbe, 0xef, 0]))
}

/** Points to fields that have no room in the entry itself (SUSP, 5.1). */
export function continuation(sector: number, bytes: number): Buffer {
  return field('CE', both32(sector), both32(0), both32(bytes))
}

/** Names the rules that the fields follow (SUSP, 5.5; RRIP, 4.3). */
export function extensionsReference(): Buffer {
  const texts = [
    'RRIP_1991A',
    'THE ROCK RIDGE INTERCHANGE PROTOCOL PROVIDES SUPPORT FOR POSIX FILE SYSTEM SEMANTICS',
    'PLEASE CONTACT DISC PUBLISHER FOR SPECIFICATION SOURCE.  SEE PUBLISHER IDENTIFIER IN PRIMARY VOLUME DESCRIPTOR FOR CONTACT INFORMATION.',
  ].map(ascii)
  return field('ER', Buffer.from([...texts.map(({ length }) => length), 1]), ...texts)
}

function field(signature: string, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content)
  return Buffer.concat([ascii(signature), Buffer.from([bytes.length + 4, 1]), bytes])
}
