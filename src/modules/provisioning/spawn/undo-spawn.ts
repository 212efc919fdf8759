import type { Result } from 'neverthrow'
import type { RequestError } from '../../../client/errors/client-errors.js'
import { mayHaveHappened } from '../../../client/requests/retry-policy.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import type { NotFoundOrHiddenError } from '../../../operations/node-errors.js'
import { readConfirmed } from '../../../operations/read-confirmed.js'
import { LATE_EFFECT_MS, retryUntil } from '../../../operations/retry-until.js'
import { isDeployedWithoutInstance, isAvailable } from '../../../states/observed-node.js'
import { sameId } from '../../../states/same-id.js'
import type { OnProgress } from '../../../waiting/progress.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { vifsOf, type SpawnTrace } from '../claim/spawn-trace.js'
import { tearDown } from '../destroy/tear-down.js'
import type { SpawnRemains, SpawnError } from '../errors/provisioning-errors.js'
import { reservationRemains, undoReservation } from './undo-reservation.js'
import { isOccupied, undoVifs } from './undo-vifs.js'

export interface Undo {
  readonly operation: string
  readonly instance: string
  /** The error of the spawn. */
  readonly failure: SpawnError
  readonly deadlineAt: number
  /** Not aborted with the spawn. */
  readonly signal: AbortSignal
  readonly onProgress?: OnProgress | undefined
}

/**
 * Restores a node to what it was before a failed spawn: in reverse order, going by what Ironic shows now. Tries
 * every step even if another fails, and only while the node still carries the instance. Returns what remains.
 */
export async function undoSpawn(
  context: ModuleContext,
  trace: SpawnTrace,
  undo: Undo,
): Promise<readonly SpawnRemains[]> {
  const { found } = trace
  if (found === undefined || !(trace.reserveAsked || trace.deployAsked)) return []
  const look = await lookAfter(context, found, undo)
  if (look.isErr()) return mayRemain(trace, undo, look.error)
  const node = look.value
  if (node === undefined) return unlessGone(context, trace, undo)
  // The deployment that this spawn started or joined continues, although another client has removed the
  // instance from the node.
  if (trace.deployAsked && isDeployedWithoutInstance(node))
    return undoDeployment(context, node, trace, { ...undo, deployed: null })
  // Another client has removed the instance; the VIFs may have been attached after that.
  if (!sameId(node.instance_uuid, undo.instance)) return undoVifs(context, node, trace, undo)
  if (trace.deployAsked && !isAvailable(node))
    return undoDeployment(context, node, trace, { ...undo, deployed: undo.instance })
  // Another spawn of the same instance has started a deployment; this one has not.
  if (node.provision_state !== found.provision_state && isOccupied(node)) return []
  return undoClaim(context, node, trace, undo)
}

/** Checks whether a missing node was removed, or is hidden from this login, as after the end of a lease. */
async function unlessGone(
  context: ModuleContext,
  trace: SpawnTrace,
  undo: Undo,
): Promise<readonly SpawnRemains[]> {
  const gone = await context.fleet.requireGone({ node: trace.found?.uuid, instance: undo.instance }, undo)
  return gone.isOk() ? [] : mayRemain(trace, undo, gone.error)
}

/** Returns everything that was requested, for a node that cannot be read. */
function mayRemain(
  trace: SpawnTrace,
  undo: Undo,
  error: RequestError | NotFoundOrHiddenError,
): readonly SpawnRemains[] {
  const id = undo.instance
  const why = `it may remain: the node could not be read to check: ${error.message}`
  const vifs = vifsOf(trace).map((vif) => ({ what: 'vif', id: vif, why }) as const)
  return trace.deployAsked
    ? [...vifs, { what: 'instance', id, why }]
    : [...vifs, ...reservationRemains(trace, undo.instance, why)]
}

/**
 * Removes the VIFs, then the reservation. Keeps the reservation while a VIF remains, since no other client
 * would detach it.
 */
async function undoClaim(
  context: ModuleContext,
  node: WatchedNode,
  trace: SpawnTrace,
  undo: Undo,
): Promise<readonly SpawnRemains[]> {
  const vifs = await undoVifs(context, node, trace, undo)
  if (vifs.length === 0) return undoReservation(context, trace.found ?? node, trace, undo)
  const why = 'it is kept until the VIF is detached, so that no other instance gets the node with that VIF'
  return [...vifs, ...reservationRemains(trace, undo.instance, why)]
}

/** Reads the node after the last request can no longer take effect unseen. */
async function lookAfter(
  context: ModuleContext,
  { uuid, provision_state }: WatchedNode,
  { failure, deadlineAt: until, signal }: Undo,
): Promise<Result<WatchedNode | undefined, RequestError>> {
  const look = () => retryUntil(context, { until }, () => readConfirmed(context, uuid, { signal }))
  const seen = await look()
  if (seen.isErr() || !mayHaveHappened(failure) || seen.value?.provision_state !== provision_state)
    return seen
  await context.clock.sleep(LATE_EFFECT_MS)
  return look()
}

async function undoDeployment(
  context: ModuleContext,
  node: WatchedNode,
  trace: SpawnTrace,
  undo: Undo & { readonly deployed: string | null },
): Promise<readonly SpawnRemains[]> {
  const torn = await tearDown(context, node, { ...undo, instance: undo.deployed, upTo: 'gone' })
  if (torn.isErr()) return [{ what: 'instance', id: undo.instance, why: torn.error.message }]
  return torn.value.node === undefined ? unlessGone(context, trace, undo) : []
}

/**
 * Returns whether a failed spawn may be undone. Not if Ironic may be continuing unseen: a second spawn joins
 * it.
 */
export function canBeUndone({ kind }: SpawnError): boolean {
  return kind !== 'lost_sight'
}
