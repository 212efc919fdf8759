import { isDeployedWithoutInstance, stepOf, type SteppedNode } from './observed-node.js'
import { isAmong, isUnderWay, PROVISION_VERBS, type ProvisionVerb } from './provision-verbs.js'
import { sameId } from './same-id.js'

/** What a node shows of the states that it went through. */
export interface TracedNode extends SteppedNode {
  readonly instance_uuid: string | null
  readonly target_provision_state: string | null
  readonly provision_updated_at: string | null
}

/** A node before and after a verb was sent. */
export interface VerbTrace {
  readonly verb: ProvisionVerb
  readonly found: TracedNode
  readonly seen: TracedNode
  /** Whether Ironic may have accepted the verb of this call because a reply was lost. */
  readonly mayBeOurs: boolean
}

/**
 * Returns whether a node shows that Ironic accepted a verb since it was found, from any client. When Ironic refused
 * all of ours, a mere move proves nothing: another client's inspection ends in the same state as a cleaning.
 */
export function wasTaken({ verb, found, seen, mayBeOurs }: VerbTrace): boolean {
  const { ends, failures, shownBy, instance } = PROVISION_VERBS[verb]
  const state = seen.provision_state
  if (isOfOthers(verb, found, seen)) return false
  if (instance === 'leaves' && hasLost(found, seen)) return true
  if (isUnderWay(verb, seen)) return true
  const hasLeft = state !== found.provision_state
  if (shownBy === 'leaving') return hasLeft || endsAfterStep(seen)
  if (shownBy === 'end' && hasLeft && isAmong(ends, state)) return true
  const hasMoved = hasLeft || seen.provision_updated_at !== found.provision_updated_at
  return mayBeOurs && hasMoved && (isAmong(ends, state) || isAmong(failures, state))
}

/** Returns whether the node lost the instance that the verb is for, so that it must not be sent again. */
export function isOfOthers(verb: ProvisionVerb, found: TracedNode, seen: TracedNode): boolean {
  return PROVISION_VERBS[verb].instance === 'stays' && !sameId(seen.instance_uuid, found.instance_uuid)
}

/** Returns whether the operation aborts after the current step: Ironic marks a step that cannot be interrupted. */
export function endsAfterStep(node: SteppedNode): boolean {
  return stepOf(node)?.['abort_after'] === true
}

function hasLost(found: TracedNode, seen: TracedNode): boolean {
  return !sameId(seen.instance_uuid, found.instance_uuid) && !isDeployedWithoutInstance(seen)
}
