import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../../client/errors/client-errors.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { retryUntil } from '../../../operations/retry-until.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { detachVif, type UnplugError } from '../../networking/attach-vif.js'
import { sameVif } from '../../networking/same-vif.js'
import { vifsOf, type SpawnTrace } from '../claim/spawn-trace.js'
import type { SpawnRemains } from '../errors/provisioning-errors.js'

/** Detaches only the VIFs that a spawn has attached, in reverse order. Returns those that remain. */
export async function undoVifs(
  context: ModuleContext,
  node: WatchedNode,
  trace: SpawnTrace,
  { deadlineAt: until, signal }: { readonly deadlineAt: number; readonly signal: AbortSignal },
): Promise<readonly SpawnRemains[]> {
  const { uuid } = node
  const ours = vifsOf(trace)
  const once = { retryForMs: 0, signal }
  if (ours.length === 0) return []
  const listed = await retryUntil(context, { until }, () => context.client.nodeVifs.list(uuid, once))
  if (listed.isErr()) return ours.map((id) => ({ what: 'vif', id, why: listed.error.message }))
  const remains: SpawnRemains[] = []
  for (const id of ours.reverse()) {
    if (!listed.value.some((vif) => sameVif(vif.id, id))) continue
    const detached = await retryUntil(context, { until }, (tries) =>
      undoVif(context, node, id, { tries, trace, signal }),
    )
    if (detached.isErr()) remains.push({ what: 'vif', id, why: detached.error.message })
  }
  return remains
}

/**
 * Detaches one VIF. First checks that the lock is not that of another deployment of the instance, which needs
 * the VIF.
 */
async function undoVif(
  context: ModuleContext,
  { uuid, provision_state }: WatchedNode,
  vif: string,
  {
    tries,
    trace,
    signal,
  }: { readonly tries: number; readonly trace: SpawnTrace; readonly signal: AbortSignal },
): Promise<Result<void, UnplugError | RequestError>> {
  if (tries > 1 && !trace.deployAsked) {
    const look = await context.reader.read({ node: uuid }, { signal })
    if (look.isErr()) return err(look.error)
    const now = look.value
    if (now === undefined || (now.provision_state !== provision_state && isOccupied(now)))
      return ok(undefined)
  }
  return detachVif(context, uuid, vif, { retryForMs: 0, signal })
}

export function isOccupied({ provision_state }: WatchedNode): boolean {
  return provisionStateFacts(provision_state)?.occupied === true
}
