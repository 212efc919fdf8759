import { expect, it } from 'vitest'
import { MUTATION_GROUPS } from '../mutation/mutation-groups.js'
import { readSourceFiles } from './source-files.js'

const paths = readSourceFiles().map(({ path }) => `src/${path}`)
const globs = Object.values(MUTATION_GROUPS).flatMap(({ mutate }) => mutate)

it.each(globs)('mutates files that there are: %s', (glob) => {
  const parts = glob.replaceAll('.', '\\.').split(/(\*\*\/|\*)/)
  const pattern = parts.map((part) => (part === '**/' ? '(.+/)?' : part === '*' ? '[^/]*' : part)).join('')
  expect(paths.filter((path) => new RegExp(`^${pattern}$`).test(path))).not.toEqual([])
})
