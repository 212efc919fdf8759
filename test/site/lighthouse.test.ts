import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSite, type OpenSite } from './open-site.js'

interface Audit {
  readonly id: string
  readonly score: number | null
  readonly details?: { readonly items?: readonly { readonly node?: { readonly snippet?: string } }[] }
}
interface Report {
  readonly categories: Readonly<
    Record<string, { readonly score: number; readonly auditRefs: readonly Audit[] }>
  >
  readonly audits: Readonly<Record<string, Audit>>
}
interface Lighthouse {
  readonly default: (url: string, flags: object, config: object) => Promise<{ readonly lhr: Report }>
  readonly snapshot: (tab: Page, options: object) => Promise<{ readonly lhr: Report }>
}

const LEAST = 0.95
const CATEGORIES = ['accessibility', 'best-practices']
const PAGES = [
  'index.html',
  'guide/login.html',
  'errors/node_locked.html',
  'playground.html',
  'api/modules/ironic-driver.html',
]
const DARK_PAGES = ['index.html', 'errors/node_locked.html', 'api/modules/ironic-driver.html']

// Speed is not judged here, so no time is spent on waiting for quiet or on pictures.
const QUICK = {
  output: 'json',
  logLevel: 'error',
  disableFullPageScreenshot: true,
  skipAboutBlank: true,
  pauseAfterFcpMs: 0,
  pauseAfterLoadMs: 0,
  networkQuietThresholdMs: 200,
  cpuQuietThresholdMs: 200,
}
const PHONE = { extends: 'lighthouse:default' }
const DESK = {
  extends: 'lighthouse:default',
  settings: {
    formFactor: 'desktop',
    screenEmulation: { mobile: false, width: 1280, height: 900, deviceScaleFactor: 1, disabled: false },
  },
}

let site: OpenSite
let lighthouse: Lighthouse

beforeAll(async () => {
  // It is a package of the site's, so that the library's own installation stays small.
  const docs = createRequire(new URL('../../docs/package.json', import.meta.url))
  lighthouse = (await import(pathToFileURL(docs.resolve('lighthouse')).href)) as Lighthouse
  site = await openSite()
})

afterAll(() => site.close())

/** Returns what an audit objects to. */
function objections({ id, details }: Audit): string {
  return `${id}: ${(details?.items ?? []).map(({ node }) => node?.snippet ?? '').join(' ')}`
}

async function scoresOf(page: string, config: object) {
  const port = Number(new URL(site.browser.wsEndpoint()).port)
  const flags = { ...QUICK, port, onlyCategories: CATEGORIES }
  const { lhr } = await lighthouse.default(`${site.url}/${page}`, flags, config)
  const { categories, audits } = lhr
  return CATEGORIES.map((name) => {
    const { score = 0, auditRefs = [] } = categories[name] ?? {}
    const failed = auditRefs.flatMap(({ id }) => audits[id] ?? []).filter((audit) => (audit.score ?? 1) < 1)
    return { name, score, failed: failed.map(objections) }
  })
}

describe.each([
  ['a desk', DESK],
  ['a phone', PHONE],
])('at the width of %s', (width, config) => {
  it.each(PAGES)('%s is accessible and follows the practices of the web', async (page) => {
    const scores = await scoresOf(page, config)
    for (const { name, score, failed } of scores)
      console.log(`${page} at ${width}: ${name} ${score * 100}`, ...failed)
    expect(scores.filter(({ score }) => score < LEAST)).toEqual([])
  })
})

it.each(DARK_PAGES)('%s has enough contrast in dark colours', async (page) => {
  const tab = await site.browser.newPage()
  await tab.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
  await tab.goto(`${site.url}/${page}`, { waitUntil: 'load' })
  const flags = { ...QUICK, onlyAudits: ['color-contrast'], screenEmulation: { disabled: true } }
  const { lhr } = await lighthouse.snapshot(tab, { flags })
  await tab.close()
  const { 'color-contrast': contrast } = lhr.audits
  expect(contrast?.score, contrast && objections(contrast)).toBe(1)
})
