import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse as parseYaml } from 'yaml'
import { BlockWorld } from './block-world.js'
import { blocksOf, markdownPages } from './markdown-blocks.js'
import { projectRoot } from './run-example.js'

const blocks = markdownPages().flatMap(blocksOf)
const of = (...languages: readonly string[]) => blocks.filter(({ language }) => languages.includes(language))

/** Blocks that need something outside this process. */
const MOST_COMPILED_ONLY = 8

describe('the TypeScript of the documents', () => {
  let world: BlockWorld
  beforeAll(async () => {
    world = await BlockWorld.start()
  })
  afterAll(() => world.end())

  // test/errorpages runs the examples of single kinds, each in an Ironic that leads to its kind.
  const runnable = of('ts').filter(
    ({ page, compiledOnly }) => compiledOnly === undefined && !/^docs\/errors\/(?!index)/.test(page),
  )
  it.each(runnable)('runs: $place', { timeout: 60_000 }, async ({ page, code }) => {
    const names = page.startsWith('docs/errors/') ? { driver: world.driver } : {}
    await expect(world.run(code, names)).resolves.toBeTypeOf('string')
  })

  it('is run, but for few blocks', () => {
    expect(runnable.length).toBeGreaterThan(20)
    const notRun = of('ts').filter(({ compiledOnly }) => compiledOnly !== undefined)
    expect(notRun.map(({ place }) => place).slice(MOST_COMPILED_ONLY)).toEqual([])
  })
})

it.each(of('json', 'jsonc'))('the JSON of $place is valid', ({ code }) => {
  expect(() => JSON.parse(withoutComments(code)) as unknown).not.toThrow()
})

it.each(of('yaml', 'yml'))('the YAML of $place is valid', ({ code }) => {
  expect(() => parseYaml(code) as unknown).not.toThrow()
})

it.each(of('js', 'mjs'))('the JavaScript of $place is valid', ({ code }) => {
  const { diagnostics } = ts.transpileModule(code, { reportDiagnostics: true, fileName: 'block.mjs' })
  expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([])
})

function withoutComments(json: string): string {
  const lines = json.split('\n')
  return lines.filter((line) => !line.trimStart().startsWith('//')).join('\n')
}

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>
  readonly bin?: Readonly<Record<string, string>>
}

const manifest = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as Manifest
/** Programs of other packages that the documents start. */
const FOREIGN_PROGRAMS: readonly string[] = ['jest', 'vitest', 'tsx', 'node']

const commands = [...markdownPages(), 'CONTRIBUTING.md']
  .flatMap(blocksOf)
  .filter(({ language }) => ['sh', 'bash', 'shell', 'console'].includes(language))

it.each(commands)('the commands of $place exist', ({ code }) => {
  const scripts = [...code.matchAll(/\bnpm run (?:-s |--silent )?([\w:-]+)/g)].map(([, name = '']) => name)
  expect(scripts.filter((name) => !(name in manifest.scripts))).toEqual([])
  const programs = [...code.matchAll(/\bnpx (?:--yes |-y |--package[= ]\S+ )*([\w-]+)/g)].map(
    ([, name = '']) => name,
  )
  const known = [...Object.keys(manifest.bin ?? {}), ...FOREIGN_PROGRAMS]
  const unknown = programs.filter(
    (name) => !known.includes(name) && !existsSync(join(projectRoot, 'node_modules/.bin', name)),
  )
  expect(unknown).toEqual([])
})
