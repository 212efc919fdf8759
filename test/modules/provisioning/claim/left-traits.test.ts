import { randomUUID } from 'node:crypto'
import { IronicDriver } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { dyingTransport } from '../../../hostile/transports.js'
import { expectOk } from '../../../support/expect-result.js'
import { simulatedSite, type SimulatedSite } from '../../../support/simulated-site.js'

const DAY_MS = 24 * 3_600_000
const GOLD = { resourceClass: 'gold', traits: ['CUSTOM_GOLD'] }
const UNDECIDED = {
  name: null,
  node_uuid: null,
  last_error: null,
  resource_class: 'gold',
  traits: ['CUSTOM_GOLD'],
  candidate_nodes: [],
  extra: {},
  owner: null,
  created_at: '2026-01-01T00:00:00+00:00',
  updated_at: null,
}
const LIST = { method: 'GET', path: '/v1/allocations' } as const

interface Failing {
  readonly site: SimulatedSite
  readonly instance: string
}

/** Failures of a reserve after which Ironic has written traits on a node. */
const FAILURES: readonly (readonly [string, (failing: Failing) => void])[] = [
  [
    'cannot be waited for',
    ({ site }) => site.simulator.disruptions.next(LIST, { kind: 'status', status: 403 }),
  ],
  [
    'cannot be seen on its node',
    ({ site, instance }) =>
      site.simulator.disruptions.next(
        { method: 'GET', path: new RegExp(`instance_uuid=${instance}`) },
        { kind: 'status', status: 403 },
        { after: 1 },
      ),
  ],
  [
    'appears undecided after its decision',
    ({ site, instance }) => {
      const seen = { uuid: instance, state: 'allocating', ...UNDECIDED }
      const body = JSON.stringify({ allocations: [seen] })
      site.simulator.disruptions.next(LIST, { kind: 'status', status: 200, body }, { times: 500 })
    },
  ],
]

function siteWithNodes() {
  const site = simulatedSite()
  for (const name of ['metal-1', 'metal-2', 'metal-3', 'metal-4'])
    site.simulator.node({ name, resource_class: 'gold', traits: ['CUSTOM_GOLD'] }).available()
  return { ...site, site, instance: randomUUID() }
}

/** Counts the requests of a reserve that meets the failure. */
async function requestsOf(breakIt: (failing: Failing) => void): Promise<number> {
  const { site, simulator, driver, run, instance } = siteWithNodes()
  breakIt({ site, instance })
  await run(driver.provisioning.reserve({ instance, node: GOLD }).unwrapOr(undefined))
  return simulator.requests.length
}

describe.each(FAILURES)('an allocation that %s', (_why, breakIt) => {
  it('leaves no traits on a free node', async () => {
    const { site, simulator, driver, run, instance } = siteWithNodes()
    breakIt({ site, instance })
    const reserved = await run(driver.provisioning.reserve({ instance, node: GOLD }))
    // Ironic may have chosen another node for it meanwhile.
    if (reserved.isOk())
      expectOk(await run(driver.provisioning.release({ instance, node: reserved.value.node })))
    expect(simulator.leftovers()).toEqual([])
  })

  it.each(['heard', 'unheard'] as const)(
    'leaves no traits once its process died (%s) and the instance is destroyed',
    async (fate) => {
      const total = await requestsOf(breakIt)
      for (let last = Math.max(3, total - 11); last <= total; last += 1) {
        const { site, simulator, clock, otherDriver, run, instance } = siteWithNodes()
        breakIt({ site, instance })
        const transport = dyingTransport(simulator, last, fate)
        const dying = new IronicDriver({ transport, clock, random: () => 0.5 })
        void dying.provisioning.reserve({ instance, node: GOLD })
        await clock.advance(DAY_MS)
        simulator.disruptions.clear()
        expectOk(await run(otherDriver().provisioning.destroy({ instance })))
        expect([last, simulator.leftovers()]).toEqual([last, []])
      }
    },
  )
})

it('destroys an instance whose allocation Ironic is processing', async () => {
  for (let allocate = 25; allocate <= 85; allocate += 5) {
    const { simulator, driver, otherDriver, run, clock } = simulatedSite({
      latencyMs: 10,
      timings: { allocate },
    })
    simulator.node({ resource_class: 'gold', traits: ['CUSTOM_GOLD'] }).available()
    const uuid = randomUUID()
    expectOk(await run(driver.allocations.requestCreate({ ...GOLD, uuid })))
    expectOk(await run(otherDriver().provisioning.destroy({ instance: uuid })))
    await clock.advance(DAY_MS)
    expect([allocate, simulator.leftovers()]).toEqual([allocate, []])
  }
})
