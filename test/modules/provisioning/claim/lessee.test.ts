import { randomUUID } from 'node:crypto'
import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock, type SimulatedCaller, type SimulatedNode } from 'ironic-driver/testing'
import { beforeEach, describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'

const LESSEE: SimulatedCaller = { project: 'lessee', roles: ['admin'] }
const IMAGE = { source: 'http://images.test/a.qcow2', checksum: 'd8e8fca2dc0f896fd7cb4cb0031ba249' }
const VIF = 'b1c7a5d2-31a6-4b0f-8f3c-6f4f4a2b7e11'

describe('the administrator of a project that leases a node', () => {
  let clock: ManualClock
  let simulator: IronicSimulator
  let node: SimulatedNode
  let driver: IronicDriver
  const instance = randomUUID()

  const asUser = (caller: SimulatedCaller) => new IronicDriver({ transport: simulator.as(caller), clock })
  const spawn = (by = driver) =>
    by.provisioning.spawn({ instance: { id: instance }, node: 'metal-1', image: IMAGE, vifs: [{ id: VIF }] })

  beforeEach(() => {
    clock = new ManualClock()
    simulator = new IronicSimulator({ clock })
    node = simulator
      .node({ name: 'metal-1', owner: 'owner', lessee: 'lessee', resource_class: 'large' })
      .withPort()
      .available()
    simulator.node({ name: 'metal-2', owner: 'owner', resource_class: 'large' }).withPort().available()
    driver = asUser(LESSEE)
  })

  it('spawns on a named node by an allocation, redeploys and destroys', async () => {
    expect(expectOk(await clock.run(spawn())).outcome).toBe('deployed')
    expect(node.now).toMatchObject({ instance_uuid: instance, provision_state: 'active' })
    expect(node.now.instance_info).toMatchObject({ image_source: IMAGE.source })
    expectOk(
      await clock.run(driver.rebuild.redeploy({ instance }, { image: { ...IMAGE, source: 'http://b' } })),
    )
    expect(node.now.instance_info).toMatchObject({ image_source: 'http://b' })
    const destroyed = await clock.run(driver.provisioning.destroy({ instance }, { until: 'available' }))
    expect(expectOk(destroyed).outcome).toBe('destroyed')
    expect(simulator.leftovers()).toEqual([])
    expect(node.now.instance_info).toEqual({})
  })

  it('spawns by requirements on the leased node', async () => {
    const request = { instance: { id: instance }, node: { resourceClass: 'large' }, image: IMAGE }
    const spawned = await clock.run(driver.provisioning.spawn(request))
    expect(expectOk(spawned).node).toBe(node.now.uuid)
  })

  it('joins its own spawn', async () => {
    expectOk(await clock.run(spawn()))
    expect(expectOk(await clock.run(spawn())).outcome).toBe('was_there')
  })

  it('leaves the node as it was when the spawn fails after the claim', async () => {
    node.force({ instance_info: { note: 'of the owner' } })
    for (const [method, path] of [
      ['POST', /\/vifs$/],
      ['PUT', /\/states\/provision$/],
    ] as const) {
      simulator.disruptions.next({ method, path }, { kind: 'status', status: 403, fault: 'No.' })
      const failed = await clock.run(spawn())
      expectErr(failed, 'forbidden')
      expect(node.now).toMatchObject({ instance_uuid: null, instance_info: { note: 'of the owner' } })
    }
  })

  it('deletes an allocation when the call is aborted while Ironic looks for the node', async () => {
    const abort = new AbortController()
    const spawning = driver.provisioning.spawn(
      { instance: { id: instance }, node: 'metal-1', image: IMAGE },
      { signal: abort.signal },
    )
    simulator.disruptions.next({ method: 'GET', path: /\/v1\/allocations/ }, 'hang')
    void clock.sleep(5_000).then(() => {
      abort.abort()
    })
    expectErr(await clock.run(spawning), 'aborted')
    await clock.run(clock.sleep(60_000))
    expect(node.now).toMatchObject({ instance_uuid: null, instance_info: {} })
    expect(expectOk(await clock.run(driver.client.allocations.list().all()))).toEqual([])
  })

  it('reserves and releases a node', async () => {
    expectOk(await clock.run(driver.provisioning.reserve({ instance, node: 'metal-1' })))
    expect(node.now.instance_uuid).toBe(instance)
    expectOk(await clock.run(driver.provisioning.release({ instance, node: 'metal-1' })))
    expect(node.now).toMatchObject({ instance_uuid: null, instance_info: {} })
  })

  it('destroys an instance that was only reserved', async () => {
    expectOk(await clock.run(driver.provisioning.reserve({ instance, node: 'metal-1' })))
    expectOk(await clock.run(driver.provisioning.destroy({ instance, node: 'metal-1' })))
    expect(node.now).toMatchObject({ instance_uuid: null, instance_info: {} })
  })

  it('learns that another instance has the node', async () => {
    node.force({ instance_uuid: randomUUID() })
    expectErr(await clock.run(spawn()), 'node_taken')
  })

  it('learns which permission is missing, and changes nothing', async () => {
    for (const role of ['member', 'reader'] as const) {
      const error = expectErr(
        await clock.run(spawn(asUser({ project: 'lessee', roles: [role] }))),
        'forbidden',
      )
      expect(error.message).toContain('baremetal:node:validate')
      expect(node.now).toMatchObject({ instance_uuid: null, instance_info: {} })
    }
    const allowed = ['GET', 'HEAD']
    const changes = simulator.requests.filter(
      ({ method, status }) => !allowed.includes(method) && status !== 403,
    )
    expect(changes).toEqual([])
  })

  it('does not mistake a redacted value for a lock or an error while it waits', async () => {
    expectOk(await clock.run(spawn()))
    expectOk(await clock.run(driver.power.off({ instance })))
    expectOk(await clock.run(driver.lifecycle.maintenance({ instance }, { reason: 'a look' })))
  })
})
