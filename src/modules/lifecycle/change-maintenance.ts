import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../client/client-errors.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { AskOptions, ModuleContext } from '../module-context.js'
import type { MaintenanceChange, Reason } from './lifecycle-upkeep.js'

type Changed = Promise<Result<MaintenanceChange, RequestErrorOr<'node_locked'>>>

/**
 * The maintenance that Ironic ends by itself, whatever its reason is by then: as soon as it sees the power state again.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (_power_failure_recovery)
 */
const ENDS_BY_ITSELF = 'power failure'

/** Puts a node into maintenance, unless it is there for that reason. Without a reason, the one that it has stays. */
export async function setMaintenance(
  { client }: ModuleContext,
  { uuid: node, maintenance, maintenance_reason: found, fault }: WatchedNode,
  { reason = found ?? undefined }: Reason,
  { signal }: AskOptions,
): Changed {
  const change = { node, maintenance: true, maintenance_reason: reason ?? null }
  if (maintenance && fault === ENDS_BY_ITSELF) {
    // Only the end of a maintenance takes the fault from it.
    const cleared = await client.nodeMaintenance.clear(node, { signal })
    if (cleared.isErr()) return err(cleared.error)
  } else if (maintenance && found === change.maintenance_reason)
    return ok({ ...change, outcome: 'was_there' })
  const set = await client.nodeMaintenance.set(node, { reason, signal })
  return set.map(() => ({ ...change, outcome: 'changed' }))
}

export async function clearMaintenance(
  { client }: ModuleContext,
  { uuid: node, maintenance }: WatchedNode,
  { signal }: AskOptions,
): Changed {
  const change = { node, maintenance: false, maintenance_reason: null }
  if (!maintenance) return ok({ ...change, outcome: 'was_there' })
  const cleared = await client.nodeMaintenance.clear(node, { signal })
  return cleared.map(() => ({ ...change, outcome: 'changed' }))
}
