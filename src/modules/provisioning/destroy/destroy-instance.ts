import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import type { NodeTarget } from '../../../operations/input-schemas.js'
import type { ModuleContext, ModuleParts } from '../../../operations/module-context.js'
import { InstanceMismatchError } from '../../../operations/node-errors.js'
import { provisioningStatus } from '../../../operations/node-status.js'
import type { CallScope } from '../../../operations/run-operation.js'
import { watchUntilGone } from '../../../operations/watch-node.js'
import { judgeProvision } from '../../../states/judge-provision.js'
import { isOff, isDeployedWithoutInstance } from '../../../states/observed-node.js'
import { isAmong, PROVISION_VERBS } from '../../../states/provision-verbs.js'
import { reached } from '../../../states/verdict.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { giveBackAllocation } from '../../allocations/remove-allocation.js'
import { settledAllocation } from '../../allocations/settled-allocation.js'
import { endForgottenMaintenance, endLeftMaintenance } from '../claim/unlink-maintenance.js'
import { LEFT_INFO, machineWithoutInstance, type DestroyError } from '../errors/provisioning-errors.js'
import type { DestroyedInstance } from './destroy-options.js'
import { judgeGone } from './tear-down-plan.js'
import { tearDown } from './tear-down.js'

export interface Destroy extends CallScope {
  readonly target: NodeTarget
  /** How far to go: until Ironic has accepted the tear-down (`asked`), or as in `DestroyOptions.until`. */
  readonly upTo: 'asked' | 'gone' | 'available'
}

/** A node and the instance to remove from it; `null` for a deployment without an instance. */
interface DestroySubject {
  readonly node: WatchedNode
  readonly instance: string | null
}

const WAS_GONE: DestroyedInstance = { outcome: 'was_gone', node: undefined }

/** Tears an instance down. Succeeds if it is already gone. */
export async function destroyInstance(
  context: ModuleContext,
  work: Destroy,
): Promise<Result<DestroyedInstance, DestroyError>> {
  const subject = await findAllOfIt(context, work)
  if (subject.isErr()) return err(subject.error)
  if (subject.value === undefined)
    return (await context.fleet.requireGone(work.target, work)).map(() => WAS_GONE)
  const { node: found, instance } = subject.value
  const free = await endLeftMaintenance(context, found, instance, work)
  if (free.isErr()) return err(free.error)
  const node = free.value
  if (isOff(node, instance)) {
    const cleaned = work.upTo === 'available' ? await untilCleaned(context, node, work) : ok(node)
    return cleaned.map((seen) => ({ ...destroyed(seen), outcome: 'was_gone' }))
  }
  const upTo = work.upTo === 'asked' ? 'asked' : 'gone'
  const torn = await tearDown(context, node, { ...work, instance, upTo })
  if (torn.isErr()) return err(torn.error)
  // A node that disappears was removed, or is no longer leased to the project of this login.
  const seen =
    torn.value.node === undefined ? await context.fleet.requireGone(work.target, work) : ok(undefined)
  if (seen.isErr()) return err(seen.error)
  const left =
    work.upTo === 'available' ? await untilCleaned(context, torn.value.node, work) : ok(torn.value.node)
  return left.map((seen) => ({
    ...destroyed(seen),
    ...(torn.value.leftInfo ? { remains: [LEFT_INFO] } : {}),
  }))
}

/**
 * Finds the instance, or what else may remain of one that is on no node: an allocation, which may get a node
 * while it is being removed, or a node that was left in maintenance.
 */
async function findAllOfIt(
  context: ModuleContext,
  work: Destroy,
): Promise<Result<DestroySubject | undefined, DestroyError>> {
  const subject = await findSubject(context, work)
  const { instance } = work.target
  if (subject.isErr() || subject.value !== undefined || instance === undefined) return subject
  const removed = await removeUnusedAllocation(context, instance, work)
  if (removed.isErr()) return err(removed.error)
  const again = removed.value ? await findSubject(context, work) : subject
  if (again.isErr() || again.value !== undefined) return again
  const forgotten = await endForgottenMaintenance(context, instance, work)
  return forgotten.map((node) => (node === undefined ? undefined : { node, instance }))
}

