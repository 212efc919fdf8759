import { holdsMask, removeField, setField, type PatchOperation } from '../../client/json-patch.js'
import type { OnProgress } from '../../waiting/progress.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { ModuleContext } from '../module-context.js'
import { detachVif } from '../networking/attach-vif.js'
import type { Remains } from './provisioning-errors.js'
import { tearDown } from './tear-down.js'

/** What a spawn has asked for so far. A change counts from the moment it was asked for, answered or not. */
export interface SpawnTrace {
  /** The node as it was before. Without it, nothing was changed. */
  found: WatchedNode | undefined
  reserveAsked: boolean
  readonly vifsAsked: string[]
  /** VIFs that were plugged in before; they stay. */
  readonly vifsFound: string[]
  deployAsked: boolean
}

export function emptyTrace(): SpawnTrace {
  return { found: undefined, reserveAsked: false, vifsAsked: [], vifsFound: [], deployAsked: false }
}

export interface Undo {
  readonly operation: string
  readonly instance: string
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
  const look = await context.reader.read({ node: found.uuid })
  if (look.isErr())
    return [
      { what: 'unknown', why: `the node could not be read to see what was done: ${look.error.message}` },
    ]
  const node = look.value
  if (node === undefined || node.instance_uuid !== undo.instance) return []
  if (trace.deployAsked && node.provision_state !== 'available') return undoDeployment(context, node, undo)

  const remains = await undoVifs(context, node, trace)
  return [...remains, ...(await undoReservation(context, found, undo.instance))]
}

async function undoDeployment(
  context: ModuleContext,
  node: WatchedNode,
  undo: Undo,
): Promise<readonly Remains[]> {
  const torn = await tearDown(context, node, { ...undo, until: 'gone' })
  return torn.isOk() ? [] : [{ what: 'instance', id: undo.instance, why: torn.error.message }]
}

async function undoVifs(
  context: ModuleContext,
  node: WatchedNode,
  trace: SpawnTrace,
): Promise<readonly Remains[]> {
  const ours = trace.vifsAsked.filter((id) => !trace.vifsFound.includes(id))
  if (ours.length === 0) return []
  const listed = await context.client.nodeVifs.list(node.uuid)
  if (listed.isErr()) return ours.map((id) => ({ what: 'vif', id, why: listed.error.message }))
  const remains: Remains[] = []
  for (const id of ours.reverse()) {
    if (!listed.value.some((vif) => vif.id === id)) continue
    const detached = await detachVif(context, node.uuid, id, {})
    if (detached.isErr()) remains.push({ what: 'vif', id, why: detached.error.message })
  }
  return remains
}

/** The link goes if the spawn made it; `instance_info` becomes what it was. */
async function undoReservation(
  { client, reader }: ModuleContext,
  found: WatchedNode,
  instance: string,
): Promise<readonly Remains[]> {
  const patch: PatchOperation[] = []
  if (found.instance_uuid !== instance) patch.push(removeField('instance_uuid'))
  patch.push(setField('instance_info', withoutMasks(found.instance_info ?? {})))
  if (found.instance_name === null) patch.push(removeField('instance_name'))
  const lost = holdsMask(found.instance_info) ? [HIDDEN_VALUES_LOST] : []
  const restored = await client.nodes.patch(found.uuid, patch)
  if (restored.isOk()) return lost

  // The patch is one change: when the link is gone, all of it has been made and only the answer was lost.
  const look = await reader.read({ node: found.uuid })
  const isFree = look.isOk() && look.value?.instance_uuid !== instance
  if (isFree && found.instance_uuid !== instance) return lost
  return [{ what: 'reservation', id: instance, why: restored.error.message }]
}

const HIDDEN_VALUES_LOST: Remains = {
  what: 'instance_info',
  why: 'the node had values in it that Ironic shows to nobody, so they could not be put back',
}

function withoutMasks(info: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(info).filter(([, value]) => !holdsMask(value)))
}

/** Nothing is undone when Ironic may be going on unseen: a second spawn joins it. */
export function canBeUndone(kind: string): boolean {
  return kind !== 'lost_sight'
}
