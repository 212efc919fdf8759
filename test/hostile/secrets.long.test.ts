import { format, inspect } from 'node:util'
import createDebug from 'debug'
import { IronicDriver, type ConfigDriveParts, type IronicDriverError } from 'ironic-driver'
import { recordRequests } from 'ironic-driver/testing'
import type { Result } from 'neverthrow'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

const CANARY = 'canary-5f1d'
const vif = { id: '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11' }
const source = `http://reader:${CANARY}@images/web.qcow2?sig=${CANARY}`

/** Texts that a server, a proxy or hardware may quote. */
const QUOTES = [
  `Image ${source} could not be fetched.`,
  `Invalid body: {'target': 'active', 'configdrive': {'user_data': 'password: ${CANARY}'}}`,
  `Invalid configdrive: {"user_data": "${CANARY}", "meta_data": {"admin_pass": "${CANARY}"}}`,
  `Failed: {"image_pull_secret": "${CANARY}", "rescue_password": "${CANARY}"}`,
]

const logged: string[] = []
const log = createDebug.log
beforeEach(() => {
  logged.length = 0
  createDebug.log = (...line: unknown[]) => void logged.push(format(...line))
  createDebug.enable('ironic-driver:*')
})
afterEach(() => {
  createDebug.disable()
  createDebug.log = log
})

/** Everything that users and their logs can see of a value. */
function shown(value: unknown): string {
  const deep = inspect(value, { depth: 20, showHidden: true, getters: false })
  const stack = value instanceof Error ? String(value.stack) : ''
  return [JSON.stringify(value), deep, String(value), stack].join('\n')
}

function siteWithSecrets(hardware: 'fake-hardware' | 'redfish', more: ConfigDriveParts = {}) {
  const site = simulatedSite({ hardware })
  const { simulator, clock } = site
  const node = simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPort().available()
  const sent = recordRequests(simulator, { clock })
  const driver = new IronicDriver({ transport: sent, clock, random: () => 0.5 })
  const request = spawnRequestFor(node, {
    image: { source, checksum: 'ab'.repeat(32) },
    vifs: [vif],
    instanceInfo: { registry_secret: CANARY },
    configDrive: {
      userData: { parts: [{ content: `#!${CANARY}` }, { content: { cloudConfig: { password: CANARY } } }] },
      adminPassword: CANARY,
      networkData: 'from-vifs',
      ...more,
    },
  })
  const target = { node: node.uuid, instance: request.instance.id }
  const seen: unknown[] = [sent, driver]
  const onProgress = (progress: unknown) => void seen.push(progress)
  const verbs: readonly (() => Promise<Result<unknown, IronicDriverError>>)[] = [
    async () => driver.provisioning.plan(request),
    async () => driver.provisioning.spawn(request, { onProgress }),
    async () => driver.provisioning.status({ node: node.uuid }),
    async () => driver.power.reboot({ node: node.uuid }, { onProgress }),
    async () => driver.networking.attachVif({ node: node.uuid }, vif),
    async () => driver.networking.detachVif({ node: node.uuid }, vif.id),
    async () => driver.provisioning.destroy(target, { onProgress }),
  ]
  return { ...site, node, verbs, seen }
}

const FILES = [{ path: '/etc/secret', contents: CANARY }]
it.each([
  ['fake-hardware', {}],
  ['redfish', {}],
  ['fake-hardware', { files: FILES }],
] as const)('shows no secret while everything succeeds on %s with %j', async (hardware, more) => {
  const { run, verbs, seen } = siteWithSecrets(hardware, more)
  for (const verb of verbs) {
    const result = await run(verb())
    expect(result.isOk()).toBe(true)
    seen.push(result)
  }
  expect(seen.map(shown).join('\n')).not.toContain(CANARY)
  expect(logged.length).toBeGreaterThan(0)
  expect(logged.join('\n')).not.toContain(CANARY)
})

it.each(QUOTES)('shows no secret that a server quotes: %s', async (quote) => {
  const disruptions = [
    { kind: 'status', status: 400, fault: quote },
    { kind: 'status', status: 409, fault: quote },
    { kind: 'status', status: 502, body: quote },
    { kind: 'status', status: 200, body: quote },
  ] as const
  for (const disruption of disruptions)
    for (let after = 0; after < 6; after += 1) {
      const { simulator, run, verbs, seen, node } = siteWithSecrets('fake-hardware')
      for (const verb of verbs) {
        simulator.disruptions.clear()
        simulator.disruptions.next({}, disruption, { after, times: 30 })
        seen.push(await run(verb()))
      }
      simulator.disruptions.clear()
      node.force({ last_error: quote, maintenance: true, maintenance_reason: quote })
      for (const verb of verbs) seen.push(await run(verb()))
      expect(seen.map(shown).join('\n')).not.toContain(CANARY)
      expect(logged.join('\n')).not.toContain(CANARY)
    }
})

it.each(QUOTES)('shows no secret of a deployment that failed with: %s', async (lastError) => {
  for (const hardware of ['fake-hardware', 'redfish'] as const) {
    const { run, verbs, seen, node } = siteWithSecrets(hardware)
    for (const operation of ['deploy', 'teardown', 'power'] as const) node.failNext(operation, { lastError })
    for (const verb of verbs) seen.push(await run(verb()))
    expect(seen.map(shown).join('\n')).not.toContain(CANARY)
    expect(logged.join('\n')).not.toContain(CANARY)
  }
})

it('shows no secret of a refused input', async () => {
  const { run, driver } = simulatedSite()
  const request = spawnRequestFor('metal-1')
  const refused = [
    driver.provisioning.spawn({ ...request, configDrive: `#cloud-config ${CANARY}` }),
    driver.provisioning.spawn({ ...request, configDrive: { userData: { password: CANARY } as never } }),
    driver.provisioning.spawn({ ...request, configDrive: { adminPassword: [CANARY] as never } }),
    driver.provisioning.spawn({ ...request, configDrive: { publicKeys: [CANARY] } }),
    driver.provisioning.spawn({
      ...request,
      configDrive: { files: [{ path: '/a', contents: [CANARY] as never }] },
    }),
    driver.provisioning.spawn({ ...request, configDrive: { userData: { parts: [{ content: CANARY }] } } }),
    driver.provisioning.spawn({ ...request, configDrive: { userData: { cloudConfig: CANARY as never } } }),
    driver.provisioning.spawn({ ...request, configDrive: `https://drives/ ${CANARY}?sig=${CANARY}` }),
    driver.provisioning.spawn({ ...request, configDrive: Buffer.from(`\u001f\u008b${CANARY}`, 'latin1') }),
    driver.provisioning.spawn({ ...request, configDrive: { hostname: `${CANARY} ${CANARY}` } }),
    driver.provisioning.spawn({ ...request, image: { source: `images ${CANARY}` } }),
    driver.provisioning.spawn({ ...request, image: { source, checksum: CANARY } }),
    driver.provisioning.spawn({ ...request, node: `metal 1 ${CANARY}` }),
  ]
  for (const one of await run(Promise.all(refused))) {
    expect(one.isErr()).toBe(true)
    expect(shown(one)).not.toContain(CANARY)
  }
})
