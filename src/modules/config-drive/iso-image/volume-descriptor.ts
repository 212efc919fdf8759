import { joinedBytes } from '../../../formats/joined-bytes.js'
import { ascii, both16, both32, longDate, SECTOR_BYTES, textField, uint32, zeros } from './iso-bytes.js'
import type { IsoHierarchy } from './iso-hierarchy.js'

export interface VolumeDescriptor {
  readonly hierarchy: IsoHierarchy
  readonly kind: 'primary' | 'joliet'
  readonly label: string
  /** The number of sectors of the whole image. */
  readonly sectors: number
  readonly pathTable: { readonly bytes: number; readonly little: number; readonly big: number }
  /** The entry of the root directory. */
  readonly root: Uint8Array
  readonly at: Date
}

const SYSTEM = 'LINUX'
const APPLICATION = 'IRONIC-DRIVER'

/** The escape sequence that marks a volume as Joliet: names in UCS-2, level 3. */
const JOLIET = '%/E'

/** Encodes the descriptor of a volume: its label, and where its directories are (ECMA-119, 8.4 and 8.5). */
export function volumeDescriptor(volume: VolumeDescriptor): Uint8Array {
  const { hierarchy, kind, label, sectors, pathTable, root, at } = volume
  const text = (value: string, bytes: number) => textField(value, bytes, hierarchy.coding)
  return inSector([
    head(kind === 'primary' ? 1 : 2),
    zeros(1),
    text(SYSTEM, 32),
    text(label, 32),
    zeros(8),
    both32(sectors),
    textBytes(kind === 'primary' ? '' : JOLIET, 32),
    both16(1),
    both16(1),
    both16(SECTOR_BYTES),
    both32(pathTable.bytes),
    uint32(pathTable.little, 'little'),
    zeros(4),
    uint32(pathTable.big, 'big'),
    zeros(4),
    root,
    text('', 128), // volume set
    text('', 128), // publisher
    text('', 128), // data preparer
    text(APPLICATION, 128),
    text('', 37), // copyright
    text('', 37), // abstract
    text('', 37), // bibliography
    longDate(at),
    longDate(at),
    longDate(),
    longDate(at),
    Uint8Array.from([1]),
  ])
}

/** Encodes the terminator of the descriptors (ECMA-119, 8.3). */
export function lastDescriptor(): Uint8Array {
  return inSector([head(255)])
}

function head(type: number): Uint8Array {
  return joinedBytes([Uint8Array.from([type]), ascii('CD001'), Uint8Array.from([1])])
}

function textBytes(text: string, bytes: number): Uint8Array {
  return joinedBytes([ascii(text), zeros(bytes - text.length)])
}

function inSector(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = joinedBytes(parts)
  return joinedBytes([bytes, zeros(SECTOR_BYTES - bytes.length)])
}
