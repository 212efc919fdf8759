/** A file of an image: its path, such as `openstack/latest/user_data`, and its contents. */
export interface IsoFile {
  readonly path: string
  readonly contents: Uint8Array
}

/** A file with its name within its directory. */
export interface IsoLeaf {
  readonly name: string
  readonly contents: Uint8Array
}

export interface IsoDirectory {
  /** Empty for the root. */
  readonly name: string
  /** The root is its own parent. */
  readonly parent: IsoDirectory
  readonly directories: readonly IsoDirectory[]
  readonly files: readonly IsoLeaf[]
}

/** Names that every hierarchy can store unchanged; longer ones would need Rock Ridge continuations. */
const NAME = /^[a-z0-9_]{1,20}(?:\.[a-z0-9]{1,8})?$/

interface GrowingDirectory extends IsoDirectory {
  readonly parent: GrowingDirectory
  readonly directories: GrowingDirectory[]
  readonly files: IsoLeaf[]
}

/**
 * Returns the directories of an image in the order of its path tables: the root first, each level sorted by name.
 *
 * @throws RangeError when a reader may not support a name, or a path is listed twice.
 */
export function isoDirectories(files: readonly IsoFile[]): readonly IsoDirectory[] {
  const root = newDirectory('')
  for (const { path, contents } of files) {
    const names = path.split('/')
    const last = names.pop() ?? ''
    const wrong = [...names, last].find((name) => !NAME.test(name))
    if (wrong !== undefined) throw new RangeError(`An image cannot hold the name "${wrong}".`)
    const directory = names.reduce(subdirectory, root)
    if (directory.files.some(({ name }) => name === last))
      throw new RangeError(`The image would hold "${path}" twice.`)
    directory.files.push({ name: last, contents })
  }
  return byLevel(root)
}

function newDirectory(name: string, parent?: GrowingDirectory): GrowingDirectory {
  const made = { name, directories: [], files: [] }
  return Object.assign(made, { parent: parent ?? made }) as GrowingDirectory
}

function subdirectory(within: GrowingDirectory, name: string): GrowingDirectory {
  const known = within.directories.find((directory) => directory.name === name)
  if (known !== undefined) return known
  const made = newDirectory(name, within)
  within.directories.push(made)
  return made
}

function byLevel(root: GrowingDirectory): readonly IsoDirectory[] {
  const all: GrowingDirectory[] = []
  for (let level = [root]; level.length > 0; level = level.flatMap(({ directories }) => directories)) {
    for (const { directories, files } of level) {
      directories.sort(byName)
      files.sort(byName)
    }
    all.push(...level)
  }
  return all
}

function byName(one: { readonly name: string }, other: { readonly name: string }): number {
  return one.name < other.name ? -1 : 1
}
