import { err, ok, type Result } from 'neverthrow'
import { NodeNotReadyError } from '../../../operations/node-errors.js'
import { isSettled } from '../../../states/observed-node.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import { ABORT_LEADS_TO, PROVISION_VERBS } from '../../../states/provision-verbs.js'
import { diverged, failed, pending, reached, type Verdict } from '../../../states/verdict.js'
import { endsAfterStep } from '../../../states/was-taken.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/** Decides how to abort: `ask` for it, `join` an abort that was requested, or `done` when nothing is under way. */
export function abortAction(node: WatchedNode): Result<'ask' | 'join' | 'done', NodeNotReadyError> {
  const { uuid, provision_state: state } = node
  const phase = provisionStateFacts(state)?.phase
  if (endOfAbort(state) !== undefined) return ok(endsAfterStep(node) ? 'join' : 'ask')
  if (phase === 'stable' || phase === 'failed') return ok(isSettled(node) ? 'done' : 'join')
  if (phase === undefined) return ok('ask')
  return endsAfterStep(node)
    ? ok('join')
    : err(
        new NodeNotReadyError(
          `Node ${uuid} is in state "${state}", in which Ironic cannot abort; it can in ${PROVISION_VERBS.abort.from.join(', ')}. Call again in one of these, or wait until the node settles.`,
          'retry_later',
          { node: uuid, instance: node.instance_uuid ?? undefined, provisionState: state },
        ),
      )
}

/**
 * Judges a node whose work is being aborted. Ironic first finishes a step that cannot be interrupted; work that
 * completes before the abort counts as diverged.
 */
export function judgeAbort(found: WatchedNode, seen: WatchedNode): Verdict {
  const state = seen.provision_state
  const phase = provisionStateFacts(state)?.phase
  const ways = WAYS.filter((way) => way.includes(found.provision_state))
  // Before 32.0 Ironic leaves an aborted service in its failed state; later versions pass through that state.
  const left = PROVISION_VERBS.service.failures.filter((one) => one !== found.provision_state)
  const ends = [...left, ...ways.flat().flatMap((one) => endOfAbort(one) ?? [])]
  if (ways.length === 0 && state === found.provision_state && phase !== undefined)
    return isSettled(seen) ? reached : pending(`in state "${state}" and Ironic still works on it`)
  if (ends.includes(state))
    return isSettled(seen) ? reached : pending(`in state "${state}" and Ironic still works on it`)
  if (ways.some((way) => way.includes(state))) return pending(`in state "${state}"`)
  if (phase === undefined && seen.target_provision_state !== null)
    return pending(`in the unknown state "${state}"`)
  return diverged(`it is in state "${state}", so it was over before it could be aborted`)
}

/** Judges whether a held node has continued; one that was aborted, or failed at once, has not. */
export function judgeUnhold(found: WatchedNode, seen: WatchedNode): Verdict {
  const { provision_state: state } = seen
  const phase = provisionStateFacts(state)?.phase
  if (provisionStateFacts(found.provision_state)?.phase === 'hold' && phase === 'failed') {
    const end = `it ended in state "${state}"`
    return isSettled(seen) ? failed(end) : pending(`${end} and Ironic still works on it`)
  }
  return phase === 'hold' && state === found.provision_state ? pending(`in state "${state}"`) : reached
}

/** The states of a node during work that can be aborted. */
const WAYS: readonly (readonly string[])[] = [
  PROVISION_VERBS.clean.via,
  PROVISION_VERBS.inspect.via,
  PROVISION_VERBS.rescue.via,
  PROVISION_VERBS.active.via,
  [...PROVISION_VERBS.service.via, ...PROVISION_VERBS.service.failures],
]

function endOfAbort(state: string): string | undefined {
  return Object.hasOwn(ABORT_LEADS_TO, state)
    ? ABORT_LEADS_TO[state as keyof typeof ABORT_LEADS_TO]
    : undefined
}
