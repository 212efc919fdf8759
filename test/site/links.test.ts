import { existsSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { builtPages, SITE, type BuiltPage } from './built-pages.js'

const pages = new Map(builtPages().map((page) => [page.path, page]))

/** Returns why a link of a page leads nowhere, or `undefined`. */
function problemWith(page: BuiltPage, link: string): string | undefined {
  if (/^(?:https?:|mailto:|data:|vscode:)/.test(link)) return undefined
  const { pathname, hash } = new URL(link, `http://site/${page.path}`)
  const path = decodeURIComponent(pathname).slice(1)
  const file = path === '' || path.endsWith('/') ? `${path}index.html` : path
  if (!existsSync(`${SITE}${file}`) || !statSync(`${SITE}${file}`).isFile()) return `${link}: no such page`
  const target = pages.get(file)
  if (target === undefined || hash === '') return undefined
  return target.ids.has(decodeURIComponent(hash.slice(1))) ? undefined : `${link}: no such place on ${file}`
}

it('has pages of guides and of the API', () => {
  expect([...pages.keys()]).toEqual(
    expect.arrayContaining(['index.html', 'guide/login.html', 'api/modules/ironic-driver.html']),
  )
})

it('has no link or anchor that leads nowhere, on any page', () => {
  const pagesOf = new Map<string, string[]>()
  for (const page of pages.values())
    for (const link of new Set(page.links)) {
      const problem = problemWith(page, link)
      if (problem !== undefined) pagesOf.set(problem, [...(pagesOf.get(problem) ?? []), page.path])
    }
  const dead = [...pagesOf].map(
    ([problem, [first, ...more]]) => `${problem}: on ${first} and ${more.length} others`,
  )
  expect(dead).toEqual([])
})

it('has a title and one first heading on every page', () => {
  const without = [...pages.values()].filter(
    ({ path, title, firstHeadings }) => path !== '404.html' && (title === '' || firstHeadings !== 1),
  )
  expect(without.map(({ path, title, firstHeadings }) => ({ path, title, firstHeadings }))).toEqual([])
})
