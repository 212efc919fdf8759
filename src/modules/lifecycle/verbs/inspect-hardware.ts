import { err, ok, type Result } from 'neverthrow'
import type { NodeInventoryReply } from '../../../client/resources/node/node-inventory.js'
import type { ModuleContext, ModuleParts } from '../../../operations/module-context.js'
import { NodeNotFoundError } from '../../../operations/node-errors.js'
import { lifecycleChange, type LifecycleChange } from '../../../operations/provision-verb.js'
import type { CallScope } from '../../../operations/run-operation.js'
import type { VerbOutcome, WaitForVerbError } from '../../../operations/waiting-verb.js'
import { waitForState } from '../../../operations/watch-node.js'
import { TransitionDivergedError } from '../../../waiting/wait-errors.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/** A node whose hardware was inspected. */
export interface NodeInspection extends LifecycleChange {
  /** The data that Ironic stored; absent when it stores none, or does not support microversion 1.81. */
  readonly inventory: NodeInventoryReply | undefined
}

const IS_OVER =
  'The inspection itself is complete: the node is in state "manageable", and only reading its result failed.'

/**
 * Waits until an inspection is complete. Ironic clears the end time of the last inspection when another begins, so a
 * manageable node without an end time was taken out of a failed inspection.
 */
export async function waitForInspection(
  context: ModuleContext,
  node: WatchedNode,
  work: CallScope,
): Promise<Result<WatchedNode, WaitForVerbError>> {
  const { client, clock } = context
  const startedAt = clock.now()
  const waited = await waitForState(context, node, 'inspect', work)
  if (waited.isErr()) return waited
  const { uuid } = node
  const read = await client.nodes.get(uuid, { fields: ['inspection_finished_at'], signal: work.signal })
  if (read.isErr()) {
    const { error } = read
    const failed = error.kind === 'not_found' ? new NodeNotFoundError({ node: uuid, cause: error }) : error
    return err(failed.withSentence(IS_OVER))
  }
  if (read.value.inspection_finished_at !== null) return waited
  return err(
    new TransitionDivergedError(
      'While waiting for the hardware to be inspected, the node went another way: it is manageable, but its last inspection did not complete.',
      { node: uuid, lastSeen: waited.value, elapsedMs: clock.now() - startedAt },
    ),
  )
}

/** Reports a completed inspection with the data that Ironic stored. */
export async function inspection(
  { client }: ModuleParts,
  node: WatchedNode,
  outcome: VerbOutcome,
  { signal }: CallScope,
): Promise<Result<NodeInspection, WaitForVerbError>> {
  const stored = await readInventory()
  return stored
    .map((inventory) => ({ ...lifecycleChange(node, outcome), inventory }))
    .mapErr((error) => error.withSentence(IS_OVER))

  async function readInventory(): Promise<Result<NodeInventoryReply | undefined, WaitForVerbError>> {
    const features = await client.features({ signal })
    if (features.isErr()) return err(features.error)
    if (!features.value.supports('node_inventory')) return ok(undefined)
    const read = await client.nodeInventory.get(node.uuid, { signal })
    if (read.isOk()) return ok(read.value)
    return read.error.kind === 'not_found' ? ok(undefined) : err(read.error)
  }
}
