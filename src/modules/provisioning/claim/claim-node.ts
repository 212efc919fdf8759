import { err, ok, type Result } from 'neverthrow'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import type { AllocationWait } from '../../allocations/allocation-wait.js'
import type { AllocationTrace } from '../../allocations/ask-for-allocation.js'
import { allocateNode, type AllocateError } from './allocate-node.js'
import type { NodeChoice } from './choose-node.js'
import { allocationFor, type NodeRequirements } from './node-requirements.js'
import { TO_RESTORE } from './spawn-trace.js'

/** Finds nodes for instances. All calls of a module share one, and its requests. */
export interface NodePicker {
  readonly choice: NodeChoice
  readonly allocations: AllocationWait
}

export interface Claim extends AskOptions {
  readonly instance: string
  readonly requirements: NodeRequirements
  readonly deadlineAt: number
  /** The UUIDs of nodes that were tried and failed. */
  readonly excluded: ReadonlySet<string>
  /** Whether the instance may already have a node or an allocation. */
  readonly isFirst: boolean
  readonly trace: AllocationTrace
}

/**
 * How the node was chosen.
 *
 * - `found`: the instance already has it.
 * - `allocated`: Ironic picked and reserved it; `made` unless for an earlier attempt.
 * - `chosen`: it was picked from a list and is still to be reserved.
 * - `none`: no free node fits.
 */
export type Claimed =
  | { readonly how: 'found'; readonly node: WatchedNode }
  | { readonly how: 'allocated'; readonly node: WatchedNode; readonly made: boolean }
  | { readonly how: 'chosen'; readonly node: string }
  | { readonly how: 'none'; readonly why: string }

/**
 * Finds a node for an instance: its own node, or one that Ironic allocates. If an allocation cannot express the
 * requirements or finds no node, picks one from the list of free nodes.
 */
export async function claimNode(
  context: ModuleContext,
  { choice, allocations }: NodePicker,
  work: Claim,
): Promise<Result<Claimed, AllocateError>> {
  const { instance, requirements, deadlineAt, excluded, isFirst, signal, trace } = work
  let why = 'no free node meets the requirements'
  if (isFirst) {
    const carrier = await context.reader.read({ instance, spelling: 'likely' }, { also: TO_RESTORE, signal })
    if (carrier.isErr()) return err(carrier.error)
    if (carrier.value !== undefined) return ok({ how: 'found', node: carrier.value })
    const features = await context.client.features({ signal })
    if (features.isErr()) return err(features.error)
    const allocation = allocationFor({ instance: { id: instance }, node: requirements })
    if (allocation !== undefined && features.value.supports('allocations')) {
      const allocated = await allocateNode(context, allocations, { allocation, deadlineAt, signal, trace })
      if (allocated.isErr()) return err(allocated.error)
      const { value } = allocated
      if (value.outcome === 'allocated') return ok({ how: 'allocated', node: value.node, made: value.made })
      why = value.why
    }
  }
  const chosen = await choice.choose(requirements, excluded, { signal })
  return chosen.map((node) =>
    node === undefined ? { how: 'none', why } : { how: 'chosen', node: node.uuid },
  )
}
