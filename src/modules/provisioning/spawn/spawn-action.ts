import { err, ok, type Result } from 'neverthrow'
import { NodeNotReadyError } from '../../../operations/node-errors.js'
import { AVAILABLE, isActive, isAvailable } from '../../../states/observed-node.js'
import { PROVISION_VERBS, isAmong, isUnderWay } from '../../../states/provision-verbs.js'
import { sameId } from '../../../states/same-id.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { NodeTakenError } from '../errors/claim-errors.js'

/**
 * What a spawn has to do, given the node as it was found.
 *
 * - `deploy`: reserve, attach VIFs, validate and deploy.
 * - `join`: the instance is being deployed already; wait for that.
 * - `done`: the instance is active.
 *
 * @inline
 */
export type SpawnAction = 'deploy' | 'join' | 'done'

export function spawnAction(
  node: WatchedNode,
  instance: string,
): Result<SpawnAction, NodeNotReadyError | NodeTakenError> {
  const mine = sameId(node.instance_uuid, instance)
  if (node.instance_uuid !== null && !mine)
    return err(new NodeTakenError({ node: node.uuid, instance, holder: node.instance_uuid }))
  if (mine && isActive(node) && node.target_provision_state === null) return ok('done')
  if (mine && isUnderWay('active', node)) return ok('join')

  const refuse = (problem: string) =>
    err(
      new NodeNotReadyError(
        `Node ${node.uuid} cannot take the instance now: ${problem}.`,
        mine ? 'fix_node' : 'try_other_node',
        { node: node.uuid, instance, provisionState: node.provision_state },
      ),
    )
  const isDeployable = mine ? isAmong(PROVISION_VERBS.active.from, node.provision_state) : isAvailable(node)
  if (!isDeployable) return refuse(`it is in state "${node.provision_state}", not "${AVAILABLE}"`)
  if (node.maintenance)
    return refuse(
      `it is in maintenance${node.maintenance_reason === null ? '' : ` (${node.maintenance_reason})`}`,
    )
  if (node.power_state === null || node.power_state === 'error')
    return refuse(
      `its power state is ${node.power_state === null ? 'unknown' : '"error"'}, so its management controller may be unreachable`,
    )
  return ok('deploy')
}
