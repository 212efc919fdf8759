import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openChromium } from '../support/chromium.js'
import { serveSite, type ServedSite } from './serve-site.js'

interface Audit {
  readonly id: string
  readonly score: number | null
}
interface Report {
  readonly categories: Readonly<
    Record<string, { readonly score: number; readonly auditRefs: readonly Audit[] }>
  >
  readonly audits: Readonly<Record<string, Audit>>
}
type Lighthouse = (url: string, flags: object, config: object) => Promise<{ readonly lhr: Report }>

const LEAST = 0.95
const CATEGORIES = ['accessibility', 'best-practices']
const PAGES = [
  'index.html',
  'guide/login.html',
  'errors/node_locked.html',
  'playground.html',
  'api/modules/ironic-driver.html',
]
const PHONE = { extends: 'lighthouse:default' }
const DESK = {
  extends: 'lighthouse:default',
  settings: {
    formFactor: 'desktop',
    screenEmulation: { mobile: false, width: 1280, height: 900, deviceScaleFactor: 1, disabled: false },
  },
}

let browser: Browser
let site: ServedSite
let lighthouse: Lighthouse

beforeAll(async () => {
  // It is a package of the site's, so that the library's own installation stays small.
  const docs = createRequire(new URL('../../docs/package.json', import.meta.url))
  const module = (await import(pathToFileURL(docs.resolve('lighthouse')).href)) as {
    readonly default: Lighthouse
  }
  lighthouse = module.default
  site = await serveSite()
  browser = await openChromium()
})

afterAll(async () => {
  await browser.close()
  site.close()
})

async function scoresOf(page: string, config: object) {
  const port = Number(new URL(browser.wsEndpoint()).port)
  const { lhr } = await lighthouse(
    `${site.url}/${page}`,
    { port, onlyCategories: CATEGORIES, output: 'json', logLevel: 'error' },
    config,
  )
  return CATEGORIES.map((name) => {
    const { score = 0, auditRefs = [] } = lhr.categories[name] ?? {}
    const failed = auditRefs.filter(({ id }) => (lhr.audits[id]?.score ?? 1) < 1).map(({ id }) => id)
    return { name, score, failed }
  })
}

describe.each([
  ['a desk', DESK],
  ['a phone', PHONE],
])('at the width of %s', (width, config) => {
  it.each(PAGES)('%s is accessible and follows the practices of the web', async (page) => {
    const scores = await scoresOf(page, config)
    console.log(`${page} at ${width}:`, scores.map(({ name, score }) => `${name} ${score * 100}`).join(', '))
    expect(scores.filter(({ score }) => score < LEAST)).toEqual([])
  })
})
