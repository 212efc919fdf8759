import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../client/client-errors.js'
import { patchKeys, removeField, setField, type PatchOperation } from '../../client/json-patch.js'
import { provisionStateFacts } from '../../states/provision-states.js'
import type { OnProgress } from '../../waiting/progress.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { ModuleContext } from '../module-context.js'
import { detachVif, type UnplugError } from '../networking/attach-vif.js'
import { sameVif } from '../networking/same-vif.js'
import { isOpen, LATE_EFFECT_MS, persist } from '../persist.js'
import { sameId } from '../../states/same-id.js'
import type { Remains, SpawnError } from './provisioning-errors.js'
import { relinkForSpawn } from './relink-instance.js'
import type { RemoveLinkError } from './link-removal.js'
import { removeLink } from './remove-link.js'
import { isDeployedWithoutInstance } from './tear-down-plan.js'
import { tearDown } from './tear-down.js'

/** What is read of the node beside the usual, to be put back if the spawn fails. */
export const TO_RESTORE = ['instance_info', 'instance_name'] as const

/** What a spawn has asked for so far. A change counts from the moment it was asked for, answered or not. */
export interface SpawnTrace {
  /** The node as it was before. Without it, nothing was changed. */
  found: WatchedNode | undefined
  reserveAsked: boolean
  /** The reservation may be an allocation of Ironic's. */
  isAllocated: boolean
  readonly vifsAsked: string[]
  /** VIFs that were plugged in before; they stay. */
  readonly vifsFound: string[]
  deployAsked: boolean
}

export function emptyTrace(): SpawnTrace {
  return {
    found: undefined,
    reserveAsked: false,
    isAllocated: false,
    vifsAsked: [],
    vifsFound: [],
    deployAsked: false,
  }
}

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
): Promise<readonly Remains[]> {
  const { found } = trace
  if (found === undefined || !(trace.reserveAsked || trace.deployAsked)) return []
  const look = await lookAfter(context, found, undo)
  if (look.isErr()) return mayRemain(trace, undo, look.error)
  const node = look.value
  if (node === undefined) return []
  // The deployment that this spawn began or joined goes on, although somebody has taken the instance off its record.
  if (trace.deployAsked && isDeployedWithoutInstance(node)) return undoDeployment(context, node, null, undo)
  // Somebody else has taken the instance off; the VIFs may have been plugged in after that.
  if (!sameId(node.instance_uuid, undo.instance)) return undoVifs(context, node, trace, undo)
  if (trace.deployAsked && node.provision_state !== 'available')
    return undoDeployment(context, node, undo.instance, undo)
  // Another spawn of the same instance has begun what this one did not.
  if (node.provision_state !== found.provision_state && isOccupied(node)) return []
  return undoClaim(context, node, trace, undo)
}

/** Everything that was asked for, when the node cannot be read to see what of it was done. */
function mayRemain(trace: SpawnTrace, undo: Undo, error: RequestError): readonly Remains[] {
  const id = undo.instance
  const why = `it may be there: the node could not be read to see what was done: ${error.message}`
  const vifs = oursOf(trace).map((vif) => ({ what: 'vif', id: vif, why }) as const)
  return trace.deployAsked
    ? [...vifs, { what: 'instance', id, why }]
    : [...vifs, ...reservationRemains(trace, undo, why)]
}

function reservationRemains(
  { isAllocated }: SpawnTrace,
  { instance: id }: Undo,
  why: string,
): readonly Remains[] {
  return isAllocated
    ? [
        { what: 'reservation', id, why },
        { what: 'allocation', id, why },
      ]
    : [{ what: 'reservation', id, why }]
}

/** The VIFs that this spawn has attached, or asked for. */
function oursOf({ vifsAsked, vifsFound }: SpawnTrace): string[] {
  return vifsAsked.filter((id) => !vifsFound.some((found) => sameVif(found, id)))
}

function isOccupied({ provision_state }: WatchedNode): boolean {
  return provisionStateFacts(provision_state)?.occupied === true
}

/** The VIFs, then the reservation: it stays while a VIF remains, since without it nobody would take the VIF off. */
async function undoClaim(
  context: ModuleContext,
  node: WatchedNode,
  trace: SpawnTrace,
  undo: Undo,
): Promise<readonly Remains[]> {
  const vifs = await undoVifs(context, node, trace, undo)
  if (vifs.length === 0) return undoReservation(context, trace.found ?? node, trace, undo)
  const why = 'it is kept until the VIF is off, so that nobody else gets the node with it'
  return [...vifs, ...reservationRemains(trace, undo, why)]
}

/** Looks at the node once the last request can have no effect any more that the look would miss. */
async function lookAfter(
  context: ModuleContext,
  { uuid, provision_state }: WatchedNode,
  { failure, deadlineAt: until }: Undo,
): Promise<Result<WatchedNode | undefined, RequestError>> {
  const look = () => persist(context, { until }, () => context.reader.read({ node: uuid }))
  const seen = await look()
  if (seen.isErr() || !isOpen(failure) || seen.value?.provision_state !== provision_state) return seen
  await context.clock.sleep(LATE_EFFECT_MS)
  return look()
}

