import { IronicDriver, type IronicDriverError, type Transport } from 'ironic-driver'
import type { IronicSimulator, SimulatedNode } from 'ironic-driver/testing'
import type { Result } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

const INSTANCE = 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876'
const NAME = 'metal-1'

type Wait = (driver: IronicDriver) => Promise<Result<unknown, IronicDriverError>>

interface Verb {
  readonly from: 'available' | 'active' | 'manageable'
  readonly wait: Wait
}

/** Calls that name the node by its name, and run for a while. */
const VERBS: Readonly<Record<string, Verb>> = {
  spawn: {
    from: 'available',
    wait: async (driver) =>
      driver.provisioning.spawn({ ...spawnRequestFor(NAME), instance: { id: INSTANCE } }),
  },
  destroy: {
    from: 'active',
    wait: async (driver) =>
      driver.provisioning.destroy({ node: NAME, instance: INSTANCE }, { until: 'available' }),
  },
  'destroy by the node alone': {
    from: 'active',
    wait: async (driver) => driver.provisioning.destroy({ node: NAME }, { until: 'available' }),
  },
  redeploy: { from: 'active', wait: async (driver) => driver.rebuild.redeploy({ node: NAME }, {}) },
  rescue: {
    from: 'active',
    wait: async (driver) => driver.rescue.enter({ node: NAME }, { password: 'rescue-me-1' }),
  },
  power: { from: 'active', wait: async (driver) => driver.power.reboot({ node: NAME }) },
  provide: { from: 'manageable', wait: async (driver) => driver.lifecycle.provide({ node: NAME }) },
  bringTo: {
    from: 'manageable',
    wait: async (driver) => driver.lifecycle.bringTo({ node: NAME }, 'available'),
  },
}

/** Requests before which the fleet changes. The first two read the versions and look the node up by its name. */
const BOUNDARIES = [3, 4, 6, 9]

/** How a verb may end when its node is deleted meanwhile. For a destroy, that is the goal. */
const ENDS = ['node_not_found', 'not_found', 'transition_diverged']

interface Site {
  readonly node: SimulatedNode
  readonly simulator: IronicSimulator
  readonly other: IronicDriver
}

/** Runs a verb, and changes the fleet before its request number `boundary` is sent. */
async function runWhile({ from, wait }: Verb, boundary: number, change: (site: Site) => Promise<void>) {
  const { simulator, clock, run, otherDriver } = simulatedSite({ hardware: 'redfish' })
  const image = { image_source: 'http://images/a.qcow2', image_checksum: 'a'.repeat(32) }
  const own = from === 'active' ? { instance_uuid: INSTANCE, instance_info: image } : {}
  const node = simulator
    .node({ name: NAME, ...own })
    .withPort()
    [from]()
  let sent = 0
  const transport: Transport = {
    send: async (request) => {
      sent += 1
      if (sent === boundary) await change({ node, simulator, other: otherDriver() })
      return simulator.send(request)
    },
  }
  const driver = new IronicDriver({ transport, clock, random: () => 0.5 })
  const result = await run(wait(driver))
  return { result, node, simulator, wasChanged: sent >= boundary }
}

describe.each(Object.entries(VERBS))('%s of a node by its name', (name, verb) => {
  it('follows the node when it is renamed, and does not touch a new node of that name', async () => {
    for (const boundary of BOUNDARIES) {
      let before: unknown
      const { result, node, simulator, wasChanged } = await runWhile(verb, boundary, async (site) => {
        site.node.force({ name: 'metal-2' })
        before = site.simulator.node({ name: NAME }).withPort().available().now
        return Promise.resolve()
      })
      if (!wasChanged) continue
      expect(result.isOk() ? 'ok' : result.error.message, String(boundary)).toBe('ok')
      expect(node.now.name).toBe('metal-2')
      expect(simulator.find(NAME)?.now).toEqual(before)
    }
  })

  it('does not touch a node that is created under the name of a deleted one', async () => {
    for (const boundary of BOUNDARIES) {
      let before: unknown
      const { result, simulator, wasChanged } = await runWhile(verb, boundary, async (site) => {
        site.node.force({ provision_state: 'available', instance_uuid: null, maintenance: true })
        const deleted = await site.other.client.nodes.delete(site.node.uuid)
        if (deleted.isErr()) throw deleted.error
        before = site.simulator.node({ name: NAME }).withPort().available().now
      })
      if (!wasChanged) continue
      expect(simulator.find(NAME)?.now, String(boundary)).toEqual(before)
      const outcome = result.isOk() ? 'ok' : result.error.kind
      expect(name.startsWith('destroy') ? ['ok'] : ENDS, String(boundary)).toContain(outcome)
    }
  })
})
