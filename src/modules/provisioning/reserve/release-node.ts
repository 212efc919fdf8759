import { err, ok, type Result } from 'neverthrow'
import { detachedSignal } from '../../../client/requests/call-signal.js'
import { findNode } from '../../../operations/locate-node.js'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import { NodeNotReadyError } from '../../../operations/node-errors.js'
import { provisioningStatus, type ProvisioningStatus } from '../../../operations/node-status.js'
import { patienceUntil, retryUntil } from '../../../operations/retry-until.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import { PROVISION_VERBS } from '../../../states/provision-verbs.js'
import { sameId } from '../../../states/same-id.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { attachVif } from '../../networking/attach-vif.js'
import { changedWhileGivenBack } from '../claim/changed-while-given-back.js'
import { relinkInstance } from '../claim/relink-instance.js'
import {
  afterDetaching,
  emptyUnlinkTrace,
  unlinkInstance,
  type UnlinkTrace,
} from '../claim/unlink-instance.js'
import { endLeftMaintenance } from '../claim/unlink-maintenance.js'
import { LEFT_INFO, type ReleaseError, type SpawnRemains } from '../errors/provisioning-errors.js'

interface Release {
  readonly instance: string
  readonly node: string
}

interface Unlinking {
  readonly until: number
  readonly signal: AbortSignal | undefined
  readonly trace: UnlinkTrace
}

/** Releases a node that was reserved for an instance and not deployed. */
export async function releaseNode(
  context: ModuleContext,
  release: Release,
  { signal }: AskOptions,
): Promise<Result<ReleasedInstance, ReleaseError>> {
  const until = patienceUntil(context)
  const trace = emptyUnlinkTrace()
  let leftInfo = false
  const released = await retryUntil(
    context,
    { until, signal },
    async (): Promise<Result<WatchedNode, ReleaseError>> => {
      const found = await reservedNode(context, release, { signal })
      if (found.isErr() || !sameId(found.value.instance_uuid, release.instance)) return found
      const unlinked = await unlinkInstance(context, found.value, { signal, trace })
      if (unlinked.isErr()) return err(unlinked.error)
      switch (unlinked.value) {
        case 'changed':
          return err(changedWhileGivenBack(found.value, release.instance))
        case 'hit_deployment':
          return err(await deployedMeanwhile(context, found.value, { ...release, until, signal, trace }))
        case 'left_info':
          leftInfo = true
          return ok({ ...found.value, instance_uuid: null })
        case 'unlinked':
          return ok({ ...found.value, instance_uuid: null })
      }
    },
  )
  if (released.isErr() && trace.detached.size > 0)
    await attachAgain(context, release, { until, signal, trace })
  return released
    .map((node) => ({ ...provisioningStatus(node), ...(leftInfo ? { remains: [LEFT_INFO] } : {}) }))
    .mapErr((error) => afterDetaching(error, trace))
}

/**
 * Attaches the detached VIFs again if another spawn of the same instance has started a deployment, which needs
 * them. Those that cannot be attached stay in the trace, and so in the error.
 */
async function attachAgain(
  context: ModuleContext,
  { instance, node }: Release,
  { until, signal: caller, trace }: Unlinking,
): Promise<void> {
  const signal = detachedSignal(caller)
  const look = await context.reader.read({ node }, { signal })
  const found = look.unwrapOr(undefined)
  if (found === undefined || !sameId(found.instance_uuid, instance)) return
  if (provisionStateFacts(found.provision_state)?.occupied !== true) return
  for (const id of trace.detached) {
    const attached = await retryUntil(context, { until }, () =>
      attachVif(context, found.uuid, { id }, { signal, retryForMs: 0 }),
    )
    if (attached.isOk()) trace.detached.delete(id)
  }
}

/** Reads the node, ends the maintenance of an earlier release, and checks that a reserved node may be released. */
async function reservedNode(
  context: ModuleContext,
  { instance, node }: Release,
  { signal }: AskOptions,
): Promise<Result<WatchedNode, ReleaseError>> {
  const found = await findNode(context, node, { signal })
  if (found.isErr()) return err(found.error)
  const { instance_uuid, provision_state } = found.value
  const isReserved = sameId(instance_uuid, instance)
  if (isReserved && provisionStateFacts(provision_state)?.occupied !== false)
    return err(deployed(found.value, instance))
  return endLeftMaintenance(context, found.value, instance, { signal })
}

function deployed({ uuid: node, provision_state: provisionState }: WatchedNode, instance: string) {
  return new NodeNotReadyError(
    `Node ${node} is in state "${provisionState}": the instance may be on its disk. Call destroy.`,
    'fix_request',
    { node, instance, provisionState },
  )
}

/** Restores the link after it was removed from a deployment that had just started. */
async function deployedMeanwhile(
  context: ModuleContext,
  node: WatchedNode,
  { instance, until, signal, trace }: Release & Unlinking,
) {
  const relinked = await relinkInstance(context, node.uuid, { instance, lost: trace.lostInfo, until, signal })
  const error = deployed({ ...node, provision_state: PROVISION_VERBS.active.via[0] }, instance)
  if (relinked.isOk()) return error
  return error.withSentence(
    `The node carries no instance now, because its link could not be restored: ${relinked.error.message} Call destroy with only the node.`,
  )
}

/** The result of `release`. */
export interface ReleasedInstance extends ProvisioningStatus {
  /** What Ironic refused to let anyone remove. It does not affect the next instance. Absent if nothing remains. */
  readonly remains?: readonly SpawnRemains[]
}
