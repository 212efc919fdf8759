import { expect, it } from 'vitest'
import { readLayers } from './layers.js'
import { folderRings, importRings, importsOf, readSourceFiles, type SourceFile } from './source-files.js'

/** For each layer, the layers that it may import besides itself: the table in CONTRIBUTING.md. */
const LAYERS = readLayers()

/** The packages that may be imported, and the only files that may do so. */
const PACKAGES: Readonly<Record<string, readonly string[] | 'any'>> = {
  ky: ['transport/ky-transport.ts'],
  undici: ['platform/connections.ts'],
  yaml: ['login/cloud/cloud-files.ts', 'modules/enrollment/file/enrollment-text.ts'],
  '@opentelemetry/api': [
    'otel/follow-channel.ts',
    'otel/instrument-ironic-driver.ts',
    'otel/instrumentation-options.ts',
    'otel/driver-metrics.ts',
    'otel/instruments.ts',
    'otel/tally.ts',
    'otel/present-attributes.ts',
    'otel/open-spans.ts',
  ],
  debug: ['tracing/debug-log.ts'],
  neverthrow: 'any',
  zod: 'any',
}

const files = readSourceFiles()

function wrongDirections(sources: readonly SourceFile[]): readonly string[] {
  return sources.flatMap((file) => {
    const [own = ''] = file.path.split('/')
    const allowed = [own, ...(LAYERS[own] ?? [])]
    return importsOf(file)
      .filter((path) => path.endsWith('.ts') && !allowed.some((layer) => isIn(path, layer)))
      .map((path) => `${file.path} -> ${path}`)
  })
}

function wrongPackages(sources: readonly SourceFile[]): readonly string[] {
  return sources.flatMap((file) =>
    importsOf(file)
      .filter((name) => !name.endsWith('.ts') && !name.startsWith('node:'))
      .filter((name) => PACKAGES[name] !== 'any' && PACKAGES[name]?.includes(file.path) !== true)
      .map((name) => `${file.path} -> ${name}`),
  )
}

/** A browser's form has the types of Node's at most. */
function misplacedBuiltins(sources: readonly SourceFile[]): readonly string[] {
  const forms = new Set(sources.map(({ path }) => path))
  const mayUse = (path: string) =>
    path.startsWith('testing/program/') ||
    (path.startsWith('platform/') && forms.has(path.replace(/\.ts$/, '.browser.ts')))
  return sources
    .filter(
      ({ path, text }) => !mayUse(path) && /^(?!import type | *\*).*(?:from|import\(?) ?'node:/m.test(text),
    )
    .map(({ path }) => path)
}

function isIn(path: string, layer: string): boolean {
  return path === layer || path.startsWith(`${layer}/`)
}

it('finds exactly the layers of the table', () => {
  expect(new Set(files.map(({ path }) => path.split('/')[0]))).toEqual(new Set(Object.keys(LAYERS)))
})

it('imports in one direction only', () => {
  expect(wrongDirections(files)).toEqual([])
})

it('has no import ring of files or folders, types included', () => {
  expect(importRings(files)).toEqual([])
  expect(folderRings(files)).toEqual([])
})

it('imports each package only where it belongs', () => {
  expect(wrongPackages(files)).toEqual([])
  const packages = new Set(files.flatMap(importsOf).filter((name) => name in PACKAGES))
  expect(packages).toEqual(new Set(Object.keys(PACKAGES)))
})

it('imports Node built-ins only where browsers get another form, and in the program', () => {
  expect(misplacedBuiltins(files)).toEqual([])
})

it('notices planted violations', () => {
  const planted: readonly SourceFile[] = [
    { path: 'client/a.ts', text: "import type { B } from '../waiting/b.js'" },
    { path: 'waiting/b.ts', text: "import { C } from '../client/schemas/c.js'" },
    { path: 'client/schemas/c.ts', text: "export { A } from '../a.js'\nimport ky from 'ky'" },
    { path: 'testing/d.ts', text: "import { A } from '../client/a.js'" },
    { path: 'index.ts', text: "const { D } = await import('./testing/d.js')\nimport 'left-pad'" },
  ]
  expect(wrongDirections(planted)).toEqual([
    'client/a.ts -> waiting/b.ts',
    'testing/d.ts -> client/a.ts',
    'index.ts -> testing/d.ts',
  ])
  expect(importRings(planted)).toEqual(['client/a.ts -> waiting/b.ts -> client/schemas/c.ts -> client/a.ts'])
  expect(folderRings(planted)).toEqual(['client -> waiting -> client/schemas -> client'])
  expect(
    misplacedBuiltins([
      { path: 'platform/a.ts', text: "import { join } from 'node:path'" },
      { path: 'platform/a.browser.ts', text: "import type { Channel } from 'node:diagnostics_channel'" },
      { path: 'platform/b.ts', text: "export { join } from 'node:path'" },
      { path: 'client/c.ts', text: "const { join } = await import('node:path')" },
    ]),
  ).toEqual(['platform/b.ts', 'client/c.ts'])
  expect(wrongPackages(planted)).toEqual(['client/schemas/c.ts -> ky', 'index.ts -> left-pad'])
})
