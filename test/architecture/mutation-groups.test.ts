import { readdirSync } from 'node:fs'
import { expect, it } from 'vitest'
import { MUTATION_GROUPS } from '../mutation/mutation-groups.js'
import { readSourceFiles } from './source-files.js'

const sources = readSourceFiles().map(({ path }) => `src/${path}`)
const tests = readdirSync(new URL('../', import.meta.url), { recursive: true, encoding: 'utf8' }).map(
  (path) => `test/${path}`,
)
const groups = Object.values(MUTATION_GROUPS)

/** Returns a glob with `*` and `**` as an expression. */
function expressionOf(glob: string): RegExp {
  const parts = glob.replaceAll('.', '\\.').split(/(\*\*\/|\*)/)
  const pattern = parts.map((part) => (part === '**/' ? '(.+/)?' : part === '*' ? '[^/]*' : part)).join('')
  return new RegExp(`^${pattern}$`)
}

it.each(groups.flatMap(({ mutate }) => mutate))('mutates files that exist: %s', (glob) => {
  expect(sources.filter((path) => expressionOf(glob).test(path))).not.toEqual([])
})

it.each([...new Set(groups.flatMap(({ tests: globs }) => globs).flatMap(alternatives))])(
  'runs tests that exist: %s',
  (glob) => {
    expect(tests.filter((path) => expressionOf(glob).test(path))).not.toEqual([])
  },
)

/** `a/{b,c}.ts` stands for `a/b.ts` and `a/c.ts`: each must exist. */
function alternatives(glob: string): readonly string[] {
  const [, before = '', names, after = ''] = /^([^{]*)\{([^}]*)\}(.*)$/.exec(glob) ?? []
  return names === undefined ? [glob] : names.split(',').map((name) => `${before}${name}${after}`)
}
