import { err, ok, type Result } from 'neverthrow'
import { detachedSignal } from '../../../client/requests/call-signal.js'
import { mayHaveHappened } from '../../../client/requests/retry-policy.js'
import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import { alsoOneRefusal, LATE_EFFECT_MS, retryUntil } from '../../../operations/retry-until.js'
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
  /** The call's. Its abort does not end this. */
  readonly signal: AbortSignal | undefined
  /** The error of the attempt. A request still under way may create the allocation later. */
  readonly failure: IronicDriverError
}

/**
 * Releases the node that an allocation reserved for an instance, and removes the allocation. Removes the link
 * first, and the allocation with it, because removing only the allocation leaves its traits on the node. Keeps
 * the allocation while a VIF remains on the node, and keeps both if another spawn of the instance is deploying
 * there. Returns what remains.
 *
 * @see openstack/ironic `ironic/db/sqlalchemy/api.py` (destroy_allocation)
 */
export async function giveBackNode(
  context: ModuleContext,
  instance: string,
  { until, signal: caller, failure }: GiveBack,
): Promise<readonly SpawnRemains[]> {
  if (mayHaveHappened(failure)) await context.clock.sleep(LATE_EFFECT_MS)
  const trace = emptyUnlinkTrace()
  const signal = detachedSignal(caller)
  const unlinked = await unlinkCarrier(context, instance, { until, signal, trace })
  if (unlinked.isErr() && trace.vifsRemain)
    return [{ what: 'allocation', id: instance, why: unlinked.error.message }]
  if (unlinked.isOk() && unlinked.value.outcome === 'hit_deployment')
    return relinkForSpawn(context, unlinked.value.node.uuid, {
      instance,
      lost: trace.lostInfo,
      until,
      signal,
    })
  const deleted = await removeAllocation(context, instance, { until, signal })
  if (deleted.isErr())
    return unlinked.isOk() && unlinked.value.outcome === 'unlinked'
      ? []
      : [{ what: 'allocation', id: instance, why: deleted.error.message }]
  // Without its allocation the node is free, even with other data still on it.
  return unlinked.isErr() ? [{ what: 'instance_info', why: unlinked.error.message }] : []
}

type UnlinkedCarrier =
  { readonly outcome: 'none' } | { readonly outcome: Unlinked; readonly node: WatchedNode }

/** Removes the instance from its node, unless more than a reservation has started there. */
function unlinkCarrier(
  context: ModuleContext,
  instance: string,
  { until, signal, trace }: Pick<GiveBack, 'until' | 'signal'> & { readonly trace: UnlinkTrace },
): Promise<Result<UnlinkedCarrier, UnlinkError>> {
  const isRetried = alsoOneRefusal()
  return retryUntil(
    context,
    { until, isRetried },
    async (): Promise<Result<UnlinkedCarrier, UnlinkError>> => {
      const carrier = await carrierOf(context, instance, { signal })
      if (carrier.isErr()) return err(carrier.error)
      const node = carrier.value
      if (node === undefined || !isAvailable(node)) return ok({ outcome: 'none' })
      const unlinked = await unlinkInstance(context, node, { signal, trace })
      if (unlinked.isErr()) return err(unlinked.error)
      return unlinked.value === 'changed'
        ? err(changedWhileGivenBack(node, instance))
        : ok({ outcome: unlinked.value, node })
    },
  )
}

/** Returns the node of the instance, once no allocation is pending. */
async function carrierOf(context: ModuleContext, instance: string, options: AskOptions) {
  const carrier = await context.reader.read({ instance }, options)
  if (carrier.isErr() || carrier.value !== undefined) return carrier
  const settled = await settledAllocation(context, instance, options)
  const isSettled = settled.isOk() && settled.value.node_uuid !== null
  return isSettled ? context.reader.read({ instance }, options) : carrier
}
