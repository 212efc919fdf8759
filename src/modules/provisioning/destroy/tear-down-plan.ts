import { isLocked, isSettled, isOff, isDeployedWithoutInstance } from '../../../states/observed-node.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import {
  isAmong,
  isUnderWay,
  PROVISION_VERBS,
  verbIsLegal,
  type ProvisionVerb,
} from '../../../states/provision-verbs.js'
import { sameId } from '../../../states/same-id.js'
import { diverged, failed, pending, reached, type Verdict } from '../../../states/verdict.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/**
 * The next step of a tear-down, given the node as it is now.
 *
 * - `gone`: none; the instance is off the node.
 * - `send`: send a verb, then read the node again.
 * - `wait`: wait, because Ironic is busy and refuses every verb.
 * - `unlink`: remove the link; nothing was deployed.
 * - `orphaned`: fail; the node is deployed without an instance, and its state does not show whose deployment it
 *   is.
 * - `blocked`: fail; Ironic refuses every verb that leads out of this state.
 */
export type TearDownStep =
  | { readonly step: 'gone' }
  | { readonly step: 'send'; readonly verb: TearDownVerb }
  | { readonly step: 'wait' }
  | { readonly step: 'unlink' }
  | { readonly step: 'orphaned'; readonly instance: string }
  | { readonly step: 'blocked' }

export type TearDownVerb = 'deleted' | 'abort' | 'manage'

/** Verbs that Ironic refused in a state, such as `deleted in service wait`. Older versions accept fewer states. */
export type RefusedVerbs = ReadonlySet<string>

export function refusal(verb: ProvisionVerb, state: string): string {
  return `${verb} in ${state}`
}

export function tearDownStep(
  node: WatchedNode,
  instance: string | null,
  refused: RefusedVerbs,
): TearDownStep {
  const state = node.provision_state
  const facts = provisionStateFacts(state)
  if (isOff(node, instance)) return { step: 'gone' }
  if (instance !== null && isDeployedWithoutInstance(node)) return { step: 'orphaned', instance }
  const first = (...verbs: TearDownVerb[]): TearDownStep => {
    const verb = verbs.find((one) => !refused.has(refusal(one, state)))
    return verb === undefined ? { step: 'blocked' } : { step: 'send', verb }
  }
  if (facts === undefined) return first('deleted', 'abort')
  if (!facts.occupied) return isLocked(node) ? { step: 'wait' } : { step: 'unlink' }
  if (facts.phase === 'busy') return { step: 'wait' }
  const canDelete = verbIsLegal('deleted', state) === true
  const canAbort = verbIsLegal('abort', state) === true
  if (canDelete) return canAbort ? first('deleted', 'abort') : first('deleted')
  return facts.recovery?.verb === 'manage' ? first('manage') : first('abort', 'deleted')
}

/**
 * Judges a node after `deleted` was accepted. Ironic removes the link to the instance even if the tear-down
 * fails, so only the state proves success.
 */
export function judgeTearDown(node: WatchedNode | undefined, instance: string | null): Verdict {
  if (node === undefined) return reached
  const { provision_state: state, instance_uuid } = node
  if (instance_uuid !== null && !sameId(instance_uuid, instance)) return reached
  if (isUnderWay('deleted', node)) return pending(`in state "${state}"`)
  if (isAmong(PROVISION_VERBS.deleted.failures, state))
    return isSettled(node)
      ? failed('its tear-down failed')
      : pending('its tear-down failed and is not settled')
  if (isDeployedWithoutInstance(node)) return diverged(`it is in state "${state}" and carries no instance`)
  if (instance_uuid === null) return reached
  return diverged(`it is in state "${state}" and still carries the instance`)
}

/** Judges a node whose tear-down another call requests, perhaps only later. */
export function judgeGone(node: WatchedNode | undefined, instance: string): Verdict {
  return node !== undefined && sameId(node.instance_uuid, instance)
    ? pending(`in state "${node.provision_state}" with the instance`)
    : judgeTearDown(node, instance)
}

/** Judges whether a node has left its state, or allows another step in it. */
export function judgeLeaving(node: WatchedNode | undefined, state: string): Verdict {
  if (node === undefined || node.provision_state !== state) return reached
  const canBeUnlinked = provisionStateFacts(state)?.occupied === false && !isLocked(node)
  return canBeUnlinked ? reached : pending(`in state "${state}"`)
}
