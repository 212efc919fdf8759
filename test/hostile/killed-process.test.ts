import { IronicDriver } from 'ironic-driver'
import type { ProfileName } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'
import { dyingTransport, type LastRequest } from './transports.js'

const vif = '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11'
const DAY_MS = 24 * 3_600_000

/** Version request, read, reservation, VIF, validation, deployment, and two reads of the wait. */
const REQUESTS = [1, 2, 3, 4, 5, 6, 7, 8]

/** A site in which a process died during request `last` of its spawn. */
async function siteAfterDeath(hardware: ProfileName, last: number, fate: LastRequest) {
  const site = simulatedSite({ hardware })
  const { simulator, clock } = site
  const node = simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPorts(2).available()
  const request = spawnRequestFor(node, { vifs: [{ id: vif }] })
  const transport = dyingTransport(simulator, last, fate)
  const dead = new IronicDriver({ transport, clock, random: () => 0.5 })
  const never = dead.provisioning.spawn(request)
  await clock.advance(10_000)
  const heir = site.otherDriver()
  const deployments = () =>
    simulator.requests.filter(({ method, body }) => method === 'PUT' && body?.includes('"active"'))
  return { ...site, node, request, never, heir, deployments }
}

describe.each(['fake-hardware', 'redfish'] as const)(
  'after a process died during a spawn on %s',
  (hardware) => {
    describe.each(['heard', 'unheard'] as const)('and its last request was %s', (fate) => {
      it.each(REQUESTS)(
        'number %i, another process spawns the same instance with one deployment',
        async (last) => {
          const { simulator, run, clock, node, request, heir, deployments } = await siteAfterDeath(
            hardware,
            last,
            fate,
          )
          const spawned = expectOk(await run(heir.provisioning.spawn(request)))
          expect(spawned).toMatchObject({ provision_state: 'active', instance: request.instance.id })
          expect(deployments().length).toBeLessThanOrEqual(1)
          expect(node.now.instance_uuid).toBe(request.instance.id)
          expect(expectOk(await run(heir.networking.vifs({ node: node.uuid })))).toEqual([{ id: vif }])

          expectOk(await run(heir.provisioning.destroy({ node: node.uuid, instance: request.instance.id })))
          await clock.advance(DAY_MS)
          expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
        },
      )

      it.each(REQUESTS)(
        'number %i, another process destroys the instance and leaves nothing',
        async (last) => {
          const { simulator, run, clock, node, request, heir } = await siteAfterDeath(hardware, last, fate)
          expectOk(await run(heir.provisioning.destroy({ node: node.uuid, instance: request.instance.id })))
          await clock.advance(DAY_MS)
          expect([node.now.provision_state, simulator.leftovers()]).toEqual(['available', []])
        },
      )
    })
  },
)
