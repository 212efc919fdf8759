import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { packLibrary, type PackedLibrary } from '../consumers/harness/pack-library.js'
import { makeScratchProject, type ScratchProject } from '../consumers/harness/scratch-project.js'
import { localLinks, typescriptBlocks } from '../examples/markdown-blocks.js'

let folder: string
let packed: PackedLibrary
let project: ScratchProject

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ironic-driver-packed-'))
  packed = await packLibrary(folder)
  project = await makeScratchProject({ install: [packed.tarball] })
})

afterAll(() => Promise.all([project.remove(), rm(folder, { recursive: true })]))

it('packs the build and its documents, and nothing else', () => {
  const built = packed.files.filter((path) => /^dist\/.+\.(js|d\.ts|js\.map)$/.test(path))
  expect(built).toEqual(
    expect.arrayContaining([
      'dist/index.js',
      'dist/client.d.ts',
      'dist/otel.d.ts',
      'dist/testing.d.ts',
      'dist/ironic-simulator.js',
    ]),
  )
  const docs = packed.files.filter((path) => /^docs\/[\w/-]+\.(md|svg)$/.test(path))
  expect(docs).toEqual(expect.arrayContaining(['docs/guide/login.md', 'docs/reference/requests.svg']))
  const examples = packed.files.filter((path) => /^examples\/.+\.(md|ts|yaml)$/.test(path))
  expect(examples).toContain('examples/spawn-and-destroy.ts')
  const known = [...built, ...docs, ...examples]
  const others = packed.files.filter((path) => !known.includes(path))
  expect(others.sort()).toEqual([
    'CHANGELOG.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'NODE_VERSION_POLICY.md',
    'README.md',
    'package.json',
  ])
})

it('packs every file to which the pages for users link', () => {
  const pages = packed.files.filter((path) => /^(README|(examples|docs\/[a-z-]+)\/[^/]+)\.md$/.test(path))
  const dead = pages.flatMap((page) =>
    localLinks(page)
      .filter((target) => !packed.files.includes(join(dirname(page), target)))
      .map((target) => `${page}: ${target}`),
  )
  expect(pages).toContain('docs/guide/getting-started.md')
  expect(dead).toEqual([])
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

it('spawns on the simulator, as the first section of the README says', async () => {
  const program = join(project.folder, 'node_modules/.bin/ironic-simulator')
  const simulator = spawn(process.execPath, [program, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const [printed] = (await once(simulator.stdout.setEncoding('utf8'), 'data')) as [string]
    const [, url = ''] = /^Simulated Ironic [\d.]+ at (\S+)$/m.exec(printed) ?? []
    const code = typescriptBlocks('README.md')[0]?.code ?? ''
    expect(code).toContain("'http://127.0.0.1:6385'")
    await project.write('spawn.mjs', code.replace('http://127.0.0.1:6385', url))
    const { status, output } = await project.node('spawn.mjs')
    expect({ status, lines: output.trimEnd().split('\n').slice(-2) }).toEqual({
      status: 0,
      lines: ['web-1 is on metal-1', 'destroyed'],
    })
  } finally {
    simulator.kill()
  }
})
