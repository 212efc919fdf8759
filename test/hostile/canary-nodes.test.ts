import { IronicDriver, type IronicDriverError } from 'ironic-driver'
import { recordRequests } from 'ironic-driver/testing'
import type { Result, ResultAsync } from 'neverthrow'
import { expect, it } from 'vitest'
import { placesOf, recordDebugOutput, tracesOf } from '../support/public-traces.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'
import { ALL_CANARIES, CANARY, CANARY_FIELDS } from './canaries/canary-fields.js'
import { CANARY_QUOTES } from './canaries/canary-quotes.js'

const logged = recordDebugOutput()
const HALF_HOUR_MS = 30 * 60_000

/** A node with every secret in each of its free fields and in a volume, and a driver that records its output. */
function siteWithCanaries(hardware: 'fake-hardware' | 'redfish') {
  const site = simulatedSite({ hardware })
  const { simulator, clock } = site
  const node = simulator
    .node({
      name: 'metal-1',
      driver_info: ALL_CANARIES,
      instance_info: { own: ALL_CANARIES },
      driver_internal_info: ALL_CANARIES,
      properties: ALL_CANARIES,
      extra: ALL_CANARIES,
      storage_interface: 'external',
    })
    .withPort({ extra: ALL_CANARIES })
    .available()
  const sent = recordRequests(simulator, { clock })
  const driver = new IronicDriver({ transport: sent, clock, random: () => 0.5 })
  const seen: unknown[] = [sent, driver]
  const onProgress = (progress: unknown) => void seen.push(progress)
  const keep = async <Value, Failure extends IronicDriverError>(work: ResultAsync<Value, Failure>) => {
    const result: Result<Value, Failure> = await clock.run(work)
    if (result.isErr()) seen.push(result.error)
    return result
  }
  return { ...site, node, driver, seen, onProgress, keep }
}

const traces = (values: readonly unknown[]) => placesOf(CANARY, [...values.map(tracesOf), ...logged.lines])

it.each(['fake-hardware', 'redfish'] as const)(
  'shows no secret of a failure that Ironic writes to a node, on %s',
  async (hardware) => {
    const fields = CANARY_FIELDS.filter((_, index) => index % 2 === (hardware === 'redfish' ? 0 : 1))
    for (const [index, [name, value]] of fields.entries()) {
      const { driver, node, seen, keep, onProgress } = siteWithCanaries(hardware)
      const lastError = CANARY_QUOTES[index % CANARY_QUOTES.length]?.(name, value) ?? ''
      node.failNext('deploy', { lastError }).failNext('power', { lastError })
      const request = spawnRequestFor(node)
      seen.push(await keep(driver.provisioning.spawn(request, { onProgress, onFailure: 'keep' })))
      seen.push(await keep(driver.provisioning.status({ node: 'metal-1' })))
      seen.push(
        await keep(driver.power.reboot({ node: 'metal-1' }, { onProgress, deadlineMs: HALF_HOUR_MS })),
      )
      seen.push(await keep(driver.inventory.exists({ node: 'metal-1' })))
      expect(node.history.length).toBeGreaterThan(0)
      expect([name, ...traces(seen)]).toEqual([name])
    }
  },
)

it('shows no secret of a node in the results of its verbs', async () => {
  const { driver, node, seen, keep, onProgress } = siteWithCanaries('redfish')
  const target = { node: 'metal-1' }
  const volume = { volumeId: 'v', volumeType: 'iscsi', bootIndex: 0, properties: ALL_CANARIES }
  const request = spawnRequestFor(node, {
    instanceInfo: { also: ALL_CANARIES },
    configDrive: { metaData: ALL_CANARIES },
  })
  seen.push(await keep(driver.storage.attachTarget(target, volume)))
  seen.push(await keep(driver.storage.targets(target)))
  seen.push(await keep(driver.storage.attachTarget(target, { ...volume, volumeId: 'other' })))
  seen.push(await keep(driver.provisioning.plan(request)))
  seen.push(await keep(driver.provisioning.spawn(request, { onProgress })))
  seen.push(await keep(driver.rebuild.redeploy(target, {}, { onProgress })))
  seen.push(await keep(driver.rescue.enter(target, { password: CANARY }, { onProgress })))
  seen.push(await keep(driver.rescue.leave(target, { onProgress })))
  seen.push(await keep(driver.console.enable(target)))
  seen.push(await keep(driver.lifecycle.maintenance(target, { reason: `password=${CANARY}` })))
  seen.push(await keep(driver.provisioning.status(target)))
  seen.push(await keep(driver.provisioning.destroy(target, { onProgress })))
  seen.push(await keep(driver.lifecycle.retire(target, { reason: `password=${CANARY}` })))
  expect(traces(seen)).toEqual([])
})

it('shows no secret of a refused input, under any name', async () => {
  const { driver, seen } = siteWithCanaries('fake-hardware')
  for (const [name, value] of CANARY_FIELDS) {
    const wrong = { [name]: value } as never
    const deep = { [name]: { inner: () => value } } as never
    const request = spawnRequestFor('metal-1')
    const refused = [
      driver.provisioning.spawn({ ...request, [name]: value }),
      driver.provisioning.spawn({ ...request, instanceInfo: deep }),
      driver.provisioning.spawn({ ...request, image: { source: value, [name]: value } }),
      driver.provisioning.spawn(request, wrong),
      driver.lifecycle.enroll({ driver: 'redfish', driver_info: deep, [name]: value }),
      driver.lifecycle.enroll(wrong),
      driver.rescue.enter({ node: 'metal-1' }, wrong),
      driver.storage.attachTarget({ node: 'metal-1' }, { volumeId: 'v', properties: wrong } as never),
      driver.power.on({ node: 'metal-1', [name]: value }),
      driver.client.nodes.patch('metal-1', [{ op: 'swap' as never, path: `/driver_info/${name}`, value }]),
      driver.client.request({ method: 'FETCH', path: ['nodes'], body: wrong } as never),
    ]
    for (const one of refused) {
      const result = await one
      if (result.isOk()) throw new Error('It was accepted.')
      seen.push(result.error)
    }
  }
  expect(traces(seen)).toEqual([])
})
