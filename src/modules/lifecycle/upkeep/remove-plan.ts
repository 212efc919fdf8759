import { NodeNotReadyError } from '../../../operations/node-errors.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/**
 * The next step of removing a node: `ask` Ironic, `wait` for other work to end, or the error that forbids it.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (destroy_node) and `ironic/common/states.py`
 * (DELETE_ALLOWED_STATES)
 */
export type RemoveAction = 'ask' | 'wait' | NodeNotReadyError

export function removeAction(node: WatchedNode): RemoveAction {
  const { provision_state: state, instance_uuid: instance, maintenance } = node
  const facts = provisionStateFacts(state)
  // In maintenance Ironic would remove it all the same, and nobody would know of the instance that keeps running.
  if (instance !== null) return refusal(node, `carries instance ${instance}; call provisioning.destroy first`)
  if (facts?.removable === true) return 'ask'
  if (facts?.occupied === true && facts.phase !== 'busy')
    return refusal(
      node,
      `is in state "${state}" and may still hold the data of an instance; call provisioning.destroy first`,
    )
  if (facts === undefined)
    return refusal(node, `is in state "${state}", which this library does not know; make it manageable first`)
  // In maintenance Ironic ignores both the agent that it waits for and the time-out of that wait.
  if (facts.phase === 'busy' || (facts.phase === 'wait' && !maintenance)) return 'wait'
  if (maintenance) return 'ask'
  const wayOut =
    facts.phase === 'hold' ? 'call lifecycle.unhold or lifecycle.abort first' : 'call lifecycle.manage first'
  return refusal(node, `is in state "${state}", in which Ironic does not remove a node; ${wayOut}`)
}

function refusal({ uuid, provision_state }: WatchedNode, why: string): NodeNotReadyError {
  return new NodeNotReadyError(`Node ${uuid} ${why}.`, 'fix_node', {
    node: uuid,
    provisionState: provision_state,
  })
}
