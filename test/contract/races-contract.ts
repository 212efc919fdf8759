import { randomUUID } from 'node:crypto'
import { IronicDriver, provisionStateFacts, type SpawnRequest } from 'ironic-driver'
import { expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

const image = { source: 'http://127.0.0.1:9/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }

/** The contract of two processes that work on one instance at the same time. */
export function racesContract({ run, newDriver, createNode, pauseFor }: ContractWorld): void {
  const requestFor = (node: string): SpawnRequest & { readonly node: string } => ({
    instance: { id: randomUUID() },
    node,
    image,
    vifs: [{ id: randomUUID() }],
  })

  /** Returns the node when nobody works on it any more. */
  const settled = async (driver: IronicDriver, node: string) => {
    for (;;) {
      const seen = expectOk(await run(driver.client.nodes.get(node)))
      const phase = provisionStateFacts(seen.provision_state)?.phase
      if (seen.reservation === null && (phase === 'stable' || phase === 'failed')) return seen
      await pauseFor(1_000)
    }
  }

  it.each([0, 90, 400])(
    'a destroy %i ms after a spawn leaves no node without an instance',
    async (apartMs) => {
      const [{ driver }, other] = [newDriver(), newDriver().driver]
      expectOk(await run(driver.client.features()))
      expectOk(await run(other.client.features()))
      const request = requestFor(await createNode())
      const spawning = driver.provisioning.spawn(request)
      await pauseFor(apartMs)
      const destroying = other.provisioning.destroy({ instance: request.instance.id, node: request.node })
      const [spawned] = await run(Promise.all([spawning, destroying]))
      const seen = await settled(driver, request.node)
      if (seen.provision_state === 'active') {
        expect([seen.instance_uuid, spawned.isOk()]).toEqual([request.instance.id, true])
        expectOk(await run(other.provisioning.destroy({ instance: request.instance.id })))
      } else {
        expect(seen).toMatchObject({ provision_state: 'available', instance_uuid: null, maintenance: false })
        expect(expectOk(await run(driver.client.nodeVifs.list(request.node)))).toEqual([])
      }
    },
  )

  it.each([0, 100])('two spawns of an instance %i ms apart share one node', async (apartMs) => {
    const [{ driver }, other] = [newDriver(), newDriver().driver]
    expectOk(await run(driver.client.features()))
    expectOk(await run(other.client.features()))
    const request = requestFor(await createNode())
    const first = driver.provisioning.spawn(request)
    await pauseFor(apartMs)
    const second = other.provisioning.spawn(request)
    const both = await run(Promise.all([first, second]))
    for (const spawned of both)
      expect(expectOk(spawned)).toMatchObject({ node: request.node, provision_state: 'active' })
    expectOk(await run(other.provisioning.destroy({ instance: request.instance.id })))
  })
}
