import { err, ok, type Result } from 'neverthrow'
import { missingFeature } from '../../../client/requests/missing-feature.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import type { RequestLifecycleError, WaitForLifecycleError } from '../../../operations/provision-verb.js'
import { sendProvisionVerb } from '../../../operations/send-provision-verb.js'
import type { VerbOutcome } from '../../../operations/waiting-verb.js'
import { watchNode, type LongWork } from '../../../operations/watch-node.js'
import { provisionStateFacts, type KnownProvisionState } from '../../../states/provision-states.js'
import { ABORT_SINCE } from '../../../states/provision-verbs.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { abortAction, abortBegan, judgeAbort, judgeUnhold } from './abort-plan.js'

const LOCKED_FOR_MS = 120_000

/** Asks Ironic to break off what waits for its agent or is held. */
export async function requestAbort(
  context: ModuleContext,
  node: WatchedNode,
  { signal, deadlineAt }: LongWork,
): Promise<Result<VerbOutcome, RequestLifecycleError>> {
  const action = abortAction(node)
  if (action.isErr()) return err(action.error)
  if (action.value === 'done') return ok('was_there')
  if (action.value === 'join') return ok('joined')
  const state = node.provision_state
  const since = ABORT_SINCE[state as KnownProvisionState]
  if (since !== undefined) {
    const features = await context.client.features({ signal })
    if (features.isErr()) return err(features.error)
    const missing = missingFeature([{ since, what: `"abort" in state "${state}"` }], features.value)
    if (missing !== undefined) return err(missing)
  }
  const verb = {
    node: node.uuid,
    request: { target: 'abort' } as const,
    taken: (seen: WatchedNode) => abortBegan(node, seen),
    lockedForMs: LOCKED_FOR_MS,
    deadlineAt,
  }
  const sent = await sendProvisionVerb(context, verb, { signal })
  return sent.map(() => 'changed')
}

export async function waitForAbort(
  context: ModuleContext,
  node: WatchedNode,
  work: LongWork,
): Promise<Result<WatchedNode, WaitForLifecycleError>> {
  const waited = await watchNode(
    context,
    node,
    { ...work, instance: node.instance_uuid },
    { goal: 'the work on the node to be broken off', judge: (seen) => judgeAbort(node, seen) },
  )
  return waited.map((seen) => seen ?? node)
}

/** Asks Ironic to go on with what a step has paused. */
export async function requestUnhold(
  context: ModuleContext,
  node: WatchedNode,
  { signal, deadlineAt }: LongWork,
): Promise<Result<VerbOutcome, RequestLifecycleError>> {
  const phase = provisionStateFacts(node.provision_state)?.phase
  if (phase !== undefined && phase !== 'hold') return ok('was_there')
  const verb = {
    node: node.uuid,
    request: { target: 'unhold' } as const,
    taken: (seen: WatchedNode) => seen.provision_state !== node.provision_state,
    lockedForMs: LOCKED_FOR_MS,
    deadlineAt,
  }
  const sent = await sendProvisionVerb(context, verb, { signal })
  return sent.map(() => 'changed')
}

export async function waitForUnhold(
  context: ModuleContext,
  node: WatchedNode,
  work: LongWork,
): Promise<Result<WatchedNode, WaitForLifecycleError>> {
  const waited = await watchNode(
    context,
    node,
    { ...work, instance: node.instance_uuid },
    { goal: 'the node to go on', judge: (seen) => judgeUnhold(node, seen) },
  )
  return waited.map((seen) => seen ?? node)
}
