import { SECTOR_BYTES, sectorsOf, zeros } from './iso-bytes.js'
import { directoryBytes, directoryRecord, pathTable, type DirectoryContext } from './iso-directory.js'
import {
  EXTENSIONS,
  jolietHierarchy,
  primaryHierarchy,
  type IsoHierarchy,
  type IsoPlace,
} from './iso-hierarchy.js'
import { isoDirectories, type IsoDirectory, type IsoFile, type IsoLeaf } from './iso-tree.js'
import { lastDescriptor, volumeDescriptor } from './volume-descriptor.js'

export interface IsoImageOptions {
  /** At most 16 characters, the limit of Joliet. */
  readonly label: string
  readonly files: readonly IsoFile[]
  /** The timestamp of every entry. The same files with the same timestamp give the same bytes. */
  readonly at: Date
}

/** Bytes and the sector that they go to. */
type Piece = readonly [sector: number, bytes: Uint8Array]

const FIRST_DESCRIPTOR = 16
const NOWHERE: IsoPlace = { sector: 0, bytes: 0 }

/**
 * Builds an ISO 9660 image that shows its files under their real names to every reader: with Rock Ridge, with Joliet, and
 * in the plain hierarchy.
 *
 * @throws RangeError when a path has a name that such an image cannot hold.
 */
export function buildIsoImage({ label, files, at }: IsoImageOptions): Uint8Array {
  const directories = isoDirectories(files)
  let end = FIRST_DESCRIPTOR + 3
  const claim = (bytes: number): IsoPlace => {
    const sector = end
    end += sectorsOf(bytes)
    return { sector, bytes }
  }
  const primary = layOut(primaryHierarchy, directories, at, claim)
  const joliet = layOut(jolietHierarchy, directories, at, claim)
  const extensions = claim(EXTENSIONS.length)
  const leaves = directories.flatMap((directory) => directory.files)
  const placesOfFiles = new Map(leaves.map((leaf) => [leaf, claim(leaf.contents.length)]))

  const written = [primary, joliet].map((layout, index): readonly Piece[] => {
    const context: DirectoryContext = {
      hierarchy: layout.hierarchy,
      at,
      extensions,
      placeOf: (one) =>
        layout.places.get(one as IsoDirectory) ?? placesOfFiles.get(one as IsoLeaf) ?? NOWHERE,
    }
    return pieces(layout, context, directories, {
      sector: FIRST_DESCRIPTOR + index,
      kind: index === 0 ? 'primary' : 'joliet',
      label,
      sectors: end,
    })
  })
  return assemble(end, [
    ...written.flat(),
    [FIRST_DESCRIPTOR + 2, lastDescriptor()],
    [extensions.sector, EXTENSIONS],
    ...[...placesOfFiles].map(([{ contents }, { sector }]): Piece => [sector, contents]),
  ])
}

interface Layout {
  readonly hierarchy: IsoHierarchy
  readonly tableBytes: number
  readonly little: number
  readonly big: number
  readonly places: ReadonlyMap<IsoDirectory, IsoPlace>
}

/** Gives each part of a hierarchy its place. The length of a part does not depend on the places of the others. */
function layOut(
  hierarchy: IsoHierarchy,
  directories: readonly IsoDirectory[],
  at: Date,
  claim: (bytes: number) => IsoPlace,
): Layout {
  const measure: DirectoryContext = { hierarchy, at, extensions: NOWHERE, placeOf: () => NOWHERE }
  const tableBytes = pathTable(directories, measure, 'little').length
  const [little, big] = [claim(tableBytes).sector, claim(tableBytes).sector]
  const places = new Map(
    directories.map((directory) => [directory, claim(directoryBytes(directory, measure).length)]),
  )
  return { hierarchy, tableBytes, little, big, places }
}

function pieces(
  { hierarchy, tableBytes, little, big, places }: Layout,
  context: DirectoryContext,
  directories: readonly IsoDirectory[],
  volume: { sector: number; kind: 'primary' | 'joliet'; label: string; sectors: number },
): readonly Piece[] {
  const [root] = directories
  if (root === undefined) return []
  const descriptor = volumeDescriptor({
    ...volume,
    hierarchy,
    pathTable: { bytes: tableBytes, little, big },
    root: directoryRecord({ of: root, as: 'itself' }, context, 'short'),
    at: context.at,
  })
  return [
    [volume.sector, descriptor],
    [little, pathTable(directories, context, 'little')],
    [big, pathTable(directories, context, 'big')],
    ...[...places].map(([directory, { sector }]): Piece => [sector, directoryBytes(directory, context)]),
  ]
}

function assemble(sectors: number, written: readonly Piece[]): Uint8Array {
  const image = zeros(sectors * SECTOR_BYTES)
  for (const [sector, bytes] of written) image.set(bytes, sector * SECTOR_BYTES)
  return image
}
