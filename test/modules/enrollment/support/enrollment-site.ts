import type { IronicDriver, NodeToEnroll } from 'ironic-driver'
import type { SimulatorOptions } from 'ironic-driver/testing'
import { expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

export const SECRET = 'canary-91'

export const [MAC_1, MAC_2, MAC_3] = ['52:54:00:00:00:01', '52:54:00:00:00:02', '52:54:00:00:00:03']

export const MACHINE = {
  name: 'metal-1',
  driver: 'fake-hardware',
  driver_info: { ipmi_address: '10.0.0.7', ipmi_password: SECRET },
  resource_class: 'gold',
  properties: { cpus: 8, capabilities: 'boot_mode:uefi' },
  traits: ['CUSTOM_GPU', 'HW_CPU_X86_VMX'],
  ports: [
    { address: '52:54:00:00:00:0A', pxe_enabled: false },
    { address: MAC_1, physical_network: 'rack-1' },
  ],
  portgroups: [{ name: 'bond-1', mode: '802.3ad', ports: [{ address: MAC_2 }, { address: MAC_3 }] }],
} satisfies NodeToEnroll

export function site(options: Omit<SimulatorOptions, 'clock'> = {}) {
  const made = simulatedSite(options)
  const { simulator, driver, run } = made
  const enroll = (node: NodeToEnroll = MACHINE, by: IronicDriver = driver) => run(by.lifecycle.enroll(node))
  const routes = () => simulator.requests.map(({ route }) => route)
  const writes = () => simulator.requests.filter(({ method }) => method !== 'GET').length
  return { ...made, enroll, routes, writes }
}

/** The number of lookups before the node is created: by its name and its four addresses. */
export const LOOKS = 5

/** Returns all that an Ironic holds, by names that people know. */
export async function world(driver: IronicDriver, run: <T>(work: PromiseLike<T>) => Promise<T>) {
  const nodes = expectOk(await run(driver.client.nodes.list().all()))
  const ports = expectOk(await run(driver.client.ports.list().all()))
  const groups = expectOk(await run(driver.client.portGroups.list().all()))
  const nameOf = (uuid: string) => nodes.find((node) => node.uuid === uuid)?.name ?? uuid
  const groupOf = (uuid: string | null | undefined) => groups.find((group) => group.uuid === uuid)?.name
  return {
    nodes: nodes.map(({ name, traits }) => [name, traits]),
    ports: ports.map((port) => [port.address, nameOf(port.node_uuid), groupOf(port.portgroup_uuid)]).sort(),
    groups: groups.map(({ name, node_uuid }) => [name, nameOf(node_uuid)]),
  }
}

export const WHOLE = {
  nodes: [['metal-1', ['CUSTOM_GPU', 'HW_CPU_X86_VMX']]],
  ports: [
    [MAC_1, 'metal-1', undefined],
    [MAC_2, 'metal-1', 'bond-1'],
    [MAC_3, 'metal-1', 'bond-1'],
    ['52:54:00:00:00:0a', 'metal-1', undefined],
  ],
  groups: [['bond-1', 'metal-1']],
}
