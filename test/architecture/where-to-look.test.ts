import { existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The files that a reader opens to follow one spawn to HTTP and back. */
const LONGEST_WAY = 14

const root = new URL('../../', import.meta.url)
const text = readFileSync(new URL('CONTRIBUTING.md', root), 'utf8')
const section = text.slice(text.indexOf('## Where to look'), text.indexOf('## How a file should read'))

/** The paths below `src` in a text, which stand in code spans and have a slash. */
function pathsIn(part: string): readonly string[] {
  return [...part.matchAll(/`([\w-]+(?:\/[\w-]+)+(?:\.ts)?)`/g)].map(([, path = '']) => path)
}

it('names only files and folders that exist', () => {
  const named = pathsIn(section)
  expect(named.length).toBeGreaterThan(LONGEST_WAY)
  expect(named.filter((path) => !existsSync(new URL(`src/${path}`, root)))).toEqual([])
})

it(`leads through a spawn in at most ${LONGEST_WAY} files`, () => {
  const way = section.split('\n').filter((line) => /^\d+\. /.test(line))
  expect(way.flatMap((line) => pathsIn(line))).toHaveLength(way.length)
  expect(way.length).toBeLessThanOrEqual(LONGEST_WAY)
})
