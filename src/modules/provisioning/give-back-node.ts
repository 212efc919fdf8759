import { err, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../client/client-errors.js'
import type { IronicDriverError } from '../../errors/ironic-driver-error.js'
import type { ModuleContext } from '../module-context.js'
import { isOpen, LATE_EFFECT_MS, persist } from '../persist.js'
import { removeAllocation } from '../allocations/remove-allocation.js'
import { unlinkInstance, type UnlinkError } from './unlink-instance.js'

export interface GiveBack {
  readonly until: number
  /** What the attempt failed with; a request that is under way may make the allocation only later. */
  readonly failure: IronicDriverError
}

/**
 * Gives back what an allocation has got for an instance, and the allocation. The link of the node goes first, and the
 * allocation with it, since removing the allocation leaves its traits on the node.
 *
 * @see openstack/ironic `ironic/db/sqlalchemy/api.py` (destroy_allocation)
 */
export async function giveBackNode(
  context: ModuleContext,
  instance: string,
  { until, failure }: GiveBack,
): Promise<Result<void, UnlinkError | RequestErrorOr<'node_locked'>>> {
  if (isOpen(failure)) await context.clock.sleep(LATE_EFFECT_MS)
  const unlinked = await persist(context, { until }, async () => {
    const carrier = await context.reader.read({ instance })
    if (carrier.isErr()) return err(carrier.error)
    return carrier.value?.provision_state === 'available'
      ? unlinkInstance(context, carrier.value, {})
      : carrier.map(() => undefined)
  })
  const deleted = await removeAllocation(context, instance, { until })
  // Without its allocation the node is free, whatever else is still written on it.
  return deleted.isErr() && unlinked.isErr() ? unlinked : deleted
}
