import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { USED } from './harness/expected-output.js'
import { PINS } from './harness/pins.js'
import { mustRun } from './harness/run.js'
import { makeScratchProject, type ScratchProject } from './harness/scratch-project.js'

type Version = keyof typeof PINS.nodes

let project: ScratchProject

beforeAll(async () => {
  project = await makeScratchProject({ install: [inject('library').tarball] })
})

afterAll(() => project.remove())

const binary = (version: Version) => join(inject('tools').nodes, 'node_modules', version, 'bin/node')

it.concurrent.each(['20.19', '22.11', '22.12', '24', '26'] as const)(
  'runs by import on Node %s',
  async (version) => {
    expect(await project.run(binary(version), 'by-import.mjs')).toEqual({ status: 0, output: USED })
  },
)

it.concurrent.each(['20.19', '22.12', '24', '26'] as const)('runs by require on Node %s', async (version) => {
  expect(await project.run(binary(version), 'by-require.cjs')).toEqual({ status: 0, output: USED })
})

describe('Node 22.11', () => {
  it('cannot require the library', async () => {
    const { status, output } = await project.run(binary('22.11'), 'by-require.cjs')
    expect({ status, output }).toEqual({
      status: 1,
      output: expect.stringContaining('ERR_REQUIRE_ESM') as string,
    })
  })

  it('is refused by npm with `engine-strict`, and the versions at the floors are accepted', async () => {
    const npm = join(
      (await mustRun('npm', ['root', '-g'], { cwd: project.folder })).trim(),
      'npm/bin/npm-cli.js',
    )
    const install = [
      npm,
      'install',
      '--engine-strict',
      '--dry-run',
      '--prefer-offline',
      inject('library').tarball,
    ]
    const refused = await project.run(binary('22.11'), ...install)
    expect(refused.output).toContain('EBADENGINE')
    for (const version of ['20.19', '22.12'] as const) {
      expect(await project.run(binary(version), ...install)).toMatchObject({ status: 0 })
    }
  })
})
