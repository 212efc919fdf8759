import { err, ok, type Result } from 'neverthrow'
import { judgeProvision } from '../states/judge-provision.js'
import { isSettled } from '../states/observed-node.js'
import { planTransition } from '../states/plan-transition.js'
import { provisionStateFacts } from '../states/provision-states.js'
import { isAmong, isUnderWay, PROVISION_VERBS, verbIsLegal } from '../states/provision-verbs.js'
import { failed, type Verdict } from '../states/verdict.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import { NodeNotReadyError } from './node-errors.js'

/** A verb that takes Ironic a while, and needs nothing done before or after it. */
export type LifecycleVerb =
  'manage' | 'provide' | 'inspect' | 'clean' | 'service' | 'adopt' | 'rescue' | 'unrescue'

/** A verb whose end can be waited for. */
export type AwaitedVerb = LifecycleVerb | 'active' | 'rebuild'

/**
 * What a verb has to do, given the node as it was found.
 *
 * - `ask`: send the verb.
 * - `join`: wait; the verb is under way.
 * - `done`: nothing; the node is there.
 */
export type VerbAction = 'ask' | 'join' | 'done'

export function verbAction(
  node: WatchedNode,
  verb: LifecycleVerb | 'rebuild',
): Result<VerbAction, NodeNotReadyError> {
  const { provision_state: state, target_provision_state: target } = node
  const { ends, shownBy } = PROVISION_VERBS[verb]
  if (shownBy === 'end' && isAmong(ends, state) && target === null) return ok('done')
  if (isUnderWay(verb, node)) return ok('join')
  return verbIsLegal(verb, state) === false ? err(notReady(node, verb)) : ok('ask')
}

/**
 * Judges a node during a verb. A failed step puts the node into maintenance, and an operator who moves the node
 * back to its old state leaves that maintenance. So a cleaning that seems to have succeeded has failed.
 */
export function judgeLifecycle(seen: WatchedNode, verb: AwaitedVerb, instance: string | undefined): Verdict {
  const verdict = judgeProvision(seen, { verb, instance })
  const fault = FAULTS[verb]
  if (verdict.verdict === 'reached' && fault !== undefined && seen.fault === fault && isSettled(seen))
    return failed(`it is in state "${seen.provision_state}" in maintenance with the fault "${fault}"`)
  return verdict
}

/** The `fault` of a node whose step failed. @see openstack/ironic `ironic/common/faults.py` */
const FAULTS: Partial<Record<AwaitedVerb, string>> = { clean: 'clean failure', service: 'service failure' }

function notReady(node: WatchedNode, verb: LifecycleVerb | 'rebuild'): NodeNotReadyError {
  const { uuid, provision_state: state } = node
  const phase = provisionStateFacts(state)?.phase
  const isBusy = phase === 'busy' || phase === 'wait'
  return new NodeNotReadyError(
    `Node ${uuid} is in state "${state}", in which Ironic refuses "${verb}". Ironic accepts it in: ${PROVISION_VERBS[verb].from.join(', ')}. ${isBusy ? WAIT : (NEEDED[verb] ?? firstToDo(node))}`,
    isBusy ? 'retry_later' : 'check_state',
    { node: uuid, instance: node.instance_uuid ?? undefined, provisionState: state },
  )
}

/** The state that a verb needs, if no other verb leads to it. */
const NEEDED: Partial<Record<LifecycleVerb | 'rebuild', string>> = {
  service: 'Only a node that is deployed or adopted can be serviced.',
  rescue: 'Only a node that is deployed or adopted can be rescued.',
  unrescue: 'The node is not in rescue.',
  rebuild: 'Only an instance that is deployed, or whose deployment failed, can be rebuilt.',
}

const WAIT = 'Wait until that is over.'

/** Returns how to get to a state that allows the verb. */
function firstToDo({ provision_state, target_provision_state }: WatchedNode): string {
  const [goal] = PROVISION_VERBS.manage.ends
  const way = planTransition(provision_state, goal, { target: target_provision_state })
  if (way.plan === 'none') return 'Check the node first.'
  const [first] = way.steps
  if (first?.step === 'wait') return WAIT
  return way.plan === 'needs'
    ? 'The node is deployed: call destroy first.'
    : `Call lifecycle.${first?.verb ?? 'manage'} first.`
}
