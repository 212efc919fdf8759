import { err, ok, type Result } from 'neverthrow'
import { detachedSignal } from '../../client/requests/call-signal.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import { compensate } from '../../operations/compensate.js'
import type { AskOptions, ModuleContext, ModuleParts } from '../../operations/module-context.js'
import { LATE_EFFECT_MS, retryUntil } from '../../operations/retry-until.js'
import { attachVif, detachVif, type PlugError, type UnplugError } from './attach-vif.js'
import { VifUndoIncompleteError, type VifRemains } from './networking-errors.js'
import type { VifRequest } from './networking-input.js'
import { readNodePorts } from './read-network-data.js'
import { sameVif } from './same-vif.js'
import { placeId, vifPlaces, type VifPlace } from './vif-places.js'

/** The changes of a `syncVifs` call, as ids of VIFs. */
export interface SyncedVifs {
  readonly attached: readonly string[]
  readonly detached: readonly string[]
  readonly kept: readonly string[]
}

/**
 * The errors of changing all VIFs of a known node.
 *
 * @inline
 */
export type SyncError = PlugError | UnplugError | VifUndoIncompleteError

const UNDO_MS = 5 * 60_000

/** A change that was requested, answered or not. */
type Change = { readonly attached: string } | { readonly detached: string }

/**
 * Replaces the VIFs of a node by the wanted ones. Detaches first, to free ports. Undoes a failed call in reverse order,
 * and puts each VIF back on its previous port.
 */
export async function syncVifs(
  context: ModuleContext,
  node: string,
  wanted: readonly VifRequest[],
  options: AskOptions,
): Promise<Result<SyncedVifs, SyncError>> {
  const found = await readVifs(context, node, wanted, options)
  if (found.isErr()) return err(found.error)
  const stays = (vif: string) => wanted.some((one) => sameVif(one.id, vif) && isAt(one, found.value.get(vif)))
  const detached = [...found.value.keys()].filter((vif) => !stays(vif))
  const present = [...found.value.keys()].filter(stays)
  const missing = wanted.filter(({ id }) => !present.some((vif) => sameVif(vif, id)))

  const changes: Change[] = []
  const failed = async (error: PlugError | UnplugError) =>
    err(
      await undone(context, node, {
        error,
        changes,
        found: found.value,
        signal: detachedSignal(options.signal),
      }),
    )
  for (const vif of detached) {
    changes.push({ detached: vif })
    const done = await detachVif(context, node, vif, options)
    if (done.isErr()) return failed(done.error)
  }
  for (const vif of missing) {
    changes.push({ attached: vif.id })
    const done = await attachVif(context, node, vif, options)
    if (done.isErr()) return failed(done.error)
  }
  return ok({ attached: missing.map(({ id }) => id), detached, kept: present })
}

/** The VIFs of a node before the call, with their places where those matter. */
type FoundVifs = ReadonlyMap<string, VifPlace | undefined>

/** Reads the VIFs. Places matter for a VIF with a named port, and for one that may have to be put back. */
async function readVifs(
  context: ModuleContext,
  node: string,
  wanted: readonly VifRequest[],
  options: AskOptions,
): Promise<Result<FoundVifs, PlugError>> {
  const listed = await context.client.nodeVifs.list(node, { signal: options.signal })
  if (listed.isErr()) return err(listed.error)
  const ids = listed.value.map(({ id }) => id)
  const simple = ids.every((id) => wanted.some((one) => sameVif(one.id, id) && !isPinned(one)))
  if (simple) return ok(new Map(ids.map((id) => [id, undefined])))
  const ports = await readNodePorts(context, node, listed.value, options)
  if (ports.isErr()) return err(ports.error)
  const places = vifPlaces(ports.value)
  return ok(new Map(ids.map((id) => [id, places.get(id)])))
}

function isPinned({ port, portGroup }: VifRequest): boolean {
  return port !== undefined || portGroup !== undefined
}

function isAt(vif: VifRequest, place: VifPlace | undefined): boolean {
  return !isPinned(vif) || (place !== undefined && placeId(place) === (vif.port ?? vif.portGroup))
}

/**
 * Undoes the changes, and returns the original error if everything could be undone. Reads the VIFs first, since Ironic
 * records each refused attempt in the node's `last_error`. An abort must not leave the undo half done.
 */
async function undone(context: ModuleContext, node: string, work: Undo): Promise<SyncError> {
  const remains = await compensate(
    { operation: 'networking.syncVifs', node },
    () => undoChanges(context, node, work),
    ({ vif }) => `vif ${vif}`,
  )
  return remains.length === 0 ? work.error : new VifUndoIncompleteError(work.error, { node, remains })
}

interface Undo {
  readonly error: PlugError | UnplugError
  readonly changes: readonly Change[]
  readonly found: FoundVifs
  /** Not aborted with the call. */
  readonly signal: AbortSignal
}

async function undoChanges(
  context: ModuleContext,
  node: string,
  { error, changes, found, signal }: Undo,
): Promise<readonly VifRemains[]> {
  if (mayHaveHappened(error)) await context.clock.sleep(LATE_EFFECT_MS)
  const until = context.clock.now() + UNDO_MS
  // Only `retryUntil` retries.
  const once = { retryForMs: 0, signal }
  const listed = await retryUntil(context, { until }, () => context.client.nodeVifs.list(node, once))
  const isThere = (vif: string) => listed.isErr() || listed.value.some(({ id }) => sameVif(id, vif))
  const isGone = (vif: string) => listed.isErr() || !isThere(vif)
  const remains: VifRemains[] = []
  for (const change of [...changes].reverse()) {
    if ('attached' in change && isThere(change.attached)) {
      const { attached: vif } = change
      const back = await retryUntil(context, { until }, () => detachVif(context, node, vif, once))
      if (back.isErr()) remains.push({ vif, is: 'still_attached', why: back.error.message })
    } else if ('detached' in change && isGone(change.detached)) {
      const { detached: vif } = change
      const request = await requestFor(context, vif, found.get(vif), { signal })
      const back = await retryUntil(context, { until }, () => attachVif(context, node, request, once))
      if (back.isErr()) remains.push({ vif, is: 'still_detached', why: back.error.message })
    }
  }
  return remains
}

/** Names the port or port group if the server supports that. */
async function requestFor(
  { client }: ModuleParts,
  id: string,
  place: VifPlace | undefined,
  options: AskOptions,
): Promise<VifRequest> {
  const features = await client.features(options)
  if (place === undefined || !features.isOk() || !features.value.supports('vif_port')) return { id }
  return 'port' in place ? { id, port: place.port.uuid } : { id, portGroup: place.portGroup.uuid }
}
