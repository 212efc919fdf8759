import { randomUUID } from 'node:crypto'
import type { IronicDriver, IronicDriverError, WaitOptions } from 'ironic-driver'
import type { Disruption, RequestMatch } from 'ironic-driver/testing'
import type { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

type Verb = (
  driver: IronicDriver,
  target: { readonly node: string },
  options: WaitOptions,
) => ResultAsync<unknown, IronicDriverError>

/** Each verb that waits, and the first state of its node. */
const VERBS: Readonly<Record<string, readonly ['available' | 'active' | 'rescue', Verb]>> = {
  'power.on': ['available', (driver, target, options) => driver.power.on(target, options)],
  'power.off': ['active', (driver, target, options) => driver.power.off(target, options)],
  'power.reboot': ['active', (driver, target, options) => driver.power.reboot(target, options)],
  'console.enable': ['active', (driver, target, options) => driver.console.enable(target, options)],
  'console.serial': ['active', (driver, target, options) => driver.console.serial(target, options)],
  'rescue.enter': [
    'active',
    (driver, target, options) => driver.rescue.enter(target, { password: 'rescue-password' }, options),
  ],
  'rescue.leave': ['rescue', (driver, target, options) => driver.rescue.leave(target, options)],
  'rebuild.redeploy': ['active', (driver, target, options) => driver.rebuild.redeploy(target, {}, options)],
  'provisioning.spawn': [
    'available',
    (driver, { node }, options) => driver.provisioning.spawn(spawnRequestFor(node), options),
  ],
  'provisioning.destroy': [
    'active',
    (driver, target, options) => driver.provisioning.destroy(target, options),
  ],
  'allocations.create': [
    'available',
    (driver, _, { deadlineMs }) => driver.allocations.create({ resourceClass: 'gold' }, { deadlineMs }),
  ],
}

const DEADLINE_MS = 5_000

/** After the deadline, a spawn, a rebuild or an allocation still undoes its work. */
const UNDO_MS: Readonly<Record<string, number>> = {
  'provisioning.spawn': 30_000,
  'rebuild.redeploy': 35_000,
  'allocations.create': 150_000,
}

describe.each(Object.entries(VERBS))('%s with five seconds', (name, [from, call]) => {
  async function ended(match: RequestMatch, disruption: Disruption): Promise<readonly [string, number]> {
    const { simulator, driver, clock, run } = simulatedSite({ hardware: 'redfish' })
    const image = { image_source: 'http://images/web.qcow2', image_checksum: 'ab'.repeat(32) }
    const builder = simulator.node({
      name: 'metal-1',
      resource_class: 'gold',
      console_interface: 'ipmitool-socat',
      driver_info: { ipmi_address: '10.0.0.7', ipmi_terminal_port: 10_023 },
      ...(from === 'available' ? {} : { instance_info: image, instance_uuid: randomUUID() }),
    })
    const target = { node: builder.withPort()[from === 'available' ? 'available' : 'active']().uuid }
    if (from === 'rescue') simulator.find('metal-1')?.force({ provision_state: 'rescue' })
    expectOk(await run(driver.client.features()))
    simulator.disruptions.next(match, disruption, { times: Infinity })
    const startedAt = clock.now()
    const result = await run(call(driver, target, { deadlineMs: DEADLINE_MS }))
    return [result.isOk() ? 'ok' : result.error.kind, clock.now() - startedAt]
  }

  it.each([
    ['the node is locked', { method: 'PUT' }, 'locked'],
    ['the node is locked for all changes', { method: 'PATCH' }, 'locked'],
    ['Ironic has no worker', { method: 'PUT' }, 'busy'],
    ['Ironic cannot be reached', {}, 'refuse'],
    ['each reply is lost', {}, 'drop-before'],
    ['nothing answers', {}, 'hang'],
    ['no change is answered', { method: 'PUT' }, 'hang'],
  ] as const)('ends by then when %s', async (_, match, fault) => {
    const [kind, tookMs] = await ended(match, fault)
    expect(tookMs, kind).toBeLessThanOrEqual(DEADLINE_MS + (UNDO_MS[name] ?? 0))
  })

  it.runIf(name.startsWith('power') || name.startsWith('rescue'))(
    'reports that the node was locked',
    async () => {
      expect((await ended({ method: 'PUT' }, 'locked'))[0]).toBe('node_locked')
    },
  )
})
