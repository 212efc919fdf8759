import { randomUUID } from 'node:crypto'
import type { KillWorld, NodeWish } from '../world/kill-world.js'
import { ANYTHING, judgeFree, judgeNoAllocation, judgeNoOwner, judgeNode } from './expected-node.js'
import type { KilledOperation, NextCall } from './killed-operation.js'

interface Found {
  readonly node: string
  readonly instance: string
}

/** The expected fields of a node without its instance that depend on the state in which it was destroyed. */
type Rest = Readonly<Record<string, unknown>>

function restOf({ state }: NodeWish): Rest {
  return state === 'clean wait' ? { instance_info: ANYTHING } : {}
}

/** Creates a node with an instance and two VIFs. */
async function found(world: KillWorld, wish: NodeWish): Promise<Found> {
  const instance = randomUUID()
  const vifs = world.keepsVifs ? [randomUUID(), randomUUID()] : []
  return { node: await world.makeNode({ ...wish, instance, vifs }), instance }
}

function destroyed(world: KillWorld, { node, instance }: Found, target: object, rest: Rest = {}): NextCall {
  return {
    call: { verb: 'provisioning.destroy', args: [target] },
    judge: async () => [...(await judgeFree(world, node, rest)), ...(await judgeNoOwner(world, instance))],
  }
}

/** Prepares a destroy that is killed and then repeated. */
function destroy(
  name: string,
  wish: NodeWish,
  targetOf: (of: Found) => object = (of) => of,
): KilledOperation {
  return {
    name,
    prepare: async (world) => {
      const of = await found(world, wish)
      const next = destroyed(world, of, targetOf(of), restOf(wish))
      return { call: next.call, ways: { 'destroyed again': [next] } }
    },
  }
}

/** Releases a reserved node in one of the two calls. */
function released(world: KillWorld, of: Found, rest: Rest = {}): NextCall {
  return {
    call: { verb: 'provisioning.release', args: [of] },
    judge: async () => [
      ...(await judgeFree(world, of.node, rest)),
      ...(await judgeNoOwner(world, of.instance)),
      ...(await judgeNoAllocation(world, of.instance)),
    ],
  }
}

function release(name: string, wish: NodeWish): KilledOperation {
  return {
    name,
    prepare: async (world) => {
      const of = await found(world, wish)
      const again = released(world, of, restOf(wish))
      const destroy = destroyed(world, of, of, restOf(wish))
      return { call: again.call, ways: { 'released again': [again], destroyed: [destroy] } }
    },
  }
}

export const LEAVE_OPERATIONS: readonly KilledOperation[] = [
  destroy('destroy of a deployed instance', { state: 'active' }),
  destroy('destroy of an instance whose node is not named', { state: 'active' }, ({ instance }) => ({
    instance,
  })),
  destroy('destroy of a rescued instance', { state: 'rescue' }),
  destroy('destroy after a failed deployment', { state: 'deploy failed' }),
  destroy('destroy during a deployment', { state: 'deploying' }),
  destroy('destroy of a reserved node', { state: 'available' }),
  destroy('destroy of a reserved node that is being cleaned', { state: 'clean wait' }),
  release('release of a reserved node', {}),
  release('release of a reserved node that is being cleaned', { state: 'clean wait' }),
  {
    name: 'reserve through an allocation',
    prepare: async (world) => {
      const [instance, resourceClass] = [randomUUID(), `kill-${randomUUID()}`]
      const node = await world.makeNode({ resourceClass, traits: ['CUSTOM_KILLED'] })
      const requirements = { resourceClass, traits: ['CUSTOM_KILLED'] }
      const call = { verb: 'provisioning.reserve', args: [{ instance, node: requirements }] }
      const again: NextCall = {
        call,
        judge: () => judgeNode(world, node, { provision_state: 'available', instance_uuid: instance }),
      }
      const release = released(world, { node, instance })
      const leave = destroyed(world, { node, instance }, { instance })
      return { call, ways: { 'reserved again': [again, release], destroyed: [leave] } }
    },
  },
]
