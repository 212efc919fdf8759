import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChromium } from '../support/chromium.js'
import { builtPages } from './built-pages.js'
import { serveSite, type ServedSite } from './serve-site.js'

/** Every page of the guides; of the API pages, which are all made alike, the entries and some of the longest. */
const PAGES = builtPages()
  .map(({ path }) => path)
  .filter(
    (path) => !path.startsWith('api/') || /^api\/(?:index|modules\/|classes\/ironic-driver\.Iro)/.test(path),
  )
const DESK = { width: 1280, height: 900 }
const PHONE = { width: 390, height: 844 }

let browser: Browser
let site: ServedSite

beforeAll(async () => {
  site = await serveSite()
  browser = await openChromium()
})

afterAll(async () => {
  await browser.close()
  site.close()
})

/** Opens each page in one tab, and returns what went wrong: errors in the console, and pages wider than the screen. */
async function problemsAt(size: typeof DESK): Promise<readonly string[]> {
  const problems: string[] = []
  const tab = await browser.newPage()
  await tab.setViewport(size)
  let path = ''
  tab.on('console', (message) => {
    if (message.type() === 'error') problems.push(`${path}: ${message.text()}`)
  })
  tab.on('pageerror', (error) => problems.push(`${path}: ${String(error)}`))
  for (path of PAGES.filter((page) => page !== '404.html')) {
    await tab.goto(`${site.url}/${path}`, { waitUntil: 'load' })
    const wide = await tab.evaluate('document.documentElement.scrollWidth - window.innerWidth')
    if (Number(wide) > 0) problems.push(`${path}: ${String(wide)} px wider than the screen`)
  }
  await tab.close()
  return problems
}

describe.each([
  ['a desk', DESK],
  ['a phone', PHONE],
])('at the width of %s', (_name, size) => {
  it('shows every page without an error and without scrolling sideways', async () => {
    expect(await problemsAt(size)).toEqual([])
  })
})

it('answers a wrong address with a page that leads home', async () => {
  const tab = await browser.newPage()
  const reply = await tab.goto(`${site.url}/no/such/page.html`, { waitUntil: 'networkidle0' })
  expect(reply?.status()).toBe(404)
  expect(await tab.evaluate('document.body.textContent')).toContain('404')
  await tab.close()
})

it('finds a page by its words', async () => {
  const tab = await browser.newPage()
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
