import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { errorKinds } from './error-kinds.js'
import { filledIndex, filledPage, pageFile } from './error-page.js'
import { SCENARIOS } from './scenarios/index.js'
import { showError, type ShownError } from './shown-error.js'

const STALE = 'run npm run docs:errors'

const kinds = errorKinds()
const pages = readdirSync(fileURLToPath(new URL('../../docs/errors', import.meta.url)))
  .filter((file) => file.endsWith('.md') && file !== 'index.md')
  .map((file) => file.replace('.md', ''))

it('has a page and a scenario for each kind that a public call can return, and no others', () => {
  expect(kinds.size).toBeGreaterThan(60)
  expect(pages.toSorted()).toEqual([...kinds.keys()].toSorted())
  expect(Object.keys(SCENARIOS).toSorted()).toEqual([...kinds.keys()].toSorted())
})

describe('the page of', () => {
  const shown = new Map<string, ShownError>()

  beforeAll(async () => {
    for (const [kind, create] of Object.entries(SCENARIOS)) shown.set(kind, await showError(kind, create))
  })

  it.each([...kinds.values()])('$kind meets it in its example, handles it, and is current', async (kind) => {
    const error = shown.get(kind.kind)
    if (error === undefined) throw new Error(`There is no scenario for ${kind.kind}.`)
    expect(error.kind).toBe(kind.kind)
    expect(error.printed, 'the example handles the error and prints something').not.toBe('')
    expect(readFileSync(pageFile(kind.kind), 'utf8'), STALE).toBe(await filledPage(kind, error))
  })

  it('the index is current', async () => {
    const rows = Object.keys(SCENARIOS).flatMap((kind) => {
      const [found, error] = [kinds.get(kind), shown.get(kind)]
      return found && error ? [[found, error] as const] : []
    })
    expect(readFileSync(pageFile('index'), 'utf8'), STALE).toBe(await filledIndex(rows))
  })
})
