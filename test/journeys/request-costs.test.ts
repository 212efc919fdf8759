import { randomUUID } from 'node:crypto'
import type { IronicDriver, IronicDriverError } from 'ironic-driver'
import type { IronicSimulator, SimulatedNode } from 'ironic-driver/testing'
import type { ResultAsync } from 'neverthrow'
import { expect, it } from 'vitest'
import { expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

// The costs of operations in docs/coming-from/nova.md, beside those of Nova; waits are not included.

interface Site {
  readonly simulator: IronicSimulator
  readonly driver: IronicDriver
  readonly node: SimulatedNode
  readonly target: { readonly node: string }
}

type Call = (site: Site) => ResultAsync<unknown, IronicDriverError>

const VIF = randomUUID()
const VOLUME = { volumeId: 'vol-1', volumeType: 'iscsi', bootIndex: 0, properties: {} }

const READ = 'GET /v1/nodes/{uuid}'
const LIST = 'GET /v1/nodes'
const PORTS = ['GET /v1/ports/detail', 'GET /v1/portgroups/detail']

it.each<[string, Call, readonly string[]]>([
  ['power.state', ({ driver, target }) => driver.power.state(target), [READ]],
  [
    'power.injectNmi',
    ({ driver, target }) => driver.power.injectNmi(target),
    [READ, 'PUT /v1/nodes/{uuid}/management/inject_nmi'],
  ],
  [
    'rescue.requestEnter',
    ({ driver, target }) => driver.rescue.requestEnter(target, { password: 'rescue-password' }),
    [READ, 'PUT /v1/nodes/{uuid}/states/provision'],
  ],
  ['inventory.exists', ({ driver, target }) => driver.inventory.exists(target), [READ]],
  ['inventory.resources', ({ driver, target }) => driver.inventory.resources(target), [READ]],
  [
    'inventory.instance',
    ({ driver, node }) => driver.inventory.instance(node.now.instance_uuid ?? ''),
    [LIST],
  ],
  ['inventory.nodes', ({ driver }) => driver.inventory.nodes(), [LIST]],
  ['inventory.placement', ({ driver }) => driver.inventory.placement(), [LIST]],
  [
    'networking.attachVif',
    ({ driver, target }) => driver.networking.attachVif(target, { id: VIF }),
    [READ, 'POST /v1/nodes/{uuid}/vifs'],
  ],
  [
    'networking.attachVif at a named port',
    ({ driver, target, node }) => driver.networking.attachVif(target, { id: VIF, port: node.ports[0]?.uuid }),
    [READ, ...PORTS, 'POST /v1/nodes/{uuid}/vifs'],
  ],
  ['networking.networkData', ({ driver, target }) => driver.networking.networkData(target), [READ, ...PORTS]],
  [
    'storage.connector',
    ({ driver, target }) => driver.storage.connector(target),
    [READ, 'GET /v1/volume/connectors'],
  ],
  [
    'storage.attachTarget',
    ({ driver, target }) => driver.storage.attachTarget(target, VOLUME),
    [READ, 'POST /v1/volume/targets'],
  ],
  [
    'console.serial of one that is on',
    ({ simulator, driver, target, node }) => {
      node.force({ console_enabled: true })
      const info = { type: 'socat', url: 'tcp://10.0.0.7:10023' }
      const body = JSON.stringify({ console_enabled: true, console_info: info })
      simulator.disruptions.next({ path: /states\/console$/ }, { kind: 'status', status: 200, body })
      return driver.console.serial(target)
    },
    [READ, 'GET /v1/nodes/{uuid}/states/console'],
  ],
  [
    'console.vnc of one that is on',
    ({ driver, target, node }) => {
      node.force({ console_enabled: true, console_interface: 'redfish-graphical' })
      return driver.console.vnc(target)
    },
    [READ, 'GET /v1/nodes/{uuid}/states/console'],
  ],
])('%s sends the documented requests', async (_, call, routes) => {
  const { simulator, driver, run } = simulatedSite({ hardware: 'redfish' })
  const node = simulator.node({ name: 'metal-1', network_interface: 'neutron' }).withPort().active()
  expectOk(await run(driver.client.features()))
  simulator.forgetRequests()
  expectOk(await run(call({ simulator, driver, node, target: { node: node.uuid } })))
  expect(simulator.requests.map(({ route }) => route)).toEqual(routes)
})
