import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { Ended } from '../harness/run.js'
import { makeScratchProject, type ScratchProject } from '../harness/scratch-project.js'
import { byRequire, forRunner, readmeTest } from './readme-test.js'

const PASSED = { status: 0 }
const VM_MODULES = '--experimental-vm-modules'

const projects: ScratchProject[] = []
let test: string

beforeAll(async () => {
  test = await readmeTest()
})

afterAll(() => Promise.all(projects.map((project) => project.remove())))

/** A project that finds the runners in the folder around it. */
async function projectWith(group: 'runners' | 'older-runners', files: Readonly<Record<string, string>>) {
  const project = await makeScratchProject({
    install: [inject('library').tarball],
    parent: inject('tools')[group],
    type: 'commonjs',
  })
  projects.push(project)
  for (const [name, text] of Object.entries(files)) await project.write(name, text)
  return project
}

const node24 = () => join(inject('tools').nodes, 'node_modules/24/bin/node')
const jest = () => join(inject('tools').runners, 'node_modules/jest/bin/jest.js')
const vitest = (group: 'runners' | 'older-runners') =>
  join(inject('tools')[group], 'node_modules/vitest/vitest.mjs')

describe("the README's test passes", () => {
  it("with Node's own test runner", async () => {
    const project = await projectWith('runners', { 'service.test.mjs': test })
    expect(await project.node('--test', 'service.test.mjs')).toMatchObject(PASSED)
  })

  it('with vitest 4', async () => {
    const project = await projectWith('older-runners', { 'service.test.mjs': forRunner(test, 'vitest') })
    expect(await project.node(vitest('older-runners'), 'run')).toMatchObject(PASSED)
  })

  it('with vitest 5, on Node 24', async () => {
    const project = await projectWith('runners', { 'service.test.mjs': forRunner(test, 'vitest') })
    expect(await project.run(node24(), vitest('runners'), 'run')).toMatchObject(PASSED)
  })

  it('with Jest 30 as an ES module, with --experimental-vm-modules', async () => {
    const project = await projectWith('runners', { 'service.test.mjs': forRunner(test) })
    expect(await project.node(VM_MODULES, jest())).toMatchObject(PASSED)
  })

  it('with Jest 30 by require on Node 24, with --experimental-vm-modules', async () => {
    const project = await projectWith('runners', { 'service.test.js': byRequire(forRunner(test)) })
    expect(await project.run(node24(), VM_MODULES, jest())).toMatchObject(PASSED)
  })

  it('with Jest 30 where Babel makes CommonJS of the test, of the library and of ky', async () => {
    const project = await projectWith('runners', {
      'service.test.js': forRunner(test),
      'babel.config.js': `module.exports = { plugins: ['@babel/plugin-transform-modules-commonjs'] }`,
      'jest.config.js': `module.exports = { transformIgnorePatterns: ['/node_modules/(?!(ironic-driver|ky)/)'] }`,
    })
    expect(await project.node(jest())).toMatchObject(PASSED)
  })
})

it('says what to set where Jest 30 can load no ES module', async () => {
  const project = await projectWith('runners', { 'service.test.js': byRequire(forRunner(test)) })
  const { status, output }: Ended = await project.node(jest())
  expect({ status, output }).toEqual({
    status: 1,
    output: expect.stringContaining('transformIgnorePatterns') as string,
  })
})
