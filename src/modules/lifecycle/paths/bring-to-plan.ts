import { NodeNotReadyError } from '../../../operations/node-errors.js'
import { isSettled } from '../../../states/observed-node.js'
import { planTransition, type TransitionPlan } from '../../../states/plan-transition.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import { PROVISION_VERBS, type ProvisionVerb } from '../../../states/provision-verbs.js'
import { diverged, failed, pending, reached, type Verdict } from '../../../states/verdict.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { NoPathError } from './bring-to-errors.js'
import type { GoalState, PathVerb } from './path-input.js'

/** How a node gets to where it should be, as it is now. */
export function pathOf(
  { provision_state, target_provision_state: target, instance_uuid }: WatchedNode,
  to: GoalState,
  allow: readonly PathVerb[],
): TransitionPlan {
  return planTransition(provision_state, to, { target, allow, hasInstance: instance_uuid !== null })
}

export function noPath(
  node: WatchedNode,
  to: GoalState,
  plan: Exclude<TransitionPlan, { plan: 'ready' }>,
): NoPathError {
  const { uuid, instance_uuid, provision_state: from } = node
  const details = { node: uuid, instance: instance_uuid ?? undefined, from, to }
  return plan.plan === 'none'
    ? new NoPathError(`${plan.why}.`, { ...details, needs: [] })
    : new NoPathError(WHAT_IT_TAKES[plan.verbs[0] ?? 'deleted'] ?? `it takes ${plan.verbs.join(', ')}.`, {
        ...details,
        needs: plan.verbs,
      })
}

/**
 * Ironic takes `provide` in maintenance, but heeds no agent then and counts no time: a cleaning by an agent would wait
 * for ever, and a node that is available in maintenance is offered to nobody.
 *
 * @see openstack/ironic `ironic/drivers/modules/agent_base.py` (heartbeat)
 */
export function inMaintenance({ uuid, instance_uuid, provision_state }: WatchedNode): NodeNotReadyError {
  return new NodeNotReadyError(
    `Node ${uuid} is in maintenance, in which its agent is not heeded, so that its cleaning might never end. Call lifecycle.recover where Ironic began the maintenance, or lifecycle.endMaintenance, first.`,
    'fix_node',
    { node: uuid, instance: instance_uuid ?? undefined, provisionState: provision_state },
  )
}

const WHAT_IT_TAKES: Partial<Record<ProvisionVerb, string>> = {
  deleted:
    "whatever was deployed on it would be destroyed. Use provisioning.destroy, or pass allow: ['deleted'] to have that done.",
  adopt:
    "a node becomes active by a deployment, which provisioning.spawn does, or when the machine that runs on it is taken over; pass allow: ['adopt'] for that.",
  active:
    "a node becomes active by a deployment, which provisioning.spawn does. To take over the machine that runs on it, pass allow: ['adopt'].",
  rebuild: 'it has to be deployed again, which recover and rebuild.redeploy do.',
  provide:
    "the machine of the instance on it, which has not been adopted, would be erased by the cleaning. Pass allow: ['provide'] to have that done.",
}

/** Judges a node on which something is under way that is waited for, whatever it is. */
export function judgeOver(found: WatchedNode, seen: WatchedNode): Verdict {
  const { provision_state: state, target_provision_state: target } = seen
  const phase = provisionStateFacts(state)?.phase
  if (phase === undefined && target === null) return diverged(`it is in the unknown state "${state}"`)
  if (phase === undefined || phase === 'busy' || phase === 'wait') return pending(`in state "${state}"`)
  if (phase !== 'failed' && !failuresAfter(found.provision_state).has(state)) return reached
  const end = `it ended in state "${state}"`
  return isSettled(seen) ? failed(end) : pending(`${end} and Ironic still works on it`)
}

/** Where what is under way in a state ends when it fails, `enroll` and `error` included. */
function failuresAfter(state: string): ReadonlySet<string> {
  const verbs = Object.values(PROVISION_VERBS)
  const among = (states: readonly string[]) => states.includes(state)
  return new Set(verbs.flatMap(({ via, failures }) => (among(via) ? failures : [])))
}
