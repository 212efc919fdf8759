import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeScratchProject, type ScratchProject } from './scratch-project.js'

let project: ScratchProject

beforeAll(async () => {
  project = await makeScratchProject()
})

afterAll(() => project.remove())

it('packs the build and its documents, and nothing else', () => {
  const built = project.packed.filter((path) => /^dist\/.+\.(js|d\.ts|js\.map)$/.test(path))
  expect(built).toEqual(
    expect.arrayContaining([
      'dist/index.js',
      'dist/client.d.ts',
      'dist/otel.d.ts',
      'dist/testing.d.ts',
      'dist/ironic-simulator.js',
    ]),
  )
  const docs = project.packed.filter((path) => /^docs\/[^.]+\.(md|svg)$/.test(path))
  expect(docs).toEqual(expect.arrayContaining(['docs/guide/login.md', 'docs/reference/requests.svg']))
  const others = project.packed.filter((path) => !built.includes(path) && !docs.includes(path))
  expect(others.sort()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json'])
})

it('can be imported by plain Node, every entry point', async () => {
  await project.write(
    'import.js',
    `import * as library from 'ironic-driver'
     import * as client from 'ironic-driver/client'
     import * as testing from 'ironic-driver/testing'
     console.log(typeof library.IronicDriver, typeof client.IronicClient, typeof testing.IronicSimulator)`,
  )
  expect(await project.node('import.js')).toEqual({ status: 0, output: 'function function function\n' })
})

it('has an entry for OpenTelemetry, whose package a user installs, and the others need none', async () => {
  const file = 'telemetry.ts'
  await project.write(
    file,
    `import { instrumentIronicDriver, type IronicDriverInstrumentation } from 'ironic-driver/otel'
     const instrumentation: IronicDriverInstrumentation = instrumentIronicDriver()
     instrumentation.disable()
     console.log(instrumentation.instrumentationName)`,
  )
  const settings = { '--moduleResolution': 'nodenext', '--module': 'nodenext' }
  expect((await project.compile(file, settings)).output).toContain("'@opentelemetry/api'")
  await project.install('@opentelemetry/api@1.9')
  expect(await project.compile(file, settings)).toEqual({ status: 0, output: '' })
  expect(await project.node('telemetry.js')).toEqual({ status: 0, output: 'ironic-driver\n' })
})

it('lets a bundler drop what a program does not use', async () => {
  const { outputFiles } = await build({
    stdin: { contents: `export { NotFoundError } from 'ironic-driver/client'`, resolveDir: project.folder },
    external: ['neverthrow', 'zod'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
  })
  expect(outputFiles[0]?.text.length).toBeLessThan(60_000)
})

it('installs the program ironic-simulator', async () => {
  const { status, output } = await project.node('node_modules/.bin/ironic-simulator', '--help')
  expect({ status, output }).toEqual({
    status: 0,
    output: expect.stringContaining('ironic-simulator') as string,
  })
})

it.each([
  ['nodenext', 'nodenext'],
  ['bundler', 'es2022'],
])('compiles in strict mode in a project with %s resolution, and runs', async (resolution, module) => {
  const settings = { '--moduleResolution': resolution, '--module': module }
  expect(await project.compile('consumer.ts', settings)).toEqual({ status: 0, output: '' })
  expect(await project.node('consumer.js')).toEqual({ status: 0, output: '' })
})

it('has types that report mistakes', async () => {
  await project.write(
    'mistakes.ts',
    `import { IronicDriver } from 'ironic-driver'
     import { IronicSimulator } from 'ironic-driver/testing'
     const driver = new IronicDriver({ transport: new IronicSimulator({ colour: 'red' }) })
     driver.power.off({ node: 'metal-1' }, { mode: 'gently' })
     driver.client.nodes.get('metal-1', { fields: ['provision_stat'] })
     driver.power.hum()`,
  )
  const { output } = await project.compile('mistakes.ts', {
    '--moduleResolution': 'nodenext',
    '--module': 'nodenext',
  })
  expect(output.match(/^mistakes\.ts\(\d+/gm)).toEqual([3, 4, 5, 6].map((line) => `mistakes.ts(${line}`))
})
