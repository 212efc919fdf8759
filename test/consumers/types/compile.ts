import { join } from 'node:path'
import { inject } from 'vitest'
import type { PINS } from '../harness/pins.js'
import type { Ended } from '../harness/run.js'
import type { ScratchProject } from '../harness/scratch-project.js'

export type Compiler = keyof typeof PINS.compilers

/** The `moduleResolution` of a project, with the `module` that goes with it. */
export const RESOLUTIONS = { node16: 'node16', nodenext: 'nodenext', bundler: 'es2022' } as const

export type Resolution = keyof typeof RESOLUTIONS

export interface CompileOptions {
  readonly resolution: Resolution
  /** Further options of the command line. */
  readonly options?: readonly string[]
  /** The folder for the output. */
  readonly outDir?: string
}

const STRICTEST = [
  ...['--strict', '--declaration', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'],
  ...['--skipLibCheck', 'false', '--target', 'es2022', '--pretty', 'false'],
]

/** Compiles files of the project as strictly as TypeScript can, the declarations of the library included. */
export function compile(
  project: ScratchProject,
  compiler: Compiler,
  files: readonly string[],
  { resolution, options = [], outDir = `${compiler}-${resolution}` }: CompileOptions,
): Promise<Ended> {
  const tsc = join(inject('tools').compilers, 'node_modules', compiler, 'bin/tsc')
  const modules = ['--moduleResolution', resolution, '--module', RESOLUTIONS[resolution]]
  return project.node(tsc, ...STRICTEST, ...modules, '--outDir', outDir, ...options, ...files)
}

/** The errors of a compiler: `service.ts(3): TS2345`. */
export function errorsOf({ output }: Ended): readonly string[] {
  return [...output.matchAll(/^(\S+\(\d+),\d+\): error (TS\d+)/gm)].map(
    ([, place, code]) => `${place}): ${code}`,
  )
}
