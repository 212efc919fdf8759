import { err, type Result } from 'neverthrow'
import type { FreeForm } from '../../../client/collections/field-schemas.js'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { detachedSignal } from '../../../client/requests/call-signal.js'
import { mayHaveHappened } from '../../../client/requests/retry-policy.js'
import type { RaidFault } from '../../../client/resources/node/node-states.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { NodeNotFoundError } from '../../../operations/node-errors.js'
import { verbAction } from '../../../operations/provision-verb-plan.js'
import { requestState, type LifecycleRequest } from '../../../operations/provision-verb.js'
import { LATE_EFFECT_MS, patienceUntil, retryUntil } from '../../../operations/retry-until.js'
import type { CallScope } from '../../../operations/run-operation.js'
import type { VerbOutcome } from '../../../operations/waiting-verb.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import type { TargetRaidConfig } from './raid-input.js'
import { stepsOf, type CleanRequest, type ServiceRequest } from './steps-input.js'
import { TargetRaidRemainsError, type RequestCleanError } from './verb-errors.js'

export function serviceBody(request: ServiceRequest): Omit<LifecycleRequest, 'target'> {
  const { runbook, disableRamdisk: disable_ramdisk } = request
  const service_steps = runbook === undefined ? stepsOf(request) : undefined
  return { service_steps, runbook, disable_ramdisk }
}

function cleanVerb(request: CleanRequest): LifecycleRequest {
  const { runbook, disableRamdisk: disable_ramdisk } = request
  const clean_steps = runbook === undefined ? stepsOf(request) : undefined
  return { target: 'clean', clean_steps, runbook, disable_ramdisk }
}

/**
 * Requests a manual cleaning. Stores the target RAID configuration first, because the step reads it from the node.
 * Restores the previous one when Ironic then refuses the cleaning, or when the outcome of storing it is unknown.
 */
export async function requestClean(
  context: ModuleContext,
  node: WatchedNode,
  request: CleanRequest,
  work: CallScope,
): Promise<Result<VerbOutcome, RequestCleanError>> {
  const { targetRaidConfig: target } = request
  const action = verbAction(node, 'clean')
  if (target === undefined || action.isErr() || action.value !== 'ask')
    return requestState(context, node, cleanVerb(request), work)

  const { uuid } = node
  const read = await context.client.nodes.get(uuid, { fields: ['target_raid_config'], signal: work.signal })
  if (read.isErr())
    return err(
      read.error.kind === 'not_found' ? new NodeNotFoundError({ node: uuid, cause: read.error }) : read.error,
    )
  const before = read.value.target_raid_config
  const trace = { mayBeStored: false }
  const stored = await storeTarget(context, uuid, target, work, (error) => {
    trace.mayBeStored ||= mayHaveHappened(error)
  })
  if (stored.isErr()) return trace.mayBeStored ? putBack(stored.error) : err(stored.error)

  const asked = await requestState(context, node, cleanVerb(request), work)
  return asked.isOk() || mayHaveHappened(asked.error) ? asked : putBack(asked.error)

  async function putBack(error: RequestCleanError): Promise<Result<never, RequestCleanError>> {
    if (trace.mayBeStored) await context.clock.sleep(LATE_EFFECT_MS)
    const restored = await storeTarget(context, uuid, before ?? {}, {
      signal: detachedSignal(work.signal),
    })
    return err(
      restored.isOk()
        ? error
        : new TargetRaidRemainsError(error, { node: uuid, why: restored.error.message }),
    )
  }
}

function storeTarget(
  context: ModuleContext,
  node: string,
  target: TargetRaidConfig | FreeForm,
  { signal, deadlineAt }: Partial<Pick<CallScope, 'signal' | 'deadlineAt'>>,
  onFailure: (error: RequestErrorOr<RaidFault>) => void = () => undefined,
): Promise<Result<void, RequestErrorOr<RaidFault>>> {
  const until = patienceUntil(context, deadlineAt)
  return retryUntil(context, { until, signal }, () =>
    context.client.nodeStates
      .setTargetRaid(node, { ...target }, { signal, retryForMs: 0 })
      .mapErr((error) => {
        onFailure(error)
        return error
      }),
  )
}
