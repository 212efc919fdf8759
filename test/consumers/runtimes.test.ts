import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { USED } from './harness/expected-output.js'
import { makeScratchProject, type ScratchProject } from './harness/scratch-project.js'

/** Where the package for this machine, which npm picks, holds the program itself, and how that runs a file. */
const RUNTIMES = {
  Bun: { scope: '@oven', binary: 'bin/bun', options: [] },
  Deno: { scope: '@deno', binary: 'deno', options: ['run', '--allow-all'] },
}

let project: ScratchProject

beforeAll(async () => {
  project = await makeScratchProject({ install: [inject('library').tarball] })
})

afterAll(() => project.remove())

describe.each(['Bun', 'Deno'] as const)('on %s', (runtime) => {
  it.each([
    ['import', 'by-import.mjs'],
    ['require', 'by-require.cjs'],
  ])('runs by %s', async (_, file) => {
    const { scope, binary, options } = RUNTIMES[runtime]
    const folder = join(inject('tools').runtimes, 'node_modules', scope)
    const program = join(folder, String(readdirSync(folder)[0]), binary)
    expect(await project.run(program, ...options, file)).toEqual({ status: 0, output: USED })
  })
})
