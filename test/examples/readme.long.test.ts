import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { localLinks, markdownPages, typescriptBlocks } from './markdown-blocks.js'
import { projectRoot, runExample } from './run-example.js'

const blocks = markdownPages().flatMap(typescriptBlocks)

describe.concurrent('the TypeScript in README.md and docs', () => {
  test('exists', ({ expect }) => {
    expect(blocks.length).toBeGreaterThan(5)
  })

  test('compiles', { timeout: 60_000 }, ({ expect }) => {
    expect(compileErrors(blocks.map(({ place, code }) => namesOf(place) + code))).toEqual([])
  })

  // As a user runs it, in a process of its own; markdown-blocks.long.test.ts runs those of other pages.
  const tests = blocks.filter(({ page, code }) => page === 'README.md' && code.includes("from 'node:test'"))
  test.for(tests.map(({ place, code }) => [place, code] as const))(
    'of %s passes as a test',
    { timeout: 60_000 },
    async ([, code], { expect }) => {
      const folder = mkdtempSync(join(tmpdir(), 'ironic-driver-docs-'))
      try {
        const file = join(folder, 'block.test.mts')
        writeFileSync(file, code)
        const end = await runExample(file)
        expect(end).toMatchObject({ code: 0, stderr: '' })
        expect(end.stdout).toMatch(/pass 1$/m)
      } finally {
        rmSync(folder, { recursive: true })
      }
    },
  )
})

test.for(markdownPages())('the links of %s lead to files', (page) => {
  const dead = localLinks(page).filter((target) => !existsSync(join(projectRoot, dirname(page), target)))
  expect(dead).toEqual([])
})

/** The pages of errors share some names, which their index explains. */
const NAMES_OF_ERRORS =
  "declare const driver: import('ironic-driver').IronicDriver, signal: AbortSignal," +
  ' instance: { readonly id: string; readonly name: string },' +
  ' image: { readonly source: string; readonly checksum: string };'

function namesOf(place: string): string {
  return place.startsWith('docs/errors/') ? NAMES_OF_ERRORS : ''
}

/** Compiles each text as a module of the project, without writing it anywhere. */
function compileErrors(texts: readonly string[]): readonly string[] {
  const configPath = join(projectRoot, 'tsconfig.json')
  const read = ts.readConfigFile(configPath, (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(read.config, ts.sys, projectRoot)
  const files = new Map(texts.map((text, index) => [join(projectRoot, `markdown-block-${index}.ts`), text]))

  const host = ts.createCompilerHost(options)
  const onDisk = { ...host }
  host.fileExists = (path) => files.has(path) || onDisk.fileExists(path)
  host.readFile = (path) => files.get(path) ?? onDisk.readFile(path)
  const program = ts.createProgram([...files.keys()], options, host)
  return [...files.keys()].flatMap((path) => {
    const source = program.getSourceFile(path)
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]
    return found.map(({ messageText, start = 0 }) => {
      const line = source?.text.slice(0, start).split('\n').at(-1) ?? ''
      return `${path}: ${line.trim()}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`
    })
  })
}
