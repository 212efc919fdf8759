import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import type { Ended } from '../harness/run.js'
import { makeScratchProject, type ScratchProject } from '../harness/scratch-project.js'
import { compile, errorsOf, type Compiler, type Resolution } from './compile.js'

const SERVICE = `import { IronicDriver } from 'ironic-driver'
import { IronicSimulator } from 'ironic-driver/testing'
const simulator = new IronicSimulator()
simulator.node({ name: 'metal-1' }).available()
const driver = new IronicDriver({ transport: simulator })
void driver.client.nodes.get('metal-1').then((read) => {
  console.log(read.isOk() ? read.value.name : read.error.message)
})
`

/** "This file will be compiled to a call of require, which cannot load an ES module." */
const REFUSED = ['service.cts(1): TS1479', 'service.cts(2): TS1479']

let project: ScratchProject

beforeAll(async () => {
  project = await makeScratchProject({ install: [inject('library').tarball] })
  await project.write('service.cts', SERVICE)
})

afterAll(() => project.remove())

function compileService(compiler: Compiler, resolution: Resolution): Promise<Ended> {
  const options = ['--lib', 'es2023,dom']
  return compile(project, compiler, ['service.cts'], { resolution, options, outDir: '.' })
}

it.each(['5.9', '6.0', '7.0'] as const)(
  'a .cts file can import the library with TypeScript %s under nodenext',
  async (compiler) => {
    expect(await compileService(compiler, 'nodenext')).toEqual({ status: 0, output: '' })
    expect(await project.node('service.cjs')).toEqual({ status: 0, output: 'metal-1\n' })
  },
)

it('a .cts file is refused by TypeScript 5.7, which knows of no Node that can require an ES module', async () => {
  expect(errorsOf(await compileService('5.7', 'nodenext'))).toEqual(REFUSED)
})

it('a .cts file is refused under node16, which stands for a Node that cannot require an ES module', async () => {
  expect(errorsOf(await compileService('7.0', 'node16'))).toEqual(REFUSED)
})
