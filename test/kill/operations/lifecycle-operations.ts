import type { KillWorld, NodeWish } from '../world/kill-world.js'
import { viewNode } from '../world/node-view.js'
import { judgeNode } from './expected-node.js'
import type { KilledOperation, Problems } from './killed-operation.js'

/** Prepares an operation on a node without an instance, which is then repeated. */
function onNode(
  verb: string,
  wish: NodeWish,
  options: readonly unknown[],
  judge: (world: KillWorld, node: string) => Promise<Problems>,
): KilledOperation {
  return {
    name: `lifecycle.${verb}`,
    prepare: async (world) => {
      const node = await world.makeNode(wish)
      const call = { verb: `lifecycle.${verb}`, args: [{ node }, ...options] }
      return { call, ways: { 'called again': [{ call, judge: () => judge(world, node) }] } }
    },
  }
}

export const LIFECYCLE_OPERATIONS: readonly KilledOperation[] = [
  onNode('remove', {}, [], async (world, node) =>
    (await viewNode(world.endpoint, node)) === undefined ? [] : ['it is still there'],
  ),
  onNode('retire', { state: 'manageable' }, [{ reason: 'too old' }], (world, node) =>
    judgeNode(world, node, { provision_state: 'manageable', retired: true, retired_reason: 'too old' }),
  ),
  onNode('clean', { state: 'manageable' }, [{ bios: [{ name: 'BootMode', value: 'Uefi' }] }], (world, node) =>
    judgeNode(world, node, { provision_state: 'manageable', fault: null, last_error: null }),
  ),
  onNode('provide', { state: 'manageable' }, [], (world, node) =>
    judgeNode(world, node, { provision_state: 'available', fault: null, last_error: null }),
  ),
  onNode('manage', { state: 'available' }, [], (world, node) =>
    judgeNode(world, node, { provision_state: 'manageable' }),
  ),
  onNode('maintenance', { state: 'available' }, [{ reason: 'a fan' }], (world, node) =>
    judgeNode(world, node, { maintenance: true, maintenance_reason: 'a fan' }),
  ),
]
