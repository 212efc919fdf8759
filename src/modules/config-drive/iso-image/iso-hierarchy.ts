import { joinedBytes } from '../../../formats/joined-bytes.js'
import { ascii, ucs2, zeros, type TextCoding } from './iso-bytes.js'
import type { IsoDirectory, IsoLeaf } from './iso-tree.js'
import { continuation, extensionsReference, rockRidge, sharingIndicator } from './rock-ridge.js'

/** A place in an image. */
export interface IsoPlace {
  readonly sector: number
  readonly bytes: number
}

/** A directory entry: for a child, for the directory itself, or for its parent. */
export interface IsoEntry {
  readonly of: IsoDirectory | IsoLeaf
  readonly as: 'itself' | 'parent' | 'child'
}

/** One of the two hierarchies over the files of an image. The file contents are stored once. */
export interface IsoHierarchy {
  readonly coding: TextCoding
  /** Encodes the name of an entry. */
  identifier(entry: IsoEntry): Uint8Array
  /** Encodes the fields that this hierarchy adds to an entry. */
  systemUse(entry: IsoEntry, at: Date, extensions: IsoPlace): Uint8Array
}

export function isDirectory(one: IsoDirectory | IsoLeaf): one is IsoDirectory {
  return 'parent' in one
}

/** The names of a directory's entries for itself and for its parent (ECMA-119, 6.8.2.2). */
const CODES = { itself: Uint8Array.from([0]), parent: Uint8Array.from([1]) }

/**
 * The plain hierarchy with Rock Ridge. Its names are in lower case, which ECMA-119 does not allow but other config
 * drives do as well: Ironic looks for `network_data.json` in this hierarchy, in lower case.
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
    return joinedBytes([sharingIndicator(), fields, continuation(extensions.sector, extensions.bytes)])
  },
}

/** The Joliet hierarchy, which keeps names unchanged. */
export const jolietHierarchy: IsoHierarchy = {
  coding: ucs2,
  identifier: ({ of, as }) => (as === 'child' ? ucs2(of.name) : CODES[as]),
  systemUse: () => zeros(0),
}

export const EXTENSIONS = extensionsReference()
