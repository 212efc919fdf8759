import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mustRun } from './run.js'

const repository = fileURLToPath(new URL('../../..', import.meta.url))

export interface PackedLibrary {
  /** The path of the file that `npm publish` would send. */
  readonly tarball: string
  /** What it contains, by path. */
  readonly files: readonly string[]
}

/** Packs the build of the library into a folder. */
export async function packLibrary(folder: string): Promise<PackedLibrary> {
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const [packed] = JSON.parse(await mustRun('npm', pack, { cwd: repository })) as readonly [
    { readonly filename: string; readonly files: readonly { readonly path: string }[] },
  ]
  return { tarball: join(folder, packed.filename), files: packed.files.map(({ path }) => path) }
}
