import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { typescriptBlocks } from '../../examples/markdown-blocks.js'
import { NODE_TYPES, OPENTELEMETRY } from '../harness/pins.js'
import { mustRun, run } from '../harness/run.js'
import { makeScratchProject, type ScratchProject } from '../harness/scratch-project.js'
import { compile } from './compile.js'

const COMPILED = { status: 0, output: '' }

let project: ScratchProject

beforeAll(async () => {
  project = await makeScratchProject({ install: [inject('library').tarball] })
})

afterAll(() => project.remove())

it.each(['nodenext', 'bundler'] as const)('runs what TypeScript compiles under %s', async (resolution) => {
  const output = { resolution, options: ['--lib', 'es2023'], outDir: '.' }
  expect(await compile(project, '6.0', ['service.ts'], output)).toEqual(COMPILED)
  expect(await project.node('service.js')).toEqual(COMPILED)
})

it('loads few declarations for one import', async () => {
  await project.write('one-line.ts', `export { IronicDriver } from 'ironic-driver'`)
  const options = ['--lib', 'es2023', '--listFiles']
  const { output } = await compile(project, '6.0', ['one-line.ts'], { resolution: 'nodenext', options })
  const loaded = output.split('\n').filter((file) => file.includes(`${project.folder}/node_modules/`))
  expect(loaded.length).toBeGreaterThan(0)
  expect(loaded.length).toBeLessThan(10)
})

it('has types for OpenTelemetry, whose package a user installs, and the other entries need none', async () => {
  await project.write(
    'telemetry.ts',
    `import { instrumentIronicDriver, type IronicDriverInstrumentation } from 'ironic-driver/otel'
     const instrumentation: IronicDriverInstrumentation = instrumentIronicDriver()
     instrumentation.disable()
     console.log(instrumentation.instrumentationName)`,
  )
  const settings = { resolution: 'nodenext', options: ['--lib', 'es2023,dom'], outDir: '.' } as const
  const without = await compile(project, '6.0', ['telemetry.ts'], settings)
  expect(without.output).toContain("'@opentelemetry/api'")
  await project.install(OPENTELEMETRY)
  expect(await compile(project, '6.0', ['telemetry.ts'], settings)).toEqual(COMPILED)
  expect(await project.node('telemetry.js')).toEqual({ status: 0, output: 'ironic-driver\n' })
})

it('needs no `types` where TypeScript 6 and 7 include none, though @types/node is installed', async () => {
  await project.install(NODE_TYPES)
  const settings = { resolution: 'nodenext', options: ['--lib', 'es2023'] } as const
  for (const compiler of ['6.0', '7.0'] as const) {
    expect(await compile(project, compiler, ['service.ts'], settings)).toEqual(COMPILED)
  }
})

it("compiles the README's first program with the settings of `tsc --init --types node`", async () => {
  await project.install(NODE_TYPES)
  await project.write('first/spawn.mts', String(typescriptBlocks('README.md')[0]?.code))
  const tsc = join(inject('tools').compilers, 'node_modules/7.0/bin/tsc')
  const options = { cwd: join(project.folder, 'first') }
  await mustRun(process.execPath, [tsc, '--init', '--types', 'node'], options)
  expect(await run(process.execPath, [tsc, '--noEmit'], options)).toEqual(COMPILED)
})
