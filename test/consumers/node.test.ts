import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { USED } from './harness/expected-output.js'
import { PINS } from './harness/pins.js'
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

it('is refused by require on Node 22.11, for which npm warns of `engines`', async () => {
  const { status, output } = await project.run(binary('22.11'), 'by-require.cjs')
  expect({ status, output }).toEqual({
    status: 1,
    output: expect.stringContaining('ERR_REQUIRE_ESM') as string,
  })
})
