import { err, ok, type Result } from 'neverthrow'
import { compensate, namePart } from '../../../operations/compensate.js'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import { provisioningStatus, type ProvisioningStatus } from '../../../operations/node-status.js'
import { claimNode, type NodePicker } from '../claim/claim-node.js'
import { giveBackNode } from '../claim/give-back-node.js'
import type { NodeRequirements } from '../claim/node-requirements.js'
import { mayTryOther } from '../claim/try-other-node.js'
import { NoSuitableNodeError, type TriedNode } from '../errors/claim-errors.js'
import { UndoIncompleteError, type ReserveAnyError } from '../errors/provisioning-errors.js'
import { reserveNamedNode } from './reserve-named-node.js'

const DEADLINE_MS = 120_000

/** Limits how many picked nodes may turn out to be no longer free. */
const MAX_NODES = 20

/** Reserves a node that fits, unless the instance already has a node. */
export async function reservePickedNode(
  context: ModuleContext,
  picker: NodePicker,
  { instance, node: requirements }: { readonly instance: string; readonly node: NodeRequirements },
  { signal }: AskOptions,
): Promise<Result<ProvisioningStatus, ReserveAnyError>> {
  const { clock } = context
  const deadlineAt = clock.now() + DEADLINE_MS
  const tried: TriedNode[] = []
  const excluded = new Set<string>()
  let isFirst = true
  for (;;) {
    const trace = { allocationAsked: false }
    const work = { instance, requirements, deadlineAt, excluded, isFirst, signal, trace }
    const claimed = await claimNode(context, picker, work)
    if (claimed.isErr())
      return err(
        trace.allocationAsked ? await undone(context, { instance, signal }, claimed.error) : claimed.error,
      )
    const claim = claimed.value
    if (claim.how === 'none') return err(new NoSuitableNodeError(claim.why, { instance, tried }))
    if (claim.how !== 'chosen') return ok(provisioningStatus(claim.node))

    const reserved = await reserveNamedNode(context, { instance, node: claim.node }, { signal })
    picker.choice.release(claim.node)
    if (reserved.isOk()) return reserved
    isFirst = reserved.error.kind === 'instance_associated'
    if (!isFirst && !mayTryOther(reserved.error)) return err(reserved.error)
    excluded.add(claim.node)
    tried.push({ node: claim.node, kind: reserved.error.kind, reason: reserved.error.message })
    if (tried.length >= MAX_NODES || clock.now() >= deadlineAt)
      return err(
        new NoSuitableNodeError(`${tried.length} nodes were tried until the limit was reached`, {
          instance,
          tried,
          cause: reserved.error,
        }),
      )
  }
}

/** Removes the allocation that a failed reservation left, and returns the failure. */
async function undone<Failure extends ReserveAnyError>(
  context: ModuleContext,
  { instance, signal }: { readonly instance: string; readonly signal: AbortSignal | undefined },
  failure: Failure,
): Promise<Failure | UndoIncompleteError> {
  const until = context.clock.now() + DEADLINE_MS
  const giveBack = () => giveBackNode(context, instance, { until, signal, failure })
  const remains = await compensate({ operation: 'provisioning.reserve', instance }, giveBack, namePart)
  return remains.length === 0
    ? failure
    : new UndoIncompleteError(failure, { node: failure.node, instance, remains })
}
