import { err, ok, type Result } from 'neverthrow'
import type { FreeForm } from '../../../client/collections/field-schemas.js'
import type { CallOptions } from '../../../client/requests/api-request.js'
import { removeField, setField, type JsonPatch } from '../../../client/requests/json-patch.js'
import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { detachVif, type UnplugError } from '../../networking/attach-vif.js'
import type { UnlinkError } from '../errors/claim-errors.js'
import type { LinkRemoval } from './link-removal.js'
import { isStillReserved, removeLink } from './remove-link.js'
import { unlinkInTransition } from './unlink-in-transition.js'

/**
 * The outcome of removing an instance from a node's record.
 *
 * - `unlinked`: nothing of the instance remains.
 * - `left_info`: the link is removed; Ironic refused to change `instance_info` in the present state.
 * - `changed`: the node has changed since it was read. Read it again.
 * - `hit_deployment`: a deployment had just started, and now runs without its instance.
 */
export type Unlinked = 'unlinked' | 'left_info' | 'changed' | 'hit_deployment'

/** What an attempt to unlink has done so far, even if it fails. */
export interface UnlinkTrace {
  readonly detached: Set<string>
  /** Whether a VIF may remain on the node. */
  vifsRemain: boolean
  /** The `instance_info` that a deployment lost with its link. */
  lostInfo: FreeForm
}

export function emptyUnlinkTrace(): UnlinkTrace {
  return { detached: new Set(), vifsRemain: true, lostInfo: {} }
}

export interface Unlink {
  readonly signal?: AbortSignal | undefined
  readonly trace: UnlinkTrace
}

/**
 * Removes an instance from a node on which it was never deployed: its VIFs, then the link and its data. Keeps
 * the link while a VIF remains, since no other client would detach it. Tries once: read the node before trying
 * again.
 */
export async function unlinkInstance(
  context: ModuleContext,
  node: WatchedNode,
  { signal, trace }: Unlink,
): Promise<Result<Unlinked, UnlinkError>> {
  const features = await context.client.features({ signal })
  if (features.isErr()) return err(features.error)
  if (features.value.supports('vifs')) {
    const cleared = await detachAll(context, node, trace, { signal, retryForMs: 0 })
    if (cleared.isErr()) return err(cleared.error)
  }
  const plain = await removeLink(context, node, unlinkPatch(features.value.isAtLeast('1.104')), { signal })
  if (plain.isErr()) return err(plain.error)
  if (plain.value.outcome !== 'refused') return ok(endOf(plain.value, 'unlinked', trace))

  const look = await context.reader.read({ node: node.uuid }, { signal })
  if (look.isErr()) return err(look.error)
  const now = look.value
  if (!isStillReserved(now, node)) return ok('changed')
  // Only a node in a transition allows the other way; a refusal in a stable state may be momentary.
  if (isAtRest(now)) return err(plain.value.error)
  const bare = await unlinkInTransition(context, now, { signal })
  if (bare.isErr()) return err(bare.error)
  return bare.value.outcome === 'refused' ? err(bare.value.error) : ok(endOf(bare.value, 'left_info', trace))
}

function unlinkPatch(clearsName: boolean): JsonPatch {
  const link = [removeField('instance_uuid'), setField('instance_info', {})]
  return clearsName ? [...link, removeField('instance_name')] : link
}

function isAtRest({ provision_state }: WatchedNode): boolean {
  return provisionStateFacts(provision_state)?.phase === 'stable'
}

function endOf(
  removal: Exclude<LinkRemoval, { outcome: 'refused' }>,
  removed: 'unlinked' | 'left_info',
  trace: UnlinkTrace,
): Unlinked {
  if (removal.outcome === 'removed') return removed
  if (removal.outcome === 'hit_deployment') trace.lostInfo = removal.lost
  return removal.outcome
}

async function detachAll(
  context: ModuleContext,
  { uuid: node }: WatchedNode,
  trace: UnlinkTrace,
  options: CallOptions,
): Promise<Result<void, UnplugError>> {
  trace.vifsRemain = true
  const vifs = await context.client.nodeVifs.list(node, options)
  if (vifs.isErr()) return err(vifs.error)
  for (const { id } of vifs.value) {
    const off = await detachVif(context, node, id, options)
    if (off.isErr()) return err(off.error)
    trace.detached.add(id)
  }
  trace.vifsRemain = false
  return ok(undefined)
}

/** Adds the VIFs that a failed call has detached to its error. */
export function afterDetaching<E extends IronicDriverError>(error: E, { detached }: UnlinkTrace): E {
  if (detached.size === 0) return error
  return error.withSentence(`Already detached: VIF ${[...detached].join(', ')}.`)
}