async function undoDeployment(
  context: ModuleContext,
  node: WatchedNode,
  instance: string | null,
  undo: Undo,
): Promise<readonly Remains[]> {
  const torn = await tearDown(context, node, { ...undo, instance, until: 'gone' })
  return torn.isOk() ? [] : [{ what: 'instance', id: undo.instance, why: torn.error.message }]
}

async function undoVifs(
  context: ModuleContext,
  node: WatchedNode,
  trace: SpawnTrace,
  { deadlineAt: until }: Undo,
): Promise<readonly Remains[]> {
  const { uuid } = node
  const ours = oursOf(trace)
  if (ours.length === 0) return []
  const listed = await persist(context, { until }, () => context.client.nodeVifs.list(uuid))
  if (listed.isErr()) return ours.map((id) => ({ what: 'vif', id, why: listed.error.message }))
  const remains: Remains[] = []
  for (const id of ours.reverse()) {
    if (!listed.value.some((vif) => sameVif(vif.id, id))) continue
    const detached = await persist(context, { until }, (tries) =>
      undoVif(context, node, id, { tries, trace }),
    )
    if (detached.isErr()) remains.push({ what: 'vif', id, why: detached.error.message })
  }
  return remains
}

/** A lock may be that of a deployment by another spawn of the same instance, which needs the VIF. */
async function undoVif(
  context: ModuleContext,
  { uuid, provision_state }: WatchedNode,
  vif: string,
  { tries, trace }: { readonly tries: number; readonly trace: SpawnTrace },
): Promise<Result<void, UnplugError | RequestError>> {
  if (tries > 1 && !trace.deployAsked) {
    const look = await context.reader.read({ node: uuid })
    if (look.isErr()) return err(look.error)
    const now = look.value
    if (now === undefined || (now.provision_state !== provision_state && isOccupied(now)))
      return ok(undefined)
  }
  return detachVif(context, uuid, vif, { retryForMs: 0 })
}

/**
 * The link goes if the spawn made it; `instance_info` becomes what it was. The patch is one change: when the link
 * is gone, all of it has been made and only the answer was lost, or the node is somebody else's by now.
 */
async function undoReservation(
  context: ModuleContext,
  found: WatchedNode,
  trace: SpawnTrace,
  undo: Undo,
): Promise<readonly Remains[]> {
  const { instance, deadlineAt: until } = undo
  const restore = () => persist(context, { until }, () => restoreNode(context, found, instance))
  const first = await restore()
  // A refusal may be the mistake of a moment, and nothing leads back to what stays on a node that is free.
  const restored = first.isErr() && trace.isAllocated ? await restore() : first
  if (restored.isOk() && restored.value === 'hit_deployment')
    return relinkForSpawn(context, found.uuid, { instance, until })
  if (restored.isOk()) return hiddenKeys(found).length > 0 ? [HIDDEN_VALUES_LOST] : []
  // Without its allocation the node is free as well, though not as clean.
  if (trace.isAllocated && (await context.client.allocations.delete(instance)).isOk())
    return [{ what: 'instance_info', why: restored.error.message }]
  return reservationRemains(trace, undo, restored.error.message)
}

/** Writes what was there before the spawn. A node on which another spawn of the instance goes on is left to that. */
async function restoreNode(
  context: ModuleContext,
  found: WatchedNode,
  instance: string,
): Promise<Result<'restored' | 'hit_deployment', RemoveLinkError>> {
  const { client, reader } = context
  const reserved = { ...found, instance_uuid: instance }
  if (!sameId(found.instance_uuid, instance)) {
    const patch = [removeField('instance_uuid'), ...restorePatch(found)]
    const removed = await removeLink(context, reserved, patch, {})
    if (removed.isErr()) return err(removed.error)
    if (removed.value.outcome === 'refused') return err(removed.value.error)
    return ok(removed.value.outcome === 'hit_deployment' ? 'hit_deployment' : 'restored')
  }
  const look = await reader.read({ node: found.uuid })
  if (look.isErr()) return err(look.error)
  const now = look.value
  if (!sameId(now?.instance_uuid, instance) || now?.provision_state !== found.provision_state)
    return ok('restored')
  return client.nodes.patch(found.uuid, restorePatch(found), { retryForMs: 0 }).map(() => 'restored' as const)
}

function restorePatch(found: WatchedNode): readonly PatchOperation[] {
  const hidden = hiddenKeys(found)
  const shown = Object.entries(found.instance_info ?? {}).filter(([key]) => !hidden.includes(key))
  const info = setField('instance_info', Object.fromEntries(shown))
  return found.instance_name === null ? [info, removeField('instance_name')] : [info]
}

const HIDDEN_VALUES_LOST: Remains = {
  what: 'instance_info',
  why: 'the node had values in it that Ironic shows to nobody, so they could not be put back',
}

/** A patch that would write the sign of a hidden value over the value is refused. */
function hiddenKeys({ instance_info: info = {} }: WatchedNode): readonly string[] {
  return Object.keys(info).filter((key) => patchKeys('instance_info', {}, { [key]: info[key] }).isErr())
}

/** Nothing is undone when Ironic may be going on unseen: a second spawn joins it. */
export function canBeUndone({ kind }: SpawnError): boolean {
  return kind !== 'lost_sight'
}