/**
 * Removes the allocation of an instance that is on no node. Its client may have died, and Ironic may be about
 * to reserve a node for it. Returns whether there was one; `false` for a login that may not see allocations.
 */
async function removeUnusedAllocation(
  context: ModuleContext,
  instance: string,
  { signal, deadlineAt: until }: CallScope,
): Promise<Result<boolean, RequestErrorOr<'node_locked'>>> {
  const features = await context.client.features({ signal })
  if (features.isErr()) return err(features.error)
  if (!features.value.supports('allocations')) return ok(false)
  const found = await settledAllocation(context, instance, { signal })
  if (found.isErr())
    return found.error.kind === 'not_found' || found.error.kind === 'forbidden' ? ok(false) : err(found.error)
  return (await giveBackAllocation(context, instance, { until, signal })).map(() => true)
}

/**
 * Finds the node and instance to tear down; `undefined` if neither the node nor a node with the instance
 * exists.
 */
async function findSubject(
  { reader }: ModuleParts,
  { target, signal }: Destroy,
): Promise<Result<DestroySubject | undefined, DestroyError>> {
  const { node: ident, instance } = target
  if (ident === undefined) {
    const carrier = await reader.read({ instance }, { signal })
    return carrier.map((node) => (node === undefined ? undefined : { node, instance }))
  }
  const found = await reader.read({ node: ident }, { signal })
  if (found.isErr()) return err(found.error)
  const node = found.value
  if (instance === undefined)
    return ok(node === undefined ? undefined : { node, instance: node.instance_uuid })
  if (node !== undefined && !isOff(node, instance) && !isDeployedWithoutInstance(node))
    return ok({ node, instance })

  // The instance is not on the named node: it is gone, or on another one.
  const carrier = await reader.read({ instance }, { signal })
  if (carrier.isErr()) return err(carrier.error)
  if (carrier.value === undefined) {
    if (node?.instance_uuid !== null) return ok(undefined)
    return isDeployedWithoutInstance(node)
      ? err(machineWithoutInstance(node, instance))
      : ok({ node, instance })
  }
  if (carrier.value.uuid === node?.uuid) return ok({ node: carrier.value, instance })
  const details = { node: node?.uuid ?? ident, instance, found: node?.instance_uuid ?? null }
  return err(new InstanceMismatchError({ ...details, actualNode: carrier.value.uuid }))
}

/**
 * Waits for the end of the cleaning that follows a tear-down. Does nothing for a node that is not being
 * cleaned, such as one that was only reserved. A node with an instance has been available meanwhile.
 */
async function untilCleaned(context: ModuleContext, node: WatchedNode | undefined, work: Destroy) {
  const { via, failures } = PROVISION_VERBS.provide
  const cleaning: readonly string[] = [...via, ...failures]
  if (node === undefined || !cleaning.includes(node.provision_state)) return ok(node)
  const call = { ...work, instance: work.target.instance }
  return watchUntilGone(context, node, call, {
    goal: 'the node to be cleaned and available',
    judge: (seen) => {
      if (seen === undefined || seen.instance_uuid !== null) return reached
      return isAmong(PROVISION_VERBS.clean.ends, seen.provision_state)
        ? reached
        : judgeProvision(seen, { verb: 'provide' })
    },
  })
}

/** Waits for a tear-down that was requested before. */
export async function waitUntilGone(
  context: ModuleContext,
  { node: ident, instance }: { readonly node: string; readonly instance: string },
  work: CallScope,
): Promise<Result<DestroyedInstance, DestroyError>> {
  const found = await context.reader.read({ node: ident }, { signal: work.signal })
  if (found.isErr()) return err(found.error)
  const node = found.value
  if (node === undefined) {
    const gone = await context.fleet.requireGone({ node: ident, instance }, work)
    return gone.map(() => destroyed(undefined))
  }
  const call = { ...work, instance }
  const waited = await watchUntilGone(context, node, call, {
    goal: 'the instance to be torn down',
    judge: (seen) => judgeGone(seen, instance),
  })
  return waited.map(destroyed)
}

function destroyed(node: WatchedNode | undefined): DestroyedInstance {
  return { outcome: 'destroyed', node: node === undefined ? undefined : provisioningStatus(node) }
}
