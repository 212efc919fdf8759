import { NodeNotReadyError } from '../../../operations/node-errors.js'
import { isSettled } from '../../../states/observed-node.js'
import { planTransition, type TransitionPlan } from '../../../states/plan-transition.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import { PROVISION_VERBS, type ProvisionVerb } from '../../../states/provision-verbs.js'
import { diverged, failed, pending, reached, type Verdict } from '../../../states/verdict.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { NoPathError } from './bring-to-errors.js'
import type { GoalState, PathVerb } from './path-input.js'

/** The path of a node from its present state to the goal. */
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
 * Refuses `provide` in maintenance. Ironic accepts it, but then ignores agents and time-outs: a cleaning by an agent
 * would wait for ever, and no node in maintenance is offered for deployment.
 *
 * @see openstack/ironic `ironic/drivers/modules/agent_base.py` (heartbeat)
 */
export function inMaintenance({ uuid, instance_uuid, provision_state }: WatchedNode): NodeNotReadyError {
  return new NodeNotReadyError(
    `Node ${uuid} is in maintenance, in which Ironic ignores its agent, so its cleaning might never end. First call lifecycle.recover if Ironic began the maintenance, or else lifecycle.endMaintenance.`,
    'fix_node',
    { node: uuid, instance: instance_uuid ?? undefined, provisionState: provision_state },
  )
}

const WHAT_IT_TAKES: Partial<Record<ProvisionVerb, string>> = {
  deleted: "that would destroy the instance on it. Call provisioning.destroy, or pass allow: ['deleted'].",
  adopt:
    "a node becomes active by deployment or adoption. Call provisioning.spawn to deploy it, or pass allow: ['adopt'] to adopt it as it runs.",
  active:
    "a node becomes active by deployment. Call provisioning.spawn, or pass allow: ['adopt'] to adopt the node as it runs.",
  rebuild: 'it has to be deployed again. Call lifecycle.recover or rebuild.redeploy.',
  provide:
    "cleaning would erase the instance on it, which has not been adopted. Pass allow: ['provide'] to erase it.",
}

/** Judges a node during a wait for any work under way. */
export function judgeOver(found: WatchedNode, seen: WatchedNode): Verdict {
  const { provision_state: state, target_provision_state: target } = seen
  const phase = provisionStateFacts(state)?.phase
  if (phase === undefined && target === null) return diverged(`it is in the unknown state "${state}"`)
  if (phase === undefined || phase === 'busy' || phase === 'wait') return pending(`in state "${state}"`)
  if (phase !== 'failed' && !failuresAfter(found.provision_state).has(state)) return reached
  const end = `it ended in state "${state}"`
  return isSettled(seen) ? failed(end) : pending(`${end} and Ironic still works on it`)
}

/** Returns the state in which the work under way in a state ends when it fails, `enroll` and `error` included. */
function failuresAfter(state: string): ReadonlySet<string> {
  const verbs = Object.values(PROVISION_VERBS)
  const among = (states: readonly string[]) => states.includes(state)
  return new Set(verbs.flatMap(({ via, failures }) => (among(via) ? failures : [])))
}
