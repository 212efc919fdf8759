import { randomUUID } from 'node:crypto'
import { IronicDriver, type Transport } from 'ironic-driver'
import type { ForcedFields } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

const CALLER_WAITS_MS = 5_000
const LATE_EFFECT_MS = 5_000

/** A node with an instance that was never deployed on it, in a state at rest or in one that Ironic protects from changes. */
function siteIn(state: 'available' | 'clean hold') {
  const site = simulatedSite({ hardware: 'redfish' })
  const instance = randomUUID()
  const node = site.simulator.node({ name: 'metal-1' }).inState(state, { instance_uuid: instance })
  return { ...site, node, instance, mine: { node: node.uuid, instance } }
}

describe('release does not touch the link when, while it lists the VIFs,', () => {
  const other = randomUUID()

  function siteWhere(change: (site: ReturnType<typeof siteIn>) => unknown) {
    const site = siteIn('available')
    const transport: Transport = {
      send: async (request) => {
        const reply = await site.simulator.send(request)
        if (request.path.endsWith('/vifs')) await change(site)
        return reply
      },
    }
    const driver = new IronicDriver({ transport, clock: site.clock, random: () => 0.5 })
    const patches = () => site.simulator.requests.filter(({ method }) => method === 'PATCH')
    return { ...site, driver, patches }
  }

  it.each<[string, ForcedFields]>([
    ['the instance is deployed', { provision_state: 'active' }],
    ['its deployment waits', { provision_state: 'wait call-back', target_provision_state: 'active' }],
    ['another instance has it', { instance_uuid: other }],
    ['no instance has it', { instance_uuid: null }],
  ])('%s', async (_what, fields) => {
    const { driver, run, node, mine, patches } = siteWhere((site) => site.node.force(fields))
    const released = await run(driver.provisioning.release(mine))
    if (fields.provision_state === undefined) expectOk(released)
    else expect(expectErr(released, 'node_not_ready').message).toContain('Call destroy')
    expect(node.now).toMatchObject(fields)
    expect(patches()).toEqual([])
  })

  it('the node is removed', async () => {
    const { driver, run, mine, patches } = siteWhere(({ otherDriver, node }) => {
      node.force({ instance_uuid: null })
      return otherDriver().client.nodes.delete(node.uuid)
    })
    expectErr(await run(driver.provisioning.release(mine)), 'node_not_found')
    expect(patches()).toEqual([])
  })
})

it.each(['release', 'undo of a spawn'] as const)(
  'restores the link to a deployment that the removal has hit, and its instance_info: %s',
  async (how) => {
    const { simulator, clock, run, node, instance, mine } = siteIn('available')
    const info = { image_source: 'http://images/web.qcow2', display_name: 'web-1' }
    if (how === 'undo of a spawn') node.force({ instance_uuid: null, power_state: 'power off' })
    const removes = (body: string | undefined) => body?.includes('"remove","path":"/instance_uuid"') === true
    const transport: Transport = {
      send: (request) => {
        if (request.path.includes('/validate'))
          simulator.disruptions.next({}, { kind: 'status', status: 403 })
        if (removes(request.body))
          node.force({ provision_state: 'active', instance_info: { ...node.now.instance_info, ...info } })
        return simulator.send(request)
      },
    }
    const { provisioning } = new IronicDriver({ transport, clock, random: () => 0.5 })
    if (how === 'release') {
      node.force({ instance_info: info })
      expectErr(await run(provisioning.release(mine)), 'node_not_ready')
    } else {
      const request = { ...spawnRequestFor(node), instance: { id: instance } }
      expectErr(await run(provisioning.spawn(request)), 'forbidden')
    }
    expect(node.now).toMatchObject({ provision_state: 'active', instance_uuid: instance })
    expect(node.now.instance_info).toMatchObject({ image_source: info.image_source })
  },
)

describe.each(['available', 'clean hold'] as const)('in state "%s"', (state) => {
  it.each([1, 2, 3, 4, 5, 6, 7, 8, 9])(
    'ends at once when its caller aborts while request %i hangs',
    async (at) => {
      const { simulator, driver, clock, run, node, mine } = siteIn(state)
      const caller = new AbortController()
      simulator.disruptions.next({}, 'hang', { after: at - 1 })
      const startedAt = clock.now()
      void clock.sleep(CALLER_WAITS_MS).then(() => {
        caller.abort()
      })
      const destroyed = await run(driver.provisioning.destroy(mine, { signal: caller.signal }))
      if (destroyed.isErr()) expectErr(destroyed, 'aborted')
      // Looks once more for a maintenance that may still take effect.
      const isBegun = simulator.requests.some(({ method }) => method === 'PUT')
      expect(clock.now() - startedAt).toBeLessThanOrEqual(CALLER_WAITS_MS + (isBegun ? LATE_EFFECT_MS : 0))
      expect(node.now.maintenance).toBe(false)
    },
  )
})
