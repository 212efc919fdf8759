import { expect } from 'vitest'

const SECTOR = 2048

/** The kind of names to show: those of ECMA-119 itself, of Rock Ridge, or of Joliet. */
export type IsoView = 'plain' | 'rock ridge' | 'joliet'

export function sectorOf(image: Buffer, number: number): Buffer {
  return image.subarray(number * SECTOR, (number + 1) * SECTOR)
}

/** Returns all files of an ISO 9660 image as texts, by path. */
export function filesOf(image: Buffer, view: IsoView): Record<string, string> {
  const root = sectorOf(image, view === 'joliet' ? 17 : 16).subarray(156, 190)
  const walk = (sector: number, bytes: number, path: string): [string, string][] =>
    entries(image, sector, bytes, view).flatMap((entry) => {
      if (entry.isDirectory) return walk(entry.sector, entry.bytes, `${path}${entry.name}/`)
      const start = entry.sector * SECTOR
      return [[`${path}${entry.name}`, image.subarray(start, start + entry.bytes).toString()]]
    })
  return Object.fromEntries(walk(root.readUInt32LE(2), root.readUInt32LE(10), ''))
}

interface Found {
  readonly name: string
  readonly isDirectory: boolean
  readonly sector: number
  readonly bytes: number
}

/** Returns the entries of a directory, without its own and its parent's. */
function entries(image: Buffer, sector: number, bytes: number, view: IsoView): readonly Found[] {
  const found: Found[] = []
  for (let at = sector * SECTOR; at < sector * SECTOR + bytes;) {
    const length = image[at] ?? 0
    if (length === 0) {
      at += SECTOR - (at % SECTOR)
      continue
    }
    const record = image.subarray(at, at + length)
    expect(record.readUInt32BE(6)).toBe(record.readUInt32LE(2))
    expect(record.readUInt32BE(14)).toBe(record.readUInt32LE(10))
    found.push({
      name: nameOf(record, view),
      isDirectory: ((record[25] ?? 0) & 2) !== 0,
      sector: record.readUInt32LE(2),
      bytes: record.readUInt32LE(10),
    })
    at += length
  }
  return found.slice(2)
}

function nameOf(record: Buffer, view: IsoView): string {
  const length = record[32] ?? 0
  const raw = record.subarray(33, 33 + length)
  if (view === 'joliet' && length > 1) return Buffer.from(raw).swap16().toString('utf16le')
  const system = record.subarray(33 + length + (length % 2 === 0 ? 1 : 0))
  const nm = view === 'rock ridge' ? system.indexOf('NM') : -1
  return (nm === -1 ? raw : system.subarray(nm + 5, nm + (system[nm + 2] ?? 0))).toString('latin1')
}
