import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openSite, type OpenSite } from './open-site.js'

let site: OpenSite
let tab: Page
let requested: string[]
let problems: string[]

beforeAll(async () => {
  site = await openSite()
})

afterAll(() => site.close())

beforeEach(async () => {
  tab = await site.browser.newPage()
  requested = []
  problems = []
  tab.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (protocol !== 'data:') requested.push(origin)
  })
  tab.on('pageerror', (error) => problems.push(String(error)))
  await tab.setViewport({ width: 1280, height: 900 })
  await tab.goto(`${site.url}/playground.html`, { waitUntil: 'load' })
  await tab.waitForSelector('.pg-node')
  return () => tab.close()
})

const press = (name: string) => tab.locator(`::-p-aria([role="button"][name="${name}"])`).click()
const read = async (expression: string) => String(await tab.evaluate(expression))
const textOf = (selector: string) => read(`document.querySelector('${selector}').textContent`)
const shows = (text: string) => tab.waitForSelector(`::-p-text(${text})`, { timeout: 60_000 })

describe('the playground', () => {
  it('spawns an instance, and shows its states, requests and code', async () => {
    await press('A first spawn')
    await press('60 times real time')
    await shows('web-1 is active on metal-1')

    expect(await textOf('.pg-node .pg-state')).toBe('active')
    expect(await textOf('.pg-requests tbody')).toContain('PUT /v1/nodes/metal-1/states/provision')
    expect(Number(await textOf('[data-testid="sent"]'))).toBeGreaterThan(5)
    expect(await textOf('.pg-code pre')).toContain('driver.provisioning.spawn(')
    expect(await textOf('.pg-events')).toContain('deploy.write_image')
    expect(await textOf('[role="status"]')).toBe('web-1 is active on metal-1 (deployed)')
    expect(problems).toEqual([])
  })

  it('shows a failure with its kind, its page, and that nothing is left behind', async () => {
    await press('A deployment that fails')
    await press('60 times real time')
    await shows('Nothing is left behind on metal-2')

    expect(await textOf('.pg-badges')).toContain('transition_failed')
    expect(await textOf('.pg-message')).toContain('No space left on device')
    const page = await read(`document.querySelector('.pg-end a').getAttribute('href')`)
    expect(page).toBe('/errors/transition_failed.html')
    expect((await fetch(`${site.url}${page}`)).status).toBe(200)
  })

  it('needs no server but the one of its files', async () => {
    await press('Spawn')
    await press('60 times real time')
    await shows('web-1 is active on metal-1')

    expect([...new Set(requested)]).toEqual([site.url])
  })
})
