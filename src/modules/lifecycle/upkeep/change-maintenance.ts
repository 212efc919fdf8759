import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { detachedSignal } from '../../../client/requests/call-signal.js'
import { mayHaveHappened } from '../../../client/requests/retry-policy.js'
import type { AskOptions, ModuleContext, ModuleParts } from '../../../operations/module-context.js'
import { retryUntil } from '../../../operations/retry-until.js'
import { shownText } from '../../../states/shown-text.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/**
 * The reason of a change, for people.
 *
 * @inline
 */
export interface Reason {
  /** Shown with the node. Default: the present reason, if any. */
  readonly reason?: string | undefined
}

/** A node whose maintenance began or ended. */
export interface MaintenanceChange {
  /** UUID. */
  readonly node: string
  readonly outcome: 'changed' | 'was_there'
  readonly maintenance: boolean
  /** Secrets removed. */
  readonly maintenance_reason: string | null
}

type Changed = Promise<Result<MaintenanceChange, RequestErrorOr<'node_locked'>>>

/**
 * The fault whose maintenance Ironic ends itself, with any reason, as soon as it can read the power state again.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (_power_failure_recovery)
 */
const ENDS_BY_ITSELF = 'power failure'

/** How long to retry to put a node back into a maintenance that was ended in order to change it. */
const BACK_WITHIN_MS = 60_000

/** Puts a node into maintenance, unless it already is for that reason. Without a reason, the present one stays. */
export async function setMaintenance(
  context: ModuleContext,
  { uuid: node, maintenance, maintenance_reason: found, fault }: WatchedNode,
  { reason = found ?? undefined }: Reason,
  { signal }: AskOptions,
): Changed {
  const change = { node, maintenance: true, maintenance_reason: shownText(reason ?? null) }
  if (maintenance && fault === ENDS_BY_ITSELF) {
    const renewed = await renewMaintenance(context, node, { reason, signal })
    return renewed.map(() => ({ ...change, outcome: 'changed' }))
  }
  if (maintenance && found === (reason ?? null)) return ok({ ...change, outcome: 'was_there' })
  const set = await context.client.nodeMaintenance.set(node, { reason, signal })
  return set.map(() => ({ ...change, outcome: 'changed' }))
}

/**
 * Ends a maintenance and begins it again, because only ending it clears the fault. In between the node is out of
 * maintenance, which nobody wants, so beginning it is retried for longer and ignores the caller's signal.
 */
async function renewMaintenance(
  context: ModuleContext,
  node: string,
  { reason, signal }: Reason & AskOptions,
): Promise<Result<void, RequestErrorOr<'node_locked'>>> {
  const { nodeMaintenance } = context.client
  const cleared = await nodeMaintenance.clear(node, { signal })
  if (cleared.isErr() && !mayHaveHappened(cleared.error)) return err(cleared.error)
  const set = await nodeMaintenance.set(node, { reason, signal })
  if (set.isOk()) return cleared
  const until = context.clock.now() + BACK_WITHIN_MS
  const detached = detachedSignal(signal)
  const back = await retryUntil(context, { until }, () =>
    nodeMaintenance.set(node, { reason, signal: detached, retryForMs: 0 }),
  )
  if (back.isErr()) return err(set.error.withSentence(NO_LONGER_IN_MAINTENANCE))
  return set.error.kind === 'aborted' ? set : cleared
}

const NO_LONGER_IN_MAINTENANCE =
  'The maintenance for a power failure was ended to set the new reason, and could not be begun again: the node is probably not in maintenance now. Call lifecycle.maintenance again.'

export async function clearMaintenance(
  { client }: ModuleParts,
  { uuid: node, maintenance }: WatchedNode,
  { signal }: AskOptions,
): Changed {
  const change = { node, maintenance: false, maintenance_reason: null }
  if (!maintenance) return ok({ ...change, outcome: 'was_there' })
  const cleared = await client.nodeMaintenance.clear(node, { signal })
  return cleared.map(() => ({ ...change, outcome: 'changed' }))
}
