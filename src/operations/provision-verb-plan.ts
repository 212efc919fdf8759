import { err, ok, type Result } from 'neverthrow'
import { judgeProvision } from '../states/judge-provision.js'
import { isSettled } from '../states/observed-node.js'
import { planTransition } from '../states/plan-transition.js'
import { provisionStateFacts } from '../states/provision-states.js'
import { PROVISION_VERBS, verbIsLegal } from '../states/provision-verbs.js'
import { diverged, failed, type Verdict } from '../states/verdict.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import { NodeNotReadyError } from './node-errors.js'

/** A verb of a node's life that Ironic works on for a while. */
export type LifecycleVerb = 'manage' | 'provide' | 'inspect' | 'clean' | 'service' | 'adopt'

/**
 * What getting a node there takes, as it was found.
 *
 * - `ask`: Ironic has to be asked.
 * - `join`: it is on its way already.
 * - `done`: it is there.
 */
export type LifecycleAction = 'ask' | 'join' | 'done'

/** Whether the end state alone says that it was done; the others can be done again. */
const SHOWN_BY_STATE: Readonly<Record<LifecycleVerb, boolean>> = {
  manage: true,
  provide: true,
  adopt: true,
  inspect: false,
  clean: false,
  service: false,
}

export function lifecycleAction(
  node: WatchedNode,
  verb: LifecycleVerb,
): Result<LifecycleAction, NodeNotReadyError> {
  const { provision_state: state, target_provision_state: target } = node
  if (SHOWN_BY_STATE[verb] && isAmong(PROVISION_VERBS[verb].ends, state) && target === null) return ok('done')
  if (isUnderWay(node, verb)) return ok('join')
  return verbIsLegal(verb, state) === false ? err(notReady(node, verb)) : ok('ask')
}

/** A node before and after a verb was sent. */
export interface LifecycleTrace {
  readonly found: WatchedNode
  readonly seen: WatchedNode
  readonly verb: LifecycleVerb
  /** Whether Ironic may have taken the verb of this call, since a reply was lost. */
  readonly mayBeOurs: boolean
}

/**
 * Whether a node shows that Ironic took the verb since it was found, whoever sent it. That it only moved tells nothing
 * when Ironic has refused all of ours: an inspection of others ends where a cleaning does.
 */
export function lifecycleBegan({ found, seen, verb, mayBeOurs }: LifecycleTrace): boolean {
  const { ends, failures } = PROVISION_VERBS[verb]
  const state = seen.provision_state
  if (isUnderWay(seen, verb)) return true
  if (!mayBeOurs) return SHOWN_BY_STATE[verb] && isAmong(ends, state)
  const hasMoved = state !== found.provision_state || seen.provision_updated_at !== found.provision_updated_at
  return hasMoved && (isAmong(ends, state) || isAmong(failures, state))
}

/**
 * Judges a node on the way of a verb. A step that fails puts the node into maintenance, and whoever takes it back
 * to its old state leaves that: a cleaning that seems to have ended well meanwhile has not.
 */
export function judgeLifecycle(
  seen: WatchedNode | undefined,
  verb: LifecycleVerb,
  instance: string | undefined,
): Verdict {
  if (seen === undefined) return diverged('the node no longer exists')
  const verdict = judgeProvision(seen, { verb, instance })
  const fault = FAULTS[verb]
  if (verdict.verdict === 'reached' && fault !== undefined && seen.fault === fault && isSettled(seen))
    return failed(`it is in state "${seen.provision_state}" in maintenance with the fault "${fault}"`)
  return verdict
}

/** What Ironic calls the failure of a step. @see openstack/ironic `ironic/common/faults.py` */
const FAULTS: Partial<Record<LifecycleVerb, string>> = { clean: 'clean failure', service: 'service failure' }

/** Cleaning by `provide` and by `clean` look alike but for where they lead. */
function isUnderWay({ provision_state, target_provision_state }: WatchedNode, verb: LifecycleVerb): boolean {
  const { via, ends } = PROVISION_VERBS[verb]
  if (!isAmong(via, provision_state)) return false
  return target_provision_state === null || isAmong(ends, target_provision_state)
}

function notReady(node: WatchedNode, verb: LifecycleVerb): NodeNotReadyError {
  const { uuid, provision_state: state } = node
  const phase = provisionStateFacts(state)?.phase
  const isBusy = phase === 'busy' || phase === 'wait'
  return new NodeNotReadyError(
    `Node ${uuid} is in state "${state}", in which Ironic takes no "${verb}"; that takes one of ${PROVISION_VERBS[verb].from.join(', ')}. ${firstToDo(node, verb)}`,
    isBusy ? 'retry_later' : 'check_state',
    { node: uuid, instance: node.instance_uuid ?? undefined, provisionState: state },
  )
}

/** How to get to where the verb can be sent. */
function firstToDo({ provision_state, target_provision_state }: WatchedNode, verb: LifecycleVerb): string {
  if (verb === 'service') return 'Only a machine that is deployed, or was adopted, is serviced.'
  const way = planTransition(provision_state, 'manageable', { target: target_provision_state })
  if (way.plan === 'none') return 'Look at the node first.'
  const [first] = way.steps
  if (first?.step === 'wait') return `Wait until that is over.`
  return way.plan === 'needs'
    ? 'It carries a machine that was deployed: destroy that first.'
    : `Call lifecycle.${first?.verb ?? 'manage'} first.`
}

function isAmong(states: readonly string[], state: string): boolean {
  return states.includes(state)
}
