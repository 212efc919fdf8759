import { err, ok, type Result } from 'neverthrow'
import { missingFeature } from '../../../client/requests/missing-feature.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import type { RequestLifecycleError } from '../../../operations/provision-verb.js'
import type { CallScope } from '../../../operations/run-operation.js'
import type { NodeNotReadyError } from '../../../operations/node-errors.js'
import { sendProvisionVerb } from '../../../operations/send-provision-verb.js'
import type { VerbOutcome } from '../../../operations/waiting-verb.js'
import { watchNode } from '../../../operations/watch-node.js'
import { provisionStateFacts, type KnownProvisionState } from '../../../states/provision-states.js'
import { ABORT_SINCE } from '../../../states/provision-verbs.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { abortAction, judgeAbort, judgeUnhold } from './abort-plan.js'

/** Asks Ironic to abort work that waits for its agent or is held. */
export async function requestAbort(
  context: ModuleContext,
  found: WatchedNode,
  work: CallScope,
): Promise<Result<VerbOutcome, RequestLifecycleError>> {
  const action = abortAction(found)
  if (action.isErr()) return err(action.error)
  if (action.value === 'done') return ok('was_there')
  if (action.value === 'join') return ok('joined')
  const state = found.provision_state
  const since = ABORT_SINCE[state as KnownProvisionState]
  if (since !== undefined) {
    const features = await context.client.features({ signal: work.signal })
    if (features.isErr()) return err(features.error)
    const missing = missingFeature([{ since, what: `"abort" in state "${state}"` }], features.value)
    if (missing !== undefined) return err(missing)
  }
  const sent = await sendProvisionVerb(context, { found, request: { target: 'abort' } }, work)
  return sent.map(() => 'changed')
}

export function waitForAbort(context: ModuleContext, node: WatchedNode, work: CallScope) {
  return watchNode(context, node, work, {
    goal: 'the work on the node to be aborted',
    judge: (seen) => judgeAbort(node, seen),
  })
}

/** Asks Ironic to continue work that a `hold` step has paused. */
export async function requestUnhold(
  context: ModuleContext,
  found: WatchedNode,
  work: CallScope,
): Promise<Result<VerbOutcome, Exclude<RequestLifecycleError, NodeNotReadyError>>> {
  const phase = provisionStateFacts(found.provision_state)?.phase
  if (phase !== undefined && phase !== 'hold') return ok('was_there')
  const sent = await sendProvisionVerb(context, { found, request: { target: 'unhold' } }, work)
  return sent.map(() => 'changed')
}

export function waitForUnhold(context: ModuleContext, node: WatchedNode, work: CallScope) {
  return watchNode(context, node, work, {
    goal: 'the node to go on',
    judge: (seen) => judgeUnhold(node, seen),
  })
}
