import { err, ok, type Result } from 'neverthrow'
import type { ModuleContext } from '../../operations/module-context.js'
import { sendProvisionVerb } from '../../operations/send-provision-verb.js'
import type { VerbOutcome } from '../../operations/waiting-verb.js'
import { watchNode, type LongWork } from '../../operations/watch-node.js'
import { judgeProvision } from '../../states/judge-provision.js'
import { diverged } from '../../states/verdict.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { RequestRescueError, WaitForRescueError } from './rescue-errors.js'
import type { RescueChange } from './rescue-module.js'
import { rescueAction, rescueBegan, type RescueVerb } from './rescue-plan.js'

/** How long a lock of somebody else is waited for before the verb is given up. */
const LOCKED_FOR_MS = 120_000

/** Asks for a rescue or for its end, unless the machine is there or on its way. */
export async function requestRescue(
  context: ModuleContext,
  node: WatchedNode,
  verb: RescueVerb,
  { signal, deadlineAt, password }: LongWork & { readonly password?: string | undefined },
): Promise<Result<VerbOutcome, RequestRescueError>> {
  const action = rescueAction(node, verb)
  if (action.isErr()) return err(action.error)
  if (action.value === 'done') return ok('was_there')
  if (action.value === 'join') return ok('joined')
  const request = {
    node: node.uuid,
    request: { target: verb, rescue_password: password },
    taken: (seen: WatchedNode, mayBeOurs: boolean) => rescueBegan({ found: node, seen, verb, mayBeOurs }),
    lockedForMs: LOCKED_FOR_MS,
    deadlineAt,
  }
  const sent = await sendProvisionVerb(context, request, { signal })
  return sent.map(() => 'changed')
}

/** Waits until a rescue, or its end, is over. */
export async function waitForRescue(
  context: ModuleContext,
  node: WatchedNode,
  verb: RescueVerb,
  work: LongWork,
): Promise<Result<WatchedNode, WaitForRescueError>> {
  const instance = node.instance_uuid ?? undefined
  const waited = await watchNode(
    context,
    node,
    { ...work, instance },
    {
      goal: verb === 'rescue' ? 'the rescue system to run' : 'the machine to be back from its rescue',
      judge: (seen) =>
        seen === undefined ? diverged('the node no longer exists') : judgeProvision(seen, { verb, instance }),
    },
  )
  return waited.map((seen) => seen ?? node)
}

export function rescueChange(node: WatchedNode, outcome: VerbOutcome): RescueChange {
  const { uuid, instance_uuid, provision_state } = node
  return { node: uuid, instance: instance_uuid, provision_state, outcome }
}
