import { randomBytes, randomUUID } from 'node:crypto'
import type { Enrollment, NodeToEnroll, PortToEnroll } from 'ironic-driver'
import type { KillWorld } from '../world/kill-world.js'
import { ask, viewNode, type NodeView } from '../world/node-view.js'
import type { KilledOperation, Problems } from './killed-operation.js'

/** The clock is fast, and the machine may be busy. */
const PATIENT = { deadlineMs: 3_600_000 }

const mac = () =>
  ['52', '54', ...Array.from(randomBytes(4), (byte) => byte.toString(16).padStart(2, '0'))].join(':')

type Machine = NodeToEnroll & { readonly ports: readonly PortToEnroll[] }

function machine(resourceClass: string, more: Partial<NodeToEnroll> = {}): Machine {
  const ports = [{ address: mac() }, { address: mac() }]
  return { driver: 'fake-hardware', resource_class: resourceClass, ...more, ports }
}

/** Checks that each machine exists once, with all of its parts and no others. */
async function judgeMachines(
  { endpoint }: KillWorld,
  resourceClass: string,
  wanted: readonly Machine[],
): Promise<Problems> {
  const listed = await ask<{ nodes: { uuid: string }[] }>(
    endpoint,
    'GET',
    `/v1/nodes?resource_class=${resourceClass}`,
  )
  const views = await Promise.all((listed?.nodes ?? []).map(({ uuid }) => viewNode(endpoint, uuid)))
  const seen = views.flatMap((view) => view ?? [])
  return [
    ...(seen.length === wanted.length ? [] : [`there are ${seen.length} nodes, not ${wanted.length}`]),
    ...(await Promise.all(wanted.map((one) => judgeMachine(endpoint, one, seen)))).flat(),
  ]
}

async function judgeMachine(endpoint: string, wanted: Machine, seen: readonly NodeView[]): Promise<Problems> {
  const groups = wanted.portgroups ?? []
  const addresses = [...wanted.ports, ...groups.flatMap(({ ports }) => ports ?? [])].map(
    ({ address }) => address,
  )
  const node = seen.find(({ ports }) => ports.some(({ address }) => addresses.includes(address)))
  if (node === undefined) return [`nothing has the ports ${addresses.join(', ')}`]
  const found = await ask<{ portgroups: { name: string }[] }>(
    endpoint,
    'GET',
    `/v1/nodes/${node.uuid}/portgroups`,
  )
  const differ = (what: string, is: readonly string[], be: readonly string[]) =>
    is.toSorted().join() === be.toSorted().join() ? [] : [`its ${what} are ${is.join()}, not ${be.join()}`]
  return [
    ...differ(
      'ports',
      node.ports.map(({ address }) => address),
      addresses,
    ),
    ...differ(
      'port groups',
      found?.portgroups.map(({ name }) => name) ?? [],
      groups.map(({ name }) => name ?? ''),
    ),
    ...differ('traits', node.traits, wanted.traits ?? []),
    ...(node.name === (wanted.name ?? null) ? [] : [`its name is ${String(node.name)}`]),
  ]
}

async function judgeChassis({ endpoint }: KillWorld, description: string): Promise<Problems> {
  const listed = await ask<{ chassis: { description: string }[] }>(endpoint, 'GET', '/v1/chassis')
  const count = listed?.chassis.filter((one) => one.description === description).length
  return count === 1 ? [] : [`there are ${String(count)} chassis of this description`]
}

function enrollOne(name: string, wish: (token: string) => Partial<NodeToEnroll>): KilledOperation {
  return {
    name,
    prepare: (world) => {
      const token = `kill-${randomUUID()}`
      const wanted = machine(token, wish(token))
      const call = { verb: 'lifecycle.enroll', args: [wanted, PATIENT] }
      const judge = () => judgeMachines(world, token, [wanted])
      return Promise.resolve({ call, ways: { 'enrolled again': [{ call, judge }] } })
    },
  }
}

export const ENROLL_OPERATIONS: readonly KilledOperation[] = [
  enrollOne('enroll of a machine with all parts', (token) => ({
    name: token,
    traits: ['CUSTOM_A', 'CUSTOM_B'],
    portgroups: [{ name: `bond-${token}`, ports: [{ address: mac() }] }],
  })),
  enrollOne('enroll of a machine without a name', () => ({ traits: ['CUSTOM_A'] })),
  {
    name: 'enroll that completes a machine',
    prepare: async (world) => {
      const token = `kill-${randomUUID()}`
      const wanted = machine(token, { name: token, traits: ['CUSTOM_A', 'CUSTOM_B'] })
      await ask(world.endpoint, 'POST', '/v1/nodes', {
        name: token,
        driver: 'fake-hardware',
        resource_class: token,
      })
      const call = { verb: 'lifecycle.enroll', args: [wanted, PATIENT] }
      const judge = () => judgeMachines(world, token, [wanted])
      return { call, ways: { 'enrolled again': [{ call, judge }] } }
    },
  },
  {
    name: 'enrollAll of a file',
    prepare: (world) => {
      const token = `kill-${randomUUID()}`
      const machines = [0, 1, 2, 3].map((number) =>
        machine(token, number === 3 ? {} : { name: `${token}-${number}`, traits: ['CUSTOM_A'] }),
      )
      const enrollment: Enrollment = {
        chassis: [{ description: token, nodes: machines.slice(0, 2) }],
        nodes: machines.slice(2),
      }
      const call = { verb: 'lifecycle.enrollAll', args: [enrollment, PATIENT] }
      const judge = async () => [
        ...(await judgeMachines(world, token, machines)),
        ...(await judgeChassis(world, token)),
      ]
      return Promise.resolve({ call, ways: { 'enrolled again': [{ call, judge }] } })
    },
  },
]
