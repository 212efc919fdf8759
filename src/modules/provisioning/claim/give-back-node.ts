import { err, ok, type Result } from 'neverthrow'
import { mayHaveHappened } from '../../../client/requests/retry-policy.js'
import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { LATE_EFFECT_MS, retryUntil } from '../../../operations/retry-until.js'
import { isAvailable } from '../../../states/observed-node.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { removeAllocation } from '../../allocations/remove-allocation.js'
import { settledAllocation } from '../../allocations/settled-allocation.js'
import type { UnlinkError } from '../errors/claim-errors.js'
import type { SpawnRemains } from '../errors/provisioning-errors.js'
import { changedWhileGivenBack } from './changed-while-given-back.js'
import { relinkForSpawn } from './relink-instance.js'
import { emptyUnlinkTrace, unlinkInstance, type Unlinked, type UnlinkTrace } from './unlink-instance.js'

export interface GiveBack {
  readonly until: number
  /** What the attempt failed with; a request that is under way may make the allocation only later. */
  readonly failure: IronicDriverError
}

/**
 * Gives back what an allocation has got for an instance, and the allocation. The link of the node goes first, and the
 * allocation with it, since removing the allocation leaves its traits on the node. The allocation stays while
 * a VIF remains on the node, and a machine that another spawn of the instance deploys there keeps both. Returns what
 * remains.
 *
 * @see openstack/ironic `ironic/db/sqlalchemy/api.py` (destroy_allocation)
 */
export async function giveBackNode(
  context: ModuleContext,
  instance: string,
  { until, failure }: GiveBack,
): Promise<readonly SpawnRemains[]> {
  if (mayHaveHappened(failure)) await context.clock.sleep(LATE_EFFECT_MS)
  const trace = emptyUnlinkTrace()
  const unlink = () => unlinkCarrier(context, instance, { until, trace })
  const first = await unlink()
  // A refusal may be the mistake of a moment, and nothing leads back to what stays on a node that is free.
  const unlinked = first.isErr() ? await unlink() : first
  if (unlinked.isErr() && trace.vifsRemain)
    return [{ what: 'allocation', id: instance, why: unlinked.error.message }]
  if (unlinked.isOk() && unlinked.value.outcome === 'hit_deployment')
    return relinkForSpawn(context, unlinked.value.node.uuid, { instance, lost: trace.lostInfo, until })
  const deleted = await removeAllocation(context, instance, { until })
  if (deleted.isErr())
    return unlinked.isOk() && unlinked.value.outcome === 'unlinked'
      ? []
      : [{ what: 'allocation', id: instance, why: deleted.error.message }]
  // Without its allocation the node is free, whatever else is still written on it.
  return unlinked.isErr() ? [{ what: 'instance_info', why: unlinked.error.message }] : []
}

type UnlinkedCarrier =
  { readonly outcome: 'none' } | { readonly outcome: Unlinked; readonly node: WatchedNode }

/** Takes the instance off the node that it has got, unless something else than a reservation has begun there. */
function unlinkCarrier(
  context: ModuleContext,
  instance: string,
  { until, trace }: { readonly until: number; readonly trace: UnlinkTrace },
): Promise<Result<UnlinkedCarrier, UnlinkError>> {
  return retryUntil(context, { until }, async (): Promise<Result<UnlinkedCarrier, UnlinkError>> => {
    const carrier = await carrierOf(context, instance)
    if (carrier.isErr()) return err(carrier.error)
    const node = carrier.value
    if (node === undefined || !isAvailable(node)) return ok({ outcome: 'none' })
    const unlinked = await unlinkInstance(context, node, { trace })
    if (unlinked.isErr()) return err(unlinked.error)
    return unlinked.value === 'changed'
      ? err(changedWhileGivenBack(node, instance))
      : ok({ outcome: unlinked.value, node })
  })
}

/** The node that carries the instance, once Ironic is no longer about to pick one. */
async function carrierOf(context: ModuleContext, instance: string) {
  const carrier = await context.reader.read({ instance })
  if (carrier.isErr() || carrier.value !== undefined) return carrier
  const settled = await settledAllocation(context, instance, {})
  return settled.isOk() && settled.value.node_uuid !== null ? context.reader.read({ instance }) : carrier
}
