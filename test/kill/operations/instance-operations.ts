import { randomUUID } from 'node:crypto'
import type { Call } from '../process/messages.js'
import type { KillWorld, NodeWish } from '../world/kill-world.js'
import { viewNode } from '../world/node-view.js'
import { ANYTHING, judgeDeployed, judgeFree, judgeNode } from './expected-node.js'
import type { KilledOperation, NextCall, Problems } from './killed-operation.js'

/** The clock is fast, and the machine may be busy. */
const PATIENT_MS = 3_600_000

const NEW_IMAGE = { source: 'http://images/new.qcow2', checksum: `sha256:${'cd'.repeat(32)}` }

/** The arguments of an operation on an instance, and the expected node afterwards. */
interface InstanceWork {
  readonly call: Call
  readonly judge: () => Promise<Problems>
}

interface Deployed {
  readonly node: string
  readonly instance: string
  readonly vifs: readonly string[]
}

/**
 * Prepares an operation on a deployed instance, which is then repeated before the instance is destroyed, or
 * destroyed at once.
 */
function onInstance(
  name: string,
  wish: NodeWish,
  workOf: (world: KillWorld, of: Deployed) => InstanceWork,
): KilledOperation {
  return {
    name,
    prepare: async (world) => {
      const instance = randomUUID()
      const vifs = world.keepsVifs ? [randomUUID(), randomUUID()] : []
      const node = await world.makeNode({ state: 'active', ...wish, instance, vifs })
      const again = workOf(world, { node, instance, vifs })
      const destroy: NextCall = {
        call: { verb: 'provisioning.destroy', args: [{ node, instance }] },
        judge: () => judgeFree(world, node, wish.console === 'on' ? { console_enabled: ANYTHING } : {}),
      }
      return { call: again.call, ways: { 'called again': [again, destroy], destroyed: [destroy] } }
    },
  }
}

async function judgeImage(world: KillWorld, node: string): Promise<Problems> {
  const source = (await viewNode(world.endpoint, node))?.instance_info['image_source']
  return source === NEW_IMAGE.source ? [] : [`its image is ${String(source)}`]
}

export const INSTANCE_OPERATIONS: readonly KilledOperation[] = [
  onInstance('redeploy with a new image', {}, (world, { node, instance, vifs }) => ({
    call: {
      verb: 'rebuild.redeploy',
      args: [
        { node, instance },
        { image: NEW_IMAGE, configDrive: { userData: '#cloud-config\n' } },
      ],
    },
    judge: async () => [
      ...(await judgeDeployed(world, node, instance, { vifs })),
      ...(await judgeImage(world, node)),
    ],
  })),
  onInstance('rescue', {}, (world, { node, instance }) => ({
    call: { verb: 'rescue.enter', args: [{ node, instance }, { password: 'not-a-secret-1' }] },
    judge: () => judgeNode(world, node, { provision_state: 'rescue', instance_uuid: instance }),
  })),
  onInstance('the end of a rescue', { state: 'rescue' }, (world, { node, instance, vifs }) => ({
    call: { verb: 'rescue.leave', args: [{ node, instance }] },
    judge: () => judgeDeployed(world, node, instance, { vifs }),
  })),
]

/** Operations that need a network that records VIFs, or a console with an address. */
export const CONNECTED_OPERATIONS: readonly KilledOperation[] = [
  onInstance('syncVifs', {}, (world, { node, instance, vifs }) => {
    const wanted = [...vifs.slice(1), `vif-1-of-${node}`, `vif-2-of-${node}`]
    return {
      call: { verb: 'networking.syncVifs', args: [{ node, instance }, wanted.map((id) => ({ id }))] },
      judge: () => judgeDeployed(world, node, instance, { vifs: wanted }),
    }
  }),
  onInstance('reset of a serial console', { console: 'on' }, (world, { node, instance, vifs }) => ({
    call: {
      verb: 'console.serial',
      args: [
        { node, instance },
        { reset: true, deadlineMs: PATIENT_MS },
      ],
    },
    judge: () => judgeDeployed(world, node, instance, { vifs, console_enabled: true }),
  })),
]
