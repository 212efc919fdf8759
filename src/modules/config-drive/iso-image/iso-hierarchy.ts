import { ascii, ucs2, type TextCoding } from './iso-bytes.js'
import type { IsoDirectory, IsoLeaf } from './iso-tree.js'
import { continuation, extensionsReference, rockRidge, sharingIndicator } from './rock-ridge.js'

/** Where something lies in an image. */
export interface IsoPlace {
  readonly sector: number
  readonly bytes: number
}

/** An entry of a directory: of something in it, or of itself and its parent, which have codes for names. */
export interface IsoEntry {
  readonly of: IsoDirectory | IsoLeaf
  readonly as: 'itself' | 'parent' | 'child'
}

/** One of the two views of the files of an image. The files themselves are there once. */
export interface IsoHierarchy {
  readonly coding: TextCoding
  /** The name of an entry, as this hierarchy writes it. */
  identifier(entry: IsoEntry): Buffer
  /** What this hierarchy adds to an entry. */
  systemUse(entry: IsoEntry, at: Date, extensions: IsoPlace): Buffer
}

export function isDirectory(one: IsoDirectory | IsoLeaf): one is IsoDirectory {
  return 'parent' in one
}

/** Directories' entries of themselves and of their parents have these for names (ECMA-119, 6.8.2.2). */
const CODES = { itself: Buffer.from([0]), parent: Buffer.from([1]) }

/**
 * The plain hierarchy with Rock Ridge in it. Its names are in lower case, which ECMA-119 does not allow, as other
 * config drives have them too: Ironic looks for `network_data.json` in this hierarchy, in lower case.
 *
 * @see openstack/ironic `ironic/conductor/configdrive_utils.py` (check_and_patch_configdrive)
 */
export const primaryHierarchy: IsoHierarchy = {
  coding: ascii,
  identifier: ({ of, as }) => {
    if (as !== 'child') return CODES[as]
    if (isDirectory(of)) return ascii(of.name)
    return ascii(`${of.name}${of.name.includes('.') ? '' : '.'};1`)
  },
  systemUse: ({ of, as }, at, extensions) => {
    const directory = isDirectory(of)
    const fields = rockRidge({
      name: as === 'child' ? of.name : undefined,
      isDirectory: directory,
      links: directory ? 2 + of.directories.length : 1,
      at,
    })
    const isFirst = as === 'itself' && of.name === ''
    if (!isFirst) return fields
    return Buffer.concat([sharingIndicator(), fields, continuation(extensions.sector, extensions.bytes)])
  },
}

/** The hierarchy of Joliet, whose names are what they are. */
export const jolietHierarchy: IsoHierarchy = {
  coding: ucs2,
  identifier: ({ of, as }) => (as === 'child' ? ucs2(of.name) : CODES[as]),
  systemUse: () => Buffer.alloc(0),
}

export const EXTENSIONS = extensionsReference()
