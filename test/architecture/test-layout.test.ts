import { readdirSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { expect, it } from 'vitest'
import { readSourceFiles } from './source-files.js'

const LONGEST_FILE = 300

const root = new URL('../', import.meta.url)
const sourceFolders = new Set(readSourceFiles().flatMap(({ path }) => foldersAbove(path)))
const kinds = readKinds()
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'))

/** `['modules', 'modules/power']` for `modules/power/power-plan.ts`. */
function foldersAbove(path: string): readonly string[] {
  const folder = posix.dirname(path)
  return folder === '.' ? [] : [...foldersAbove(folder), folder]
}

/** The folders of `test` that do not mirror `src`, from the table in CONTRIBUTING.md. */
function readKinds(): readonly string[] {
  const text = readFileSync(new URL('../CONTRIBUTING.md', root), 'utf8')
  return [...text.matchAll(/^\| `test\/([a-z]+)` +\|/gm)].map(([, kind = '']) => kind)
}

/** Returns why a file of `test` is in the wrong place, or `undefined`. */
function misplaced(path: string): string | undefined {
  const folder = posix.dirname(path)
  const [first = ''] = folder.split('/')
  if (kinds.includes(first)) return undefined
  if (!sourceFolders.has(first)) return `${path}: neither src/${first} nor a kind of tests of CONTRIBUTING.md`
  if (folder.split('/').includes('support')) return undefined
  if (!sourceFolders.has(folder)) return `${path}: there is no src/${folder}`
  return path.endsWith('.test.ts') ? undefined : `${path}: no test, and not in a folder support`
}

it('has each test at the place of its code in src, or in a folder for its kind', () => {
  expect(files.map(misplaced).filter((problem) => problem !== undefined)).toEqual([])
})

it('names only kinds of tests that exist and that are not folders of src', () => {
  const existing = new Set(files.map((path) => path.split('/')[0]))
  expect(kinds.filter((kind) => !existing.has(kind) || sourceFolders.has(kind))).toEqual([])
})

it('notices a test in the wrong place', () => {
  expect(misplaced('modules/power/power.test.ts')).toBeUndefined()
  expect(misplaced('modules/power/support/site.ts')).toBeUndefined()
  expect(misplaced('modules/powder/power.test.ts')).toContain('there is no src/modules/powder')
  expect(misplaced('odds/ends.test.ts')).toContain('neither src/odds nor a kind')
  expect(misplaced('modules/power/site.ts')).toContain('not in a folder support')
})

it(`has no test file of more than ${LONGEST_FILE} lines`, () => {
  const long = files.filter(
    (path) => readFileSync(new URL(path, root), 'utf8').trimEnd().split('\n').length > LONGEST_FILE,
  )
  expect(long).toEqual([])
})
