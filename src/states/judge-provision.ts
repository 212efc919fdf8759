import { isSettled, type ObservedNode } from './observed-node.js'
import { PROVISION_VERBS, type ProvisionVerb } from './provision-verbs.js'
import { provisionStateFacts } from './provision-states.js'
import { sameId } from './same-id.js'
import { diverged, failed, pending, reached, type Verdict } from './verdict.js'

/** The verb that was sent to a node, and the instance that the node must keep meanwhile. */
export interface ProvisionGoal {
  /** The verb that was accepted, or that another client sent. */
  readonly verb: Exclude<ProvisionVerb, 'abort' | 'unhold' | 'deleted'>
  /** The instance that must stay on the node; absent when the verb does not depend on one. */
  readonly instance?: string | undefined
}

/**
 * Judges a node after a provision verb was accepted.
 *
 * The verb is done in its end state with no target left. A failed state counts only once the lock and a power change
 * are gone. `last_error` decides nothing: a healthy operation may show one for a while, and an old one may remain.
 */
export function judgeProvision(node: ObservedNode, goal: ProvisionGoal): Verdict {
  const { via, ends, failures } = PROVISION_VERBS[goal.verb]
  const among = (states: readonly string[]) => states.includes(node.provision_state)

  if (goal.instance !== undefined && !sameId(node.instance_uuid, goal.instance))
    return diverged(
      node.instance_uuid === null
        ? `the instance is no longer on the node, which is now in state "${node.provision_state}"`
        : `another instance, ${node.instance_uuid}, is on the node`,
    )
  if (among(ends))
    return node.target_provision_state === null
      ? reached
      : pending(`in state "${node.provision_state}" on the way to "${node.target_provision_state}"`)
  if (among(failures)) {
    const end = `it ended in state "${node.provision_state}"`
    return isSettled(node) ? failed(end) : pending(`${end} and Ironic still works on it`)
  }
  if (among(via)) return pending(`in state "${node.provision_state}"`)
  if (provisionStateFacts(node.provision_state) === undefined && node.target_provision_state !== null)
    return pending(`in the unknown state "${node.provision_state}"`)
  return diverged(`it is in state "${node.provision_state}", which is not on the path of "${goal.verb}"`)
}
