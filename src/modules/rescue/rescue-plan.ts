import { err, ok, type Result } from 'neverthrow'
import { NodeNotReadyError } from '../../operations/node-errors.js'
import { provisionStateFacts } from '../../states/provision-states.js'
import { PROVISION_VERBS, verbIsLegal } from '../../states/provision-verbs.js'
import { sameId } from '../../states/same-id.js'
import type { WatchedNode } from '../../waiting/watched-node.js'

/** Into the rescue system, or out of it. */
export type RescueVerb = 'rescue' | 'unrescue'

/**
 * What getting a machine there takes, as it was found.
 *
 * - `ask`: Ironic has to be asked.
 * - `join`: it is on its way already.
 * - `done`: it is there.
 */
export type RescueAction = 'ask' | 'join' | 'done'

export function rescueAction(node: WatchedNode, verb: RescueVerb): Result<RescueAction, NodeNotReadyError> {
  const { uuid, provision_state: state, target_provision_state: target } = node
  const { via, ends, from } = PROVISION_VERBS[verb]
  const among = (states: readonly string[]) => states.includes(state)
  if (among(ends) && target === null) return ok('done')
  if (among(via)) return ok('join')
  if (verbIsLegal(verb, state) !== false) return ok('ask')
  const isBusy = provisionStateFacts(state)?.phase === 'busy'
  const problem = verb === 'rescue' ? 'cannot be rescued' : 'has no rescue to leave'
  return err(
    new NodeNotReadyError(
      `Node ${uuid} is in state "${state}", in which it ${problem}; that takes one of ${from.join(', ')}.`,
      isBusy ? 'retry_later' : 'check_state',
      { node: uuid, instance: node.instance_uuid ?? undefined, provisionState: state },
    ),
  )
}

/** A node before and after a verb was sent. */
export interface RescueTrace {
  readonly found: WatchedNode
  readonly seen: WatchedNode
  readonly verb: RescueVerb
  /** Whether Ironic may have taken the verb of this call, since a reply was lost. */
  readonly mayBeOurs: boolean
}

/**
 * Whether a node shows that Ironic took the verb since it was found. A failure is that of others when Ironic has refused
 * all of ours.
 */
export function rescueBegan({ found, seen, verb, mayBeOurs }: RescueTrace): boolean {
  const { via, ends, failures } = PROVISION_VERBS[verb]
  const among = (states: readonly string[]) => states.includes(seen.provision_state)
  if (!sameId(seen.instance_uuid, found.instance_uuid)) return false
  if (among(via) || (among(ends) && seen.provision_state !== found.provision_state)) return true
  return mayBeOurs && among(failures) && seen.provision_updated_at !== found.provision_updated_at
}
