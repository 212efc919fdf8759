import { randomUUID } from 'node:crypto'
import type { SpawnRequest } from 'ironic-driver'
import type { KillWorld } from '../world/kill-world.js'
import { ownersOf } from '../world/node-view.js'
import { judgeDeployed, judgeFree, judgeNoAllocation, judgeNoOwner } from './expected-node.js'
import type { KilledOperation, NextCall, PreparedOperation, Problems } from './killed-operation.js'

const IMAGE = { source: 'http://images/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }
const TRAIT = 'CUSTOM_KILLED'

function request(
  world: KillWorld,
  node: SpawnRequest['node'],
): SpawnRequest & { readonly vifs: readonly { id: string }[] } {
  return {
    instance: { id: randomUUID(), name: 'web' },
    node,
    image: IMAGE,
    vifs: world.keepsVifs ? [{ id: randomUUID() }, { id: randomUUID() }] : [],
    configDrive: { metaData: { role: 'web' }, userData: '#cloud-config\n' },
  }
}

/**
 * Prepares a spawn that is then repeated and destroyed, or destroyed at once. Nothing may be left in the end.
 */
function afterSpawn(world: KillWorld, nodes: readonly string[], spawn: SpawnRequest): PreparedOperation {
  const call = { verb: 'provisioning.spawn', args: [spawn] }
  const { id: instance } = spawn.instance
  const isNamed = typeof spawn.node === 'string'
  const destroy: NextCall = {
    call: {
      verb: 'provisioning.destroy',
      args: [{ instance, ...(isNamed ? { node: spawn.node } : {}) }],
    },
    judge: async () => [
      ...(await Promise.all(nodes.map((node) => judgeFree(world, node)))).flat(),
      ...(await judgeNoOwner(world, instance)),
      ...(await judgeNoAllocation(world, instance)),
    ],
  }
  const again: NextCall = { call, judge: () => judgeSpawned(world, nodes, spawn) }
  return { call, ways: { 'spawned again': [again, destroy], destroyed: [destroy] } }
}

async function judgeSpawned(
  world: KillWorld,
  nodes: readonly string[],
  spawn: SpawnRequest,
): Promise<Problems> {
  const { id: instance } = spawn.instance
  const [owner = '', ...others] = await ownersOf(world.endpoint, instance)
  const free = nodes.filter((node) => node !== owner && !others.includes(node))
  const vifs = spawn.vifs?.map(({ id }) => id) ?? []
  return [
    ...(owner === ''
      ? ['no node carries the instance']
      : await judgeDeployed(world, owner, instance, { vifs })),
    ...(await Promise.all(free.map((node) => judgeFree(world, node)))).flat(),
  ]
}

function some(world: KillWorld, resourceClass: string): Promise<string[]> {
  return Promise.all([0, 1, 2].map(() => world.makeNode({ resourceClass, traits: [TRAIT] })))
}

export const SPAWN_OPERATIONS: readonly KilledOperation[] = [
  {
    name: 'spawn on a named node',
    prepare: async (world) => {
      const node = await world.makeNode({})
      return afterSpawn(world, [node], request(world, node))
    },
  },
  {
    name: 'spawn through an allocation',
    prepare: async (world) => {
      const resourceClass = `kill-${randomUUID()}`
      const nodes = await some(world, resourceClass)
      return afterSpawn(world, nodes, request(world, { resourceClass, traits: [TRAIT] }))
    },
  },
  {
    name: 'spawn on a node from a list',
    prepare: async (world) => {
      const resourceClass = `kill-${randomUUID()}`
      const nodes = await some(world, resourceClass)
      return afterSpawn(world, nodes, request(world, { resourceClass, traits: [TRAIT], conductorGroup: '' }))
    },
  },
]
