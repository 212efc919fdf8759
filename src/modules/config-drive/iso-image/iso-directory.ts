import { joinedBytes } from '../../../formats/joined-bytes.js'
import {
  both16,
  both32,
  SECTOR_BYTES,
  shortDate,
  uint16,
  uint32,
  zeros,
  type ByteOrder,
} from './iso-bytes.js'
import { isDirectory, type IsoEntry, type IsoHierarchy, type IsoPlace } from './iso-hierarchy.js'
import type { IsoDirectory, IsoLeaf } from './iso-tree.js'

/** What the bytes of a directory depend on in addition to the directory. */
export interface DirectoryContext {
  readonly hierarchy: IsoHierarchy
  readonly at: Date
  /** The place of the extensions reference, to which the root's first entry points. */
  readonly extensions: IsoPlace
  readonly placeOf: (one: IsoDirectory | IsoLeaf) => IsoPlace
}

const IS_DIRECTORY = 0x02

/** Encodes a directory entry (ECMA-119, 9.1); `short` for the one in a volume descriptor. */
export function directoryRecord(
  entry: IsoEntry,
  { hierarchy, at, extensions, placeOf }: DirectoryContext,
  form: 'whole' | 'short' = 'whole',
): Uint8Array {
  const { sector, bytes } = placeOf(entry.of)
  const identifier = hierarchy.identifier(entry)
  const systemUse = form === 'short' ? zeros(0) : hierarchy.systemUse(entry, at, extensions)
  const record = joinedBytes([
    Uint8Array.from([0, 0]),
    both32(sector),
    both32(bytes),
    shortDate(at),
    Uint8Array.from([isDirectory(entry.of) ? IS_DIRECTORY : 0, 0, 0]),
    both16(1),
    Uint8Array.from([identifier.length]),
    identifier,
    zeros(identifier.length % 2 === 0 ? 1 : 0),
    systemUse,
  ])
  const even = record.length % 2 === 0 ? record : joinedBytes([record, zeros(1)])
  even[0] = even.length
  return even
}

/** Encodes a directory in whole sectors. No entry crosses a sector boundary (ECMA-119, 6.8.1.1). */
export function directoryBytes(directory: IsoDirectory, context: DirectoryContext): Uint8Array {
  const children = [...directory.directories, ...directory.files].sort((one, other) =>
    one.name < other.name ? -1 : 1,
  )
  const entries: readonly IsoEntry[] = [
    { of: directory, as: 'itself' },
    { of: directory.parent, as: 'parent' },
    ...children.map((of): IsoEntry => ({ of, as: 'child' })),
  ]
  const sectors: Uint8Array[] = []
  let sector: Uint8Array[] = []
  let used = 0
  for (const entry of entries) {
    const record = directoryRecord(entry, context)
    if (used + record.length > SECTOR_BYTES) {
      sectors.push(...sector, zeros(SECTOR_BYTES - used))
      ;[sector, used] = [[], 0]
    }
    sector.push(record)
    used += record.length
  }
  return joinedBytes([...sectors, ...sector, zeros(SECTOR_BYTES - used)])
}

/** Encodes the path table, a list of all directories and their parents, in one byte order (ECMA-119, 9.4). */
export function pathTable(
  directories: readonly IsoDirectory[],
  { hierarchy, placeOf }: DirectoryContext,
  order: ByteOrder,
): Uint8Array {
  const records = directories.map((directory, index) => {
    const identifier = hierarchy.identifier({ of: directory, as: index === 0 ? 'itself' : 'child' })
    const parent = directories.indexOf(directory.parent) + 1
    return joinedBytes([
      Uint8Array.from([identifier.length, 0]),
      uint32(placeOf(directory).sector, order),
      uint16(parent, order),
      identifier,
      zeros(identifier.length % 2),
    ])
  })
  return joinedBytes(records)
}
