import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { builtPages } from './built-pages.js'
import { openSite, type OpenSite } from './open-site.js'

/** Of the pages of errors, and of the API's, which are all made alike, the entries and some others. */
const LEFT_OUT = /^404|^api\/(?!index|modules\/|classes\/ironic-driver\.Iro)|^errors\/(?!index|[ent])/
const PAGES = builtPages()
  .map(({ path }) => path)
  .filter((path) => !LEFT_OUT.test(path))
const DESK = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }
const WINDOWS = 4

let site: OpenSite

beforeAll(async () => {
  site = await openSite()
})

afterAll(() => site.close())

/** Opens pages in one window until none are left; returns errors in the console, and pages wider than the screen. */
async function problemsOf(paths: Iterator<string>): Promise<readonly string[]> {
  const problems: string[] = []
  const window = await site.browser.createBrowserContext()
  const tab = await window.newPage()
  let path = ''
  tab.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${path}: ${message.text()}`)
  })
  tab.on('pageerror', (error) => problems.push(`${path}: ${String(error)}`))
  for (let next = paths.next(); next.done !== true; next = paths.next()) {
    path = next.value
    await tab.setViewport(DESK)
    await tab.goto(`${site.url}/${path}`, { waitUntil: 'load' })
    for (const size of [DESK, PHONE]) {
      const wide = await excessWidth(tab, size)
      if (wide > 0) problems.push(`${path}: ${wide} px wider than a screen of ${size.width} px`)
    }
  }
  await window.close()
  return problems
}

async function excessWidth(tab: Page, size: typeof DESK): Promise<number> {
  await tab.setViewport(size)
  return Number(await tab.evaluate('document.documentElement.scrollWidth - window.innerWidth'))
}

it('shows every page without an error, and without scrolling sideways on a desk and a phone', async () => {
  const paths = PAGES.values()
  const problems = await Promise.all(Array.from({ length: WINDOWS }, () => problemsOf(paths)))
  expect(problems.flat()).toEqual([])
})

it('answers a wrong address with a page that leads home', async () => {
  const tab = await site.browser.newPage()
  const reply = await tab.goto(`${site.url}/no/such/page.html`, { waitUntil: 'networkidle0' })
  expect(reply?.status()).toBe(404)
  expect(await tab.evaluate('document.body.textContent')).toContain('404')
  await tab.close()
})

it('finds a page by its words', async () => {
  const tab = await site.browser.newPage()
  await tab.setViewport(DESK)
  await tab.goto(`${site.url}/guide/login.html`, { waitUntil: 'networkidle0' })
  await tab.click('#local-search button')
  await tab.waitForSelector('#localsearch-input')
  await tab.type('#localsearch-input', 'node is locked')
  await tab.waitForSelector('#localsearch-list a')
  const found = await tab.evaluate(
    '[...document.querySelectorAll("#localsearch-list a")].map(String).join(" ")',
  )
  expect(found).toContain('node_locked')
  await tab.close()
})
