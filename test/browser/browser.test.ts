import { build } from 'esbuild'
import type { Browser, Page } from 'puppeteer-core'
import { IronicSimulator, serveSimulator, type ServedSimulator } from 'ironic-driver/testing'
import { gunzipSync } from 'node:zlib'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openChromium } from '../support/chromium.js'
import { filesOf } from '../support/iso-reader.js'
import { servePage, type PageServer } from './page-server.js'
import type { scenarios } from './page.js'

/** A host without TLS: browsers offer fewer functions there than on 127.0.0.1. */
const HOST = 'portal.example'

const bundled = await build({
  entryPoints: [fileURLToPath(new URL('page.ts', import.meta.url))],
  // Not the sources, to which the project's own settings lead.
  tsconfigRaw: '{}',
  bundle: true,
  write: false,
  metafile: true,
  platform: 'browser',
  format: 'iife',
  logLevel: 'silent',
})

let ironic: ServedSimulator
let server: PageServer
let browser: Browser
let page: Page
const complaints: string[] = []

beforeAll(async () => {
  const simulator = new IronicSimulator()
  simulator.node({ name: 'metal-2' }).available()
  ironic = await serveSimulator(simulator)
  server = await servePage(bundled.outputFiles[0]?.text ?? '', ironic.url)
  browser = await openChromium(`--host-resolver-rules=MAP ${HOST} 127.0.0.1`)
  page = await browser.newPage()
  page.on('pageerror', (error) => complaints.push(String(error)))
  await page.goto(`http://${HOST}:${server.port}/page`)
})

afterAll(async () => {
  await browser.close()
  await server.close()
  await ironic.close()
})

type Scenarios = typeof scenarios

/** Runs a scenario in the page. */
function inPage<Name extends keyof Scenarios>(name: Name): Promise<Awaited<ReturnType<Scenarios[Name]>>> {
  return page.evaluate(`scenarios.${name}()`) as Promise<Awaited<ReturnType<Scenarios[Name]>>>
}

it('bundles for browsers without a warning, a Node built-in or a polyfill', () => {
  expect(bundled.warnings).toEqual([])
  const inputs = Object.keys(bundled.metafile.inputs)
  expect(inputs.filter((path) => path.includes('undici') || path.includes('platform/node'))).toEqual([])
  expect(bundled.outputFiles[0]?.text).not.toMatch(/(?:require\(|from ?)"node:/)
})

it('spawns with a config drive on a simulated node, and destroys', async () => {
  const { configdrive = '', ...spawned } = await inPage('spawn')
  expect(spawned).toEqual({ outcome: 'deployed', provision_state: 'active', destroyed: 'destroyed' })
  const image = gunzipSync(Buffer.from(configdrive, 'base64'))
  expect(filesOf(image, 'joliet')).toMatchObject({ 'openstack/content/0000': 'Welcome ü\n' })
})

it("reads nodes by the page's own fetch, on a page without TLS", async () => {
  expect(await inPage('read')).toEqual({ nodes: ['metal-2'], missing: 'not_found' })
  expect(await inPage('connect')).toBe('power off')
  expect(await page.evaluate('isSecureContext')).toBe(false)
})

it('refuses what a browser does not have', async () => {
  expect(await inPage('refusals')).toEqual([
    ['invalid_input', expect.stringMatching(/`?tls`?.*cannot be set in a browser/)],
    ['invalid_input', expect.stringMatching(/`?proxy`?.*cannot be set in a browser/)],
    ['invalid_input', expect.stringMatching(/`?userAgent`?.*cannot be set in a browser/)],
    ['cloud_config_invalid', 'A browser has no clouds.yaml. Pass { endpoint } or { keystone }.'],
    ['rejects', expect.stringContaining('a browser cannot serve HTTP')],
  ])
})

it('raises nothing in the page', () => {
  expect(complaints).toEqual([])
})
