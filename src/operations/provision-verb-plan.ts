import { err, ok, type Result } from 'neverthrow'
import { judgeProvision } from '../states/judge-provision.js'
import { isSettled } from '../states/observed-node.js'
import { planTransition } from '../states/plan-transition.js'
import { provisionStateFacts } from '../states/provision-states.js'
import { isAmong, isUnderWay, PROVISION_VERBS, verbIsLegal } from '../states/provision-verbs.js'
import { failed, type Verdict } from '../states/verdict.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import { NodeNotReadyError } from './node-errors.js'

/** A verb that Ironic works on for a while, and that needs nothing done before or after it. */
export type LifecycleVerb =
  'manage' | 'provide' | 'inspect' | 'clean' | 'service' | 'adopt' | 'rescue' | 'unrescue'

/**
 * What getting a node there takes, as it was found.
 *
 * - `ask`: Ironic has to be asked.
 * - `join`: it is on its way already.
 * - `done`: it is there.
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
 * Judges a node on the way of a verb. A step that fails puts the node into maintenance, and whoever takes it back
 * to its old state leaves that: a cleaning that seems to have ended well meanwhile has not.
 */
export function judgeLifecycle(
  seen: WatchedNode,
  verb: LifecycleVerb,
  instance: string | undefined,
): Verdict {
  const verdict = judgeProvision(seen, { verb, instance })
  const fault = FAULTS[verb]
  if (verdict.verdict === 'reached' && fault !== undefined && seen.fault === fault && isSettled(seen))
    return failed(`it is in state "${seen.provision_state}" in maintenance with the fault "${fault}"`)
  return verdict
}

/** What Ironic calls the failure of a step. @see openstack/ironic `ironic/common/faults.py` */
const FAULTS: Partial<Record<LifecycleVerb, string>> = { clean: 'clean failure', service: 'service failure' }

function notReady(node: WatchedNode, verb: LifecycleVerb | 'rebuild'): NodeNotReadyError {
  const { uuid, provision_state: state } = node
  const phase = provisionStateFacts(state)?.phase
  const isBusy = phase === 'busy' || phase === 'wait'
  return new NodeNotReadyError(
    `Node ${uuid} is in state "${state}", in which Ironic takes no "${verb}"; that takes one of ${PROVISION_VERBS[verb].from.join(', ')}. ${isBusy ? WAIT : (NEEDED[verb] ?? firstToDo(node))}`,
    isBusy ? 'retry_later' : 'check_state',
    { node: uuid, instance: node.instance_uuid ?? undefined, provisionState: state },
  )
}

/** What a verb is for that no other verb can bring a node to. */
const NEEDED: Partial<Record<LifecycleVerb | 'rebuild', string>> = {
  service: 'Only a machine that is deployed, or was adopted, is serviced.',
  rescue: 'Only a machine that is deployed, or was adopted, is rescued.',
  unrescue: 'There is no rescue to leave.',
  rebuild: 'Only an instance that is deployed, or whose deployment failed, is rebuilt.',
}

const WAIT = 'Wait until that is over.'

/** How to get to where the verb can be sent. */
function firstToDo({ provision_state, target_provision_state }: WatchedNode): string {
  const [goal] = PROVISION_VERBS.manage.ends
  const way = planTransition(provision_state, goal, { target: target_provision_state })
  if (way.plan === 'none') return 'Look at the node first.'
  const [first] = way.steps
  if (first?.step === 'wait') return WAIT
  return way.plan === 'needs'
    ? 'It carries a machine that was deployed: destroy that first.'
    : `Call lifecycle.${first?.verb ?? 'manage'} first.`
}
