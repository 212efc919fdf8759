import type { IronicDriver, IronicDriverError } from 'ironic-driver'
import type { ResultAsync } from 'neverthrow'
import { expect, it } from 'vitest'
import { simulatedSite } from '../support/simulated-site.js'

/** A text that was cut in the middle of an emoji. */
const half = 'web \ud83d'

const node = '5c1c8f5a-7f0e-4d63-8f11-4f1f5b0c9a01'
const instance = 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876'
const target = { node }
const request = { instance: { id: instance }, node, image: { source: 'http://images/web.qcow2' } }
const machine = { name: 'm1', driver: 'fake-hardware', ports: [] }

type Call = (driver: IronicDriver) => ResultAsync<unknown, IronicDriverError>

const spawn =
  (part: object): Call =>
  ({ provisioning }) =>
    provisioning.spawn({ ...request, ...part })

it.each<[string, string, Call]>([
  ['the name of an instance', 'instance.name', spawn({ instance: { id: instance, name: half } })],
  ['instance_info', 'instanceInfo.note.0', spawn({ instanceInfo: { note: [half] } })],
  ['a key of instance_info', 'instanceInfo', spawn({ instanceInfo: { [half]: 1 } })],
  ['meta data', 'configDrive.metaData.a.b', spawn({ configDrive: { metaData: { a: { b: half } } } })],
  ['user data', 'configDrive.userData', spawn({ configDrive: { userData: half } })],
  [
    'cloud-config',
    'configDrive.userData.cloudConfig.a',
    spawn({ configDrive: { userData: { cloudConfig: { a: half } } } }),
  ],
  ['vendor data', 'configDrive.vendorData.a', spawn({ configDrive: { vendorData: { a: half } } })],
  ['a password', 'configDrive.adminPassword', spawn({ configDrive: { adminPassword: half } })],
  [
    'a file',
    'configDrive.files.0.contents',
    spawn({ configDrive: { files: [{ path: '/a', contents: half }] } }),
  ],
  [
    'the path of a file',
    'configDrive.files.0.path',
    spawn({ configDrive: { files: [{ path: `/${half}`, contents: '' }] } }),
  ],
  [
    'the comment of a key',
    'configDrive.publicKeys.0',
    spawn({ configDrive: { publicKeys: [`ssh-ed25519 AAAA ${half}`] } }),
  ],
  [
    'a deploy step',
    'deploySteps.0.args.a',
    spawn({ deploySteps: [{ interface: 'bios', step: 's', args: { a: half }, priority: 1 }] }),
  ],
  [
    'a checksum that is a URL',
    'image.checksum',
    spawn({ image: { ...request.image, checksum: `http://a/${half}` } }),
  ],
  [
    'the login of a registry',
    'image.pullSecret',
    spawn({ image: { source: 'oci://a/b', pullSecret: half } }),
  ],
  ['the reason of a maintenance', 'reason.reason', (d) => d.lifecycle.maintenance(target, { reason: half })],
  ['the reason of a retirement', 'reason.reason', (d) => d.lifecycle.retire(target, { reason: half })],
  [
    'a rebuild',
    'configDrive.metaData.a',
    (d) => d.rebuild.redeploy(target, { configDrive: { metaData: { a: half } } }),
  ],
  ['a rescue password', 'rescue.password', (d) => d.rescue.enter(target, { password: half })],
  ['a VIF', 'vif.id', (d) => d.networking.attachVif(target, { id: 'web\ud83d' })],
  [
    'the network of a VIF',
    'vifs.0.network.network',
    (d) => d.networking.networkData(target, [{ id: 'a', network: { network: half } }]),
  ],
  [
    'the properties of a volume',
    'volume.properties.target',
    (d) =>
      d.storage.attachTarget(target, {
        volumeId: 'v',
        volumeType: 'iscsi',
        bootIndex: 0,
        properties: { target: half },
      }),
  ],
  ['the extra of a machine', 'node.extra.a', (d) => d.lifecycle.enroll({ ...machine, extra: { a: half } })],
  [
    'the description of a machine',
    'node.description',
    (d) => d.lifecycle.enroll({ ...machine, description: half }),
  ],
  [
    'an allocation',
    'request.extra.a',
    (d) => d.allocations.create({ resourceClass: 'a', extra: { a: half } }),
  ],
  [
    'a step of a cleaning',
    'clean.steps.0.args.a',
    (d) => d.lifecycle.clean(target, { steps: [{ interface: 'deploy', step: 's', args: { a: half } }] }),
  ],
  ['a reason, with the client', 'reason', ({ client }) => client.nodeMaintenance.set(node, { reason: half })],
  [
    'a new node, by the client',
    'extra.a',
    ({ client }) => client.nodes.create({ driver: 'd', extra: { a: half } }),
  ],
  [
    'a new port, by the client',
    'extra.a',
    ({ client }) =>
      client.ports.create({ node_uuid: node, address: '52:54:00:00:00:01', extra: { a: half } }),
  ],
  [
    'a patch',
    'patch: /extra/a.b',
    ({ client }) => client.nodes.patch(node, [{ op: 'add', path: '/extra/a', value: { b: half } }]),
  ],
  [
    'a raw request',
    'a.0',
    ({ client }) => client.request({ method: 'POST', path: ['wheels'], body: { a: [half] } }),
  ],
])('does not send a text with half of a surrogate pair: %s', async (_what, field, call) => {
  const { simulator, driver, run } = simulatedSite()
  const result = await run(call(driver))
  expect(simulator.requests).toEqual([])
  expect(result.isErr() && result.error).toMatchObject({ kind: 'invalid_input', field })
  expect(result.isErr() && result.error.message).toContain('half of a surrogate pair')
})

it('sends whole characters of any kind, and text that only looks like an escaped half', async () => {
  const { simulator, driver, run } = simulatedSite()
  const whole = simulator.node({ name: 'm1' }).available()
  const reason = 'fan 🌬️ \\ud83d'
  const result = await run(driver.lifecycle.maintenance({ node: whole.uuid }, { reason }))
  expect(result.isOk()).toBe(true)
  expect(whole.now.maintenance_reason).toBe(reason)
})
