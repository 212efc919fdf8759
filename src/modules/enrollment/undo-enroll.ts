import { ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../client/errors/client-errors.js'
import { detachedSignal } from '../../client/requests/call-signal.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { LATE_EFFECT_MS, retryUntil } from '../../operations/retry-until.js'
import { isUnproven } from '../../states/observed-node.js'
import type { EnrolledPart, EnrollFailure, EnrollRemains } from './machine/enroll-errors.js'

/** The resources that an enrollment has created so far. One counts from its request on, unless it was refused. */
export interface EnrollTrace {
  /** UUID of the node, once it is known. */
  node: string | undefined
  readonly parts: EnrolledPart[]
}

/** The failure that causes the undo, and when to stop retrying it. */
export interface UndoEnroll {
  readonly failure: EnrollFailure
  readonly until: number
  /** The call's. Its abort does not end the undo. */
  readonly signal: AbortSignal | undefined
}

/** How the undo sends its requests: only `retryUntil` retries. */
interface Undoing {
  readonly until: number
  readonly once: { readonly retryForMs: 0; readonly signal: AbortSignal }
}

type UndoError = RequestErrorOr<
  | 'node_locked'
  | 'state_refused'
  | 'transition_in_progress'
  | 'duplicate'
  | 'node_protected'
  | 'node_associated'
>

/**
 * Removes what a failed enrollment has created, in reverse order, and continues when a part cannot be removed. Removes
 * a node that it created with everything on it, unless another client uses the node. Returns what remains.
 */
export async function undoEnroll(
  context: ModuleContext,
  { node, parts }: EnrollTrace,
  { failure, until, signal }: UndoEnroll,
): Promise<readonly EnrollRemains[]> {
  if (node === undefined || parts.length === 0) return []
  // The last request may still take effect.
  if (mayHaveHappened(failure)) await context.clock.sleep(LATE_EFFECT_MS)
  const undoing: Undoing = { until, once: { retryForMs: 0, signal: detachedSignal(signal) } }
  const made = parts.find(({ what }) => what === 'node')
  const remains: EnrollRemains[] = []
  for (const part of made === undefined ? parts.toReversed() : [made]) {
    const why =
      (part === made ? await whyToKeep(context, { node, parts }, undoing) : undefined) ??
      (await undoPart(context, node, part, undoing))
    if (why !== undefined) remains.push({ ...part, why })
  }
  return remains
}

/** Returns why a node of ours must stay: another client uses it, or has added ports to it. */
async function whyToKeep(
  context: ModuleContext,
  { node, parts }: EnrollTrace & { readonly node: string },
  { until, once }: Undoing,
): Promise<string | undefined> {
  const { client, reader } = context
  const look = await retryUntil(context, { until }, () => reader.read({ node }, { signal: once.signal }))
  if (look.isErr()) return look.error.message
  if (look.value === undefined) return undefined
  if (!isUnproven(look.value))
    return `it is in state "${look.value.provision_state}" by now, so another client is using it`
  const ports = await retryUntil(context, { until }, () =>
    client.ports.list({ filter: { node }, ...once }).all(),
  )
  if (ports.isErr()) return ports.error.kind === 'not_found' ? undefined : ports.error.message
  const ours = new Set(parts.map(({ id }) => id))
  const other = ports.value.find(({ uuid }) => !ours.has(uuid))
  return other && `another client has added port ${other.uuid} to it`
}

/** Removes a part. Returns why that failed; `undefined` when it is gone. */
async function undoPart(
  context: ModuleContext,
  node: string,
  { what, id }: EnrolledPart,
  { until, once }: Undoing,
): Promise<string | undefined> {
  const { client } = context
  const removed = await retryUntil(context, { until }, async (): Promise<Result<void, UndoError>> => {
    const deleted = await remove()
    return deleted.isErr() && deleted.error.kind === 'not_found' ? ok(undefined) : deleted
  })
  return removed.isErr() ? removed.error.message : undefined

  async function remove(): Promise<Result<void, UndoError>> {
    switch (what) {
      case 'node':
        return client.nodes.delete(node, once)
      case 'port_group':
        return client.portGroups.delete(id, once)
      case 'port':
        return client.ports.delete(id, once)
      case 'trait':
        return client.nodeTraits.remove(node, id, once)
    }
  }
}
