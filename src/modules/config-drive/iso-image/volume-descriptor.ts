import { ascii, both16, both32, longDate, SECTOR_BYTES, textField } from './iso-bytes.js'
import type { IsoHierarchy } from './iso-hierarchy.js'

export interface VolumeDescriptor {
  readonly hierarchy: IsoHierarchy
  readonly kind: 'primary' | 'joliet'
  readonly label: string
  /** The number of sectors of the whole image. */
  readonly sectors: number
  readonly pathTable: { readonly bytes: number; readonly little: number; readonly big: number }
  /** The entry of the root directory. */
  readonly root: Buffer
  readonly at: Date
}

const SYSTEM = 'LINUX'
const APPLICATION = 'IRONIC-DRIVER'

/** The escape sequence that marks a volume as Joliet: names in UCS-2, level 3. */
const JOLIET = '%/E'

/** Encodes the descriptor of a volume: its label, and where its directories are (ECMA-119, 8.4 and 8.5). */
export function volumeDescriptor(volume: VolumeDescriptor): Buffer {
  const { hierarchy, kind, label, sectors, pathTable, root, at } = volume
  const text = (value: string, bytes: number) => textField(value, bytes, hierarchy.coding)
  const [little, big] = [Buffer.alloc(8), Buffer.alloc(8)]
  little.writeUInt32LE(pathTable.little)
  big.writeUInt32BE(pathTable.big)
  return inSector([
    head(kind === 'primary' ? 1 : 2),
    Buffer.alloc(1),
    text(SYSTEM, 32),
    text(label, 32),
    Buffer.alloc(8),
    both32(sectors),
    textBytes(kind === 'primary' ? '' : JOLIET, 32),
    both16(1),
    both16(1),
    both16(SECTOR_BYTES),
    both32(pathTable.bytes),
    little,
    big,
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
    Buffer.from([1]),
  ])
}

/** Encodes the terminator of the descriptors (ECMA-119, 8.3). */
export function lastDescriptor(): Buffer {
  return inSector([head(255)])
}

function head(type: number): Buffer {
  return Buffer.concat([Buffer.from([type]), ascii('CD001'), Buffer.from([1])])
}

function textBytes(text: string, bytes: number): Buffer {
  return Buffer.concat([ascii(text), Buffer.alloc(bytes - text.length)])
}

function inSector(parts: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(parts)
  return Buffer.concat([bytes, Buffer.alloc(SECTOR_BYTES - bytes.length)])
}
