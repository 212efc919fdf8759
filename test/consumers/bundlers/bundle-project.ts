import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import type { Ended } from '../harness/run.js'
import { makeScratchProject, type ScratchProject } from '../harness/scratch-project.js'

const scripts = fileURLToPath(new URL('scripts', import.meta.url))

export type Bundler = 'esbuild' | 'rollup' | 'vite' | 'webpack'

export interface BundleOptions {
  /** The file of the project to bundle. */
  readonly entry: string
  /** The file to write: a single one, without imports of packages. */
  readonly output: string
  readonly platform: 'node' | 'browser'
  readonly format: 'esm' | 'cjs'
}

export interface BundleProject extends ScratchProject {
  /** Reads a file of the project. */
  read(name: string): Promise<string>
  /** Bundles a file of the project by the script of the bundler. Reports warnings in the output. */
  bundle(bundler: Bundler, options: BundleOptions): Promise<Ended>
}

/** Creates a project in which the packed library is installed, and in which the bundlers can be imported. */
export async function makeBundleProject(): Promise<BundleProject> {
  const project = await makeScratchProject({
    install: [inject('library').tarball],
    parent: inject('tools').bundlers,
  })
  await cp(scripts, project.folder, { recursive: true })
  return {
    ...project,
    read: (name) => readFile(join(project.folder, name), 'utf8'),
    bundle: (bundler, options) => project.node(`with-${bundler}.mjs`, JSON.stringify(options)),
  }
}
