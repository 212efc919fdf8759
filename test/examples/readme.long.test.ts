import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { compileErrors } from './compile-errors.js'
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
