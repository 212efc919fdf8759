import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { findNode } from '../../../operations/locate-node.js'
import type { ModuleContext, ModuleParts } from '../../../operations/module-context.js'
import { NodeNotFoundError } from '../../../operations/node-errors.js'
import { lifecycleChange, type LifecycleChange } from '../../../operations/provision-verb.js'
import { patienceUntil, retryUntil } from '../../../operations/retry-until.js'
import type { CallScope } from '../../../operations/run-operation.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { imageIsLost, imageOfLastDeployment } from '../../rebuild/converted-image.js'
import { requestRebuild, waitForRebuild } from '../../rebuild/redeploy-instance.js'
import type { RecoverError } from './bring-to-errors.js'
import { inMaintenance } from './bring-to-plan.js'
import type { RecoverOptions } from './path-input.js'
import {
  endsMaintenanceFirst,
  maintenanceOf,
  preservesEphemeral,
  recoverWay,
  type RecoverWay,
} from './recover-plan.js'
import { runVerb, waitUntilOver } from './run-verb.js'
import type { RecoverVerb, ProvisionState } from '../../../states/provision-states.js'

/** A step of a recovery. */
export type RecoveryStep = RecoverVerb | 'end_maintenance'

/** A node that was recovered, or needed no recovery. */
export interface NodeRecovery extends LifecycleChange {
  /** The state before the recovery. */
  readonly from: ProvisionState
  /** The steps taken, in order. */
  readonly did: readonly RecoveryStep[]
  /** Whether the node is still in maintenance; an operator's stays. */
  readonly maintenance: boolean
  /** The fault that Ironic still reports, such as `power failure`. */
  readonly fault: string | null
}

export type Recover = CallScope &
  Required<{ readonly [K in keyof RecoverOptions]: NonNullable<RecoverOptions[K]> }>

/** Takes a node out of a failed state, and ends the maintenance that came with the failure. */
export async function recoverNode(
  context: ModuleContext,
  found: WatchedNode,
  { instance, endMaintenance, ...work }: Recover,
): Promise<Result<NodeRecovery, RecoverError>> {
  const way = recoverWay(found, instance)
  const ends = await isToEnd(context, found, endMaintenance, work)
  if (ends.isErr()) return err(ends.error)
  const did: RecoveryStep[] = []
  let node = found

  if (way === 'rebuild') {
    const known = await imageIsKnown(context, node, work)
    if (known.isErr()) return err(known.error)
  }
  if (ends.value && endsMaintenanceFirst(way)) {
    const ended = await clearMaintenance()
    if (ended.isErr()) return err(ended.error)
  }
  if (way === 'deleted' && node.maintenance) return err(inMaintenance(node))
  const gone = await go(context, node, way, work)
  if (gone.isErr()) return err(withDoneSoFar(gone.error))
  node = gone.value
  if (way !== 'nothing' && way !== 'wait') did.push(way)
  if (ends.value && !endsMaintenanceFirst(way)) {
    const ended = await clearMaintenance()
    if (ended.isErr()) return err(ended.error)
  }
  const outcome = did.length > 0 ? 'changed' : way === 'wait' ? 'joined' : 'was_there'
  const { maintenance, fault = null } = node
  return ok({ ...lifecycleChange(node, outcome), from: found.provision_state, did, maintenance, fault })

  /** Adds the steps already taken to an error, so that no caller assumes the node's old state. */
  function withDoneSoFar(error: RecoverError): RecoverError {
    return did.length === 0 ? error : error.withSentence(doneSoFar(did, node))
  }

  async function clearMaintenance(): Promise<Result<void, RecoverError>> {
    const until = patienceUntil(context, work.deadlineAt)
    const ended = await retryUntil(context, { until, signal: work.signal }, () =>
      context.client.nodeMaintenance.clear(node.uuid, { signal: work.signal, retryForMs: 0 }),
    )
    if (ended.isErr()) return err(withDoneSoFar(nodeGone(ended.error, node)))
    did.push('end_maintenance')
    const seen = await findNode(context, node.uuid, { signal: work.signal })
    if (seen.isErr()) return err(withDoneSoFar(seen.error))
    node = seen.value
    return ok(undefined)
  }
}

function doneSoFar(did: readonly RecoveryStep[], { provision_state }: WatchedNode): string {
  const hasMoved = did.some((step) => step !== 'end_maintenance')
  return [
    ...(hasMoved ? [`Before that, the node was brought to state "${provision_state}".`] : []),
    ...(did.includes('end_maintenance') ? ['Before that, its maintenance was ended.'] : []),
  ].join(' ')
}

/** Checks a rebuild before anything is changed. */
async function imageIsKnown(
  context: ModuleContext,
  { uuid }: WatchedNode,
  { signal }: CallScope,
): Promise<Result<void, RecoverError>> {
  const seen = await findNode(context, uuid, { signal, also: ['instance_info'] })
  return seen.andThen((node) =>
    imageOfLastDeployment(node.instance_info) === 'lost' ? err(imageIsLost(node)) : ok(undefined),
  )
}

async function go(
  context: ModuleContext,
  node: WatchedNode,
  way: RecoverWay,
  work: CallScope,
): Promise<Result<WatchedNode, RecoverError>> {
  switch (way) {
    case 'nothing':
      return ok(node)
    case 'wait':
      return waitUntilOver(context, node, work)
    case 'rebuild': {
      const seen = await findNode(context, node.uuid, {
        signal: work.signal,
        also: ['instance_info', 'instance_name'],
      })
      if (seen.isErr()) return err(seen.error)
      const preserveEphemeral = preservesEphemeral(seen.value)
      const asked = await requestRebuild(context, seen.value, { preserveEphemeral }, work)
      // Without a config drive, it describes no VIF.
      if (asked.isErr()) return err(asked.error as RecoverError)
      return waitForRebuild(context, seen.value, work)
    }
    default:
      return runVerb(context, node, way, work)
  }
}

/** Decides whether to end the node's maintenance. One that is not clearly Ironic's own counts as an operator's. */
async function isToEnd(
  { client }: ModuleParts,
  node: WatchedNode,
  which: Recover['endMaintenance'],
  { signal }: CallScope,
): Promise<Result<boolean, RecoverError>> {
  const whose = maintenanceOf(node)
  if (whose === 'none' || which === 'none') return ok(false)
  if (which === 'any' || whose === 'ironic') return ok(true)
  if (whose === 'operator') return ok(false)
  const features = await client.features({ signal })
  if (features.isErr()) return err(features.error)
  if (!features.value.supports('node_history')) return ok(false)
  for await (const listed of client.nodeHistory.list(node.uuid, { signal })) {
    if (listed.isErr()) return err(nodeGone(listed.error, node))
    const { severity, event } = listed.value
    if (severity === 'ERROR' && event === node.maintenance_reason) return ok(true)
  }
  return ok(false)
}

function nodeGone<E extends RequestErrorOr<'node_locked'>>(error: E, { uuid }: WatchedNode) {
  return error.kind === 'not_found' ? new NodeNotFoundError({ node: uuid, cause: error }) : error
}
