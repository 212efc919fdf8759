import { IronicClient, type ApiVersion, type ClientError } from 'ironic-driver/client'
import { IronicSimulator, ManualClock, type SimulatedRelease } from 'ironic-driver/testing'
import { expectErr, expectOk } from '../../support/expect-result.js'
import type { JsonValue } from '../comparison/json-value.js'
import type { GoodReply } from './seen-items.js'

const RELEASES: readonly (readonly [SimulatedRelease, readonly ApiVersion[]])[] = [
  ['21.4', ['1.11', '1.31', '1.61', '1.82']],
  ['29.0', ['1.82', '1.96']],
  ['39.0', ['1.82', '1.95', '1.113', '1.115']],
]

const NODE = '/v1/nodes/m1'
const PATHS = [
  ...['/v1/nodes', '/v1/nodes/detail', NODE, `${NODE}?fields=uuid,driver_info,traits`],
  ...['states', 'states/console', 'validate', 'traits', 'vifs', 'history', 'history?detail=true'].map(below),
  ...['inventory', 'bios', 'bios?detail=true', 'bios?fields=name,unique', 'bios/Cores'].map(below),
  ...['firmware', 'firmware?fields=component', 'vmedia', 'children', 'vendor_passthru/methods'].map(below),
  ...['indicators', 'indicators/led@system', 'boot_device', 'boot_device/supported'].map((path) =>
    below(`management/${path}`),
  ),
  ...['ports/detail', 'portgroups/detail', 'volume/connectors', 'volume/targets?detail=true'].map(below),
  ...['ports', 'portgroups', 'chassis', 'volume/connectors', 'volume/targets'].flatMap((path) => [
    `/v1/${path}`,
    `/v1/${path}?detail=true`,
  ]),
  ...['conductors', 'allocations', 'deploy_templates', 'runbooks', 'inspection_rules'].flatMap((path) => [
    `/v1/${path}`,
    `/v1/${path}?detail=true`,
  ]),
  ...['drivers', 'drivers?detail=true', 'drivers/redfish', 'drivers/redfish/properties', 'shards'].map(
    (path) => `/v1/${path}`,
  ),
  '/v1/drivers/redfish/raid/logical_disk_properties',
  '/v1/runbooks/CUSTOM_FIX/traits',
]

function below(path: string): string {
  return `${NODE}/${path}`
}

/** The simulator's replies, in several releases and versions, for a world with some of everything. */
export async function simulatedReplies(): Promise<readonly (readonly [string, readonly GoodReply[]])[]> {
  return Promise.all(
    RELEASES.map(async ([release, versions]) => {
      const simulator = await worldOf(release)
      const replies = await Promise.all(versions.flatMap((version) => PATHS.map(ask(simulator, version))))
      return [`the simulated Ironic ${release}`, replies.flat()] as const
    }),
  )
}

const ask = (simulator: IronicSimulator, version: ApiVersion) => async (path: string) => {
  const headers = { 'x-openstack-ironic-api-version': version, accept: 'application/json' }
  const { status, body } = expectOk(await simulator.send({ method: 'GET', path, headers }))
  if (status !== 200) return []
  return [{ asked: `GET ${path}`, version, body: JSON.parse(body) as JsonValue }]
}

async function worldOf(release: SimulatedRelease): Promise<IronicSimulator> {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, release, hardware: 'redfish', networkInterface: 'flat' })
  const machine = simulator
    .node({ name: 'm1', traits: ['CUSTOM_A'], shard: 'rack-1' })
    .withPortgroup({ name: 'bond0' })
    .withPorts(2)
    .withBiosSettings({ Cores: { value: '8', attribute_type: 'Integer', lower_bound: 1 } })
    .withFirmware({ bios: '2.19.1' })
    .withIndicators({ 'led@system': 'off' })
    .withInventory({ cpu: { count: 64 } })
    .active()
  const client = new IronicClient({ transport: simulator, clock })
  const run = async <T>(work: PromiseLike<T>) => clock.run(work)
  const made = [
    run(client.nodeVifs.attach('m1', { id: 'vif-1' })),
    run(client.chassis.create({ description: 'rack 1' })),
    run(client.allocations.create({ name: 'a1', resource_class: 'wheels' })),
    run(client.deployTemplates.create({ name: 'CUSTOM_A', steps: [{ ...step, priority: 10 }] })),
    run(client.volumeConnectors.create({ node_uuid: machine.uuid, type: 'iqn', connector_id: 'iqn.1' })),
    run(
      client.volumeTargets.create({
        node_uuid: machine.uuid,
        volume_type: 'iscsi',
        volume_id: 'v1',
        boot_index: 0,
      }),
    ),
  ]
  for (const one of made) expectOk<unknown>(await one)
  const newer = [
    await run(client.runbooks.create({ name: 'CUSTOM_FIX', steps: [{ ...step, order: 1 }] })),
    await run(client.inspectionRules.create({ actions: [{ op: 'fail', args: { msg: 'no' } }] })),
    await run(client.nodes.create({ driver: 'redfish', parent_node: machine.uuid })),
  ]
  for (const one of newer)
    if (one.isErr()) expectErr<ClientError, 'unsupported_api_version'>(one, 'unsupported_api_version')
  // Recorded as an event of the node.
  expectErr(await run(client.nodeVifs.detach('m1', 'vif-9')), 'vif_not_attached')
  return simulator
}

const step = { interface: 'bios', step: 'factory_reset', args: {} }
