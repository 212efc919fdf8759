import { NodeNotReadyError } from '../../../operations/node-errors.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/**
 * What removing a node takes, as it is now: to be asked for, or to be waited for until something else has ended.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (destroy_node) and `ironic/common/states.py` (DELETE_ALLOWED_STATES)
 */
export type RemoveAction = 'ask' | 'wait' | NodeNotReadyError

export function removeAction(node: WatchedNode): RemoveAction {
  const { provision_state: state, instance_uuid: instance, maintenance } = node
  const facts = provisionStateFacts(state)
  // In maintenance Ironic would remove it all the same, and nobody would know of the machine that runs on.
  if (instance !== null)
    return refusal(node, `carries instance ${instance}; destroy that by provisioning.destroy first`)
  if (facts?.removable === true) return 'ask'
  if (facts?.occupied === true && facts.phase !== 'busy')
    return refusal(
      node,
      `is in state "${state}", so that it may hold what an instance has left; tear it down by provisioning.destroy first`,
    )
  if (facts === undefined)
    return refusal(
      node,
      `is in state "${state}", which this library does not know; take it to manageable first`,
    )
  // In maintenance Ironic heeds neither the agent that it waits for nor the time that it has waited.
  if (facts.phase === 'busy' || (facts.phase === 'wait' && !maintenance)) return 'wait'
  if (maintenance) return 'ask'
  const wayOut =
    facts.phase === 'hold'
      ? 'go on by lifecycle.unhold or end it by lifecycle.abort first'
      : 'take it back by lifecycle.manage first'
  return refusal(node, `is in state "${state}", in which Ironic removes none; ${wayOut}`)
}

function refusal({ uuid, provision_state }: WatchedNode, why: string): NodeNotReadyError {
  return new NodeNotReadyError(`Node ${uuid} ${why}.`, 'fix_node', {
    node: uuid,
    provisionState: provision_state,
  })
}
