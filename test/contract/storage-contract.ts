import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

/** The contract of volumes, on the simulator and on real Ironic with fake hardware. */
export function storageContract(world: ContractWorld): void {
  const { run, newDriver, createNode } = world

  async function machine() {
    const { driver, sent } = newDriver()
    const target = { node: await createNode() }
    expectOk(await run(driver.client.features()))
    const volume = {
      volumeId: randomUUID(),
      volumeType: 'iscsi',
      bootIndex: 0,
      properties: { target_iqn: 'iqn.2026-01.org:a', auth_password: 'canary-1' },
    }
    return { driver, sent, target, volume }
  }

  describe('a volume', () => {
    it('is attached once, listed without its password, and detached', async () => {
      const { driver, sent, target, volume } = await machine()
      sent.clear()
      const attached = expectOk(await run(driver.storage.attachTarget(target, volume)))
      expect(sent.requests.map(({ route }) => route)).toEqual([
        'GET /v1/nodes/{uuid}',
        'POST /v1/volume/targets',
      ])
      const again = expectOk(await run(driver.storage.attachTarget(target, volume)))
      expect(again).toMatchObject({ outcome: 'was_there', target: { uuid: attached.target.uuid } })
      const [listed] = expectOk(await run(driver.storage.targets(target)))
      expect(listed).toMatchObject({ uuid: attached.target.uuid, volume_id: volume.volumeId })
      expect(listed?.properties).toEqual({ target_iqn: 'iqn.2026-01.org:a', auth_password: '******' })

      const taken = driver.storage.attachTarget(target, { ...volume, volumeId: randomUUID() })
      expect(expectErr(await run(taken), 'volume_target_taken').volumeId).toBe(volume.volumeId)
      for (const _ of [1, 2]) expectOk(await run(driver.storage.detachTarget(target, volume.volumeId)))
      expect(expectOk(await run(driver.storage.targets(target)))).toEqual([])
    })

    it('is the boot device of an instance, without an image and a config drive', async () => {
      const { driver, sent, target, volume } = await machine()
      const instance = randomUUID()
      const request = { instance: { id: instance }, ...target, image: { volume: 'boot' } } as const
      expectErr(await run(driver.provisioning.spawn(request)), 'node_not_ready')
      expectOk(await run(driver.storage.attachTarget(target, volume)))
      sent.clear()
      const spawned = expectOk(await run(driver.provisioning.spawn(request)))
      expect(spawned).toMatchObject({ provision_state: 'active', instance })
      const put = sent.requests.find(({ method }) => method === 'PUT')
      expect(put?.body).toBe('{"target":"active"}')
      const { instance_info } = expectOk(await run(driver.client.nodes.get(target.node)))
      expect(Object.keys(instance_info).filter((key) => key.startsWith('image'))).toEqual([])
      expectOk(await run(driver.provisioning.destroy({ ...target, instance }, { until: 'available' })))
    })

    it('stays on a running node', async () => {
      const { driver, target, volume } = await machine()
      expectOk(await run(driver.storage.attachTarget(target, volume)))
      expectOk(await run(driver.power.on(target)))
      expectErr(await run(driver.storage.detachTarget(target, volume.volumeId)), 'state_refused')
      expectOk(await run(driver.power.off(target)))
      expectOk(await run(driver.storage.detachTarget(target, volume.volumeId)))
    })
  })

  it('builds a connector from the known data', async () => {
    const { driver, target } = await machine()
    const add = async (type: string, connector_id: string) => {
      const connector = { node_uuid: target.node, type, connector_id }
      expectOk(await run(driver.client.volumeConnectors.create(connector)))
    }
    const iqn = `iqn.2026-01.org:${randomUUID()}`
    const wwpn = randomUUID()
    await add('iqn', iqn)
    await add('wwpn', wwpn)
    const vifs = [{ id: randomUUID(), addresses: ['fd00::7', '192.0.2.7'] }]
    const connector = expectOk(await run(driver.storage.connector(target, { vifs, multipath: true })))
    expect(connector).toMatchObject({
      ips: ['192.0.2.7', 'fd00::7'],
      initiators: [iqn],
      properties: { ip: '192.0.2.7', initiator: iqn, wwpns: [wwpn], multipath: true, os_type: 'baremetal' },
    })
  })
}
