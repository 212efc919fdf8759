import type { KillWorld, NodeWish } from '../../kill/world/kill-world.js'
import { ask, settledNode } from '../../kill/world/node-view.js'
import { createAvailableNode } from '../fixture/available-node.js'
import type { ServerUnderTest } from '../servers.js'

export interface RealKillWorld extends KillWorld {
  /** Removes everything that the tests created. */
  readonly cleanUp: () => Promise<void>
}

const POLL_MS = 300

/**
 * On a busy machine, Ironic has accepted a request of a dead process seconds after its successor had read the
 * node.
 */
const LATE_EFFECT_MS = 15_000

const INSTANCE_INFO = { image_source: 'http://images/old.qcow2', image_checksum: 'ab'.repeat(16) }

/** Returns a real Ironic on fake hardware. It runs in real time, and its network records no VIFs. */
export function realKillWorld({ name, url }: ServerUnderTest): RealKillWorld {
  const made: string[] = []
  return {
    name,
    endpoint: url,
    clock: { sinceMs: Date.now(), speed: 1 },
    pollMs: POLL_MS,
    lateEffectMs: LATE_EFFECT_MS,
    keepsVifs: false,
    makeNode: async (wish) => {
      const { uuid } = await createAvailableNode(url, { resourceClass: wish.resourceClass ?? 'kill' })
      made.push(uuid)
      await bringTo(url, uuid, wish)
      return uuid
    },
    goOn: () => undefined,
    deploymentsOf: () => undefined,
    cleanUp: async () => {
      const enrolled = await ask<{ nodes: { uuid: string; resource_class: string | null }[] }>(
        url,
        'GET',
        '/v1/nodes?fields=uuid,resource_class&provision_state=enroll&limit=1000',
      )
      const ours = enrolled?.nodes.filter(({ resource_class }) => resource_class?.startsWith('kill-')) ?? []
      for (const uuid of new Set([...made, ...ours.map((node) => node.uuid)])) await removeNode(url, uuid)
    },
  }
}

async function bringTo(url: string, uuid: string, { state = 'available', instance, traits = [] }: NodeWish) {
  const node = `/v1/nodes/${uuid}`
  const provision = async (target: string, more: object = {}) => {
    await ask(url, 'PUT', `${node}/states/provision`, { target, ...more })
    await settledNode(url, uuid, POLL_MS)
  }
  if (traits.length > 0) await ask(url, 'PUT', `${node}/traits`, { traits })
  if (instance !== undefined)
    await ask(url, 'PATCH', node, [
      { op: 'add', path: '/instance_uuid', value: instance },
      { op: 'add', path: '/instance_info', value: INSTANCE_INFO },
    ])
  if (state === 'available') return
  if (state === 'manageable') return provision('manage')
  if (state !== 'active' && state !== 'rescue') throw new Error(`No node can be brought to "${state}" here.`)
  await provision('active')
  if (state === 'rescue') await provision('rescue', { rescue_password: 'not-a-secret-1' })
}

/** Removes a node. One that cannot be freed is left, since the test has reported it by then. */
async function removeNode(url: string, uuid: string): Promise<void> {
  const node = await settledNode(url, uuid, POLL_MS)
  if (node?.instance_uuid === null) await ask(url, 'DELETE', `/v1/nodes/${uuid}`)
}
