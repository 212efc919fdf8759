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
  /** What the spawn failed with. */
  readonly failure: SpawnError
  readonly deadlineAt: number
  readonly onProgress?: OnProgress | undefined
}

/**
 * Puts a node back as a failed spawn found it: in reverse order, by what Ironic shows now and not by memory, every
 * step tried even when another fails, and only while the node still is the instance's. Returns what remains.
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
  // The deployment that this spawn began or joined goes on, although somebody has taken the instance off its record.
  if (trace.deployAsked && isDeployedWithoutInstance(node))
    return undoDeployment(context, node, trace, { ...undo, deployed: null })
  // Somebody else has taken the instance off; the VIFs may have been plugged in after that.
  if (!sameId(node.instance_uuid, undo.instance)) return undoVifs(context, node, trace, undo)
  if (trace.deployAsked && !isAvailable(node))
    return undoDeployment(context, node, trace, { ...undo, deployed: undo.instance })
  // Another spawn of the same instance has begun what this one did not.
  if (node.provision_state !== found.provision_state && isOccupied(node)) return []
  return undoClaim(context, node, trace, undo)
}

/** A node that is not found was removed, or is hidden from this login by now, as after the end of a lease. */
async function unlessGone(
  context: ModuleContext,
  trace: SpawnTrace,
  undo: Undo,
): Promise<readonly SpawnRemains[]> {
  const gone = await context.fleet.requireGone({ node: trace.found?.uuid, instance: undo.instance }, {})
  return gone.isOk() ? [] : mayRemain(trace, undo, gone.error)
}

/** Everything that was asked for, when the node cannot be read to see what of it was done. */
function mayRemain(
  trace: SpawnTrace,
  undo: Undo,
  error: RequestError | NotFoundOrHiddenError,
): readonly SpawnRemains[] {
  const id = undo.instance
  const why = `it may be there: the node could not be read to see what was done: ${error.message}`
  const vifs = vifsOf(trace).map((vif) => ({ what: 'vif', id: vif, why }) as const)
  return trace.deployAsked
    ? [...vifs, { what: 'instance', id, why }]
    : [...vifs, ...reservationRemains(trace, undo.instance, why)]
}

/** The VIFs, then the reservation: it stays while a VIF remains, since without it nobody would take the VIF off. */
async function undoClaim(
  context: ModuleContext,
  node: WatchedNode,
  trace: SpawnTrace,
  undo: Undo,
): Promise<readonly SpawnRemains[]> {
  const vifs = await undoVifs(context, node, trace, undo)
  if (vifs.length === 0) return undoReservation(context, trace.found ?? node, trace, undo)
  const why = 'it is kept until the VIF is off, so that nobody else gets the node with it'
  return [...vifs, ...reservationRemains(trace, undo.instance, why)]
}

/** Looks at the node once the last request can have no effect any more that the look would miss. */
async function lookAfter(
  context: ModuleContext,
  { uuid, provision_state }: WatchedNode,
  { failure, deadlineAt: until }: Undo,
): Promise<Result<WatchedNode | undefined, RequestError>> {
  const look = () => retryUntil(context, { until }, () => readConfirmed(context, uuid))
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
  const torn = await tearDown(context, node, { ...undo, instance: undo.deployed, until: 'gone' })
  if (torn.isErr()) return [{ what: 'instance', id: undo.instance, why: torn.error.message }]
  return torn.value.node === undefined ? unlessGone(context, trace, undo) : []
}

/** Nothing is undone when Ironic may be going on unseen: a second spawn joins it. */
export function canBeUndone({ kind }: SpawnError): boolean {
  return kind !== 'lost_sight'
}
