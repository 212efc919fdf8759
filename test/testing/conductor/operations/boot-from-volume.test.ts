import { expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const NODE = { name: 'm1', storage_interface: 'cinder', boot_interface: 'ipxe' }
const BOOTS = { properties: { capabilities: 'boot_mode:uefi,iscsi_boot:True' } }

async function withVolume(node: object, { connector = true }: { readonly connector?: boolean } = {}) {
  const raw = rawIronic({ hardware: 'redfish' })
  const machine = raw.simulator.node({ ...NODE, ...node }).available()
  if (connector)
    await raw.call('POST', '/v1/volume/connectors', {
      node_uuid: machine.uuid,
      type: 'iqn',
      connector_id: 'iqn.2026-01.example:m1',
    })
  await raw.call('POST', '/v1/volume/targets', {
    node_uuid: machine.uuid,
    volume_type: 'iscsi',
    volume_id: 'root-1',
    boot_index: 0,
  })
  const { json } = await raw.call('GET', '/v1/nodes/m1/validate')
  return { ...raw, machine, verdicts: json as Record<string, { result: boolean; reason?: string }> }
}

it('deploys a node that boots from a volume without an image', async () => {
  const { verdicts, provision, clock, machine } = await withVolume(BOOTS)
  expect(verdicts).toMatchObject({
    storage: { result: true },
    deploy: { result: true },
    boot: { result: true },
  })
  expect((await provision('m1', 'active')).status).toBe(202)
  await clock.advance(600_000)
  expect(machine.now.provision_state).toBe('active')
})

it('requires an image when the storage interface has no volumes', async () => {
  const { verdicts, provision } = await withVolume({ ...BOOTS, storage_interface: 'noop' })
  expect(verdicts['deploy']?.result).toBe(false)
  expect((await provision('m1', 'active')).status).toBe(400)
})

it.each([
  [{}, { connector: true }, "the capability 'iscsi_boot' is not set for the node."],
  [
    BOOTS,
    { connector: false },
    "In order to enable the 'iscsi_boot' capability for the node, an associated ",
  ],
  [
    { ...BOOTS, boot_interface: 'pxe' },
    {},
    'the boot interface must be set to ``ipxe`` to support network booting',
  ],
  [
    { storage_interface: 'external', boot_interface: 'pxe' },
    { connector: false },
    'To support network booting to an iSCSI volume, the boot interface must be set to ``ipxe``.',
  ],
])('reports of %j with %j what its storage refuses', async (node, volumes, reason) => {
  const { verdicts, machine } = await withVolume(node, volumes)
  expect(verdicts['storage']?.result).toBe(false)
  expect(verdicts['storage']?.reason).toContain(`storage interface for node ${machine.uuid}. `)
  expect(verdicts['storage']?.reason).toContain(reason)
})
