import { err, ok, type Result } from 'neverthrow'
import { judgeProvision } from '../../states/judge-provision.js'
import { reached } from '../../states/verdict.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { Target } from '../input-schemas.js'
import { InstanceMismatchError } from '../module-errors.js'
import type { ModuleContext } from '../module-context.js'
import type { DestroyError } from './provisioning-errors.js'
import type { Destroyed } from './provisioning-module.js'
import { provisioningStatus } from './provisioning-status.js'
import { judgeGone } from './tear-down-plan.js'
import { tearDown, type TearDown } from './tear-down.js'

export interface Destroy extends Omit<TearDown, 'instance' | 'until'> {
  readonly target: Target
  readonly until: 'asked' | 'gone' | 'available'
}

/** A node with what has to be got off it; `null` for an instance whose tear-down has lost its name. */
interface Doomed {
  readonly node: WatchedNode
  readonly instance: string | null
}

/** Takes an instance off its node; what is gone already is success. */
export async function destroyInstance(
  context: ModuleContext,
  work: Destroy,
): Promise<Result<Destroyed, DestroyError>> {
  const doomed = await findDoomed(context, work)
  if (doomed.isErr()) return err(doomed.error)
  if (doomed.value === undefined) return ok({ outcome: 'already_gone', node: undefined })
  const { node, instance } = doomed.value
  if (isOff(node, instance)) return ok({ outcome: 'already_gone', node: provisioningStatus(node) })

  const until = work.until === 'asked' ? 'asked' : 'gone'
  const torn = await tearDown(context, node, { ...work, instance, until })
  if (torn.isErr()) return err(torn.error)
  const left =
    work.until === 'available' && torn.value !== undefined
      ? await untilAvailable(context, torn.value, instance, work)
      : torn
  return left.map((seen) => ({
    outcome: 'destroyed',
    node: seen === undefined ? undefined : provisioningStatus(seen),
  }))
}

/** `undefined` when neither the node nor anything that carries the instance exists. */
async function findDoomed(
  { reader }: ModuleContext,
  { target, signal }: Destroy,
): Promise<Result<Doomed | undefined, DestroyError>> {
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
  if (node?.instance_uuid === instance) return ok({ node, instance })
  if (node?.instance_uuid === null && isBeingTornDown(node)) return ok({ node, instance: null })

  // It is not where the caller believes it to be: gone, or somewhere else.
  const carrier = await reader.read({ instance }, { signal })
  if (carrier.isErr()) return err(carrier.error)
  if (carrier.value === undefined) return ok(undefined)
  const details = { node: node?.uuid ?? ident, instance, found: node?.instance_uuid ?? null }
  return err(new InstanceMismatchError({ ...details, actualNode: carrier.value.uuid }))
}

/** Ironic has removed the link, and the tear-down is under way or has failed. */
function isBeingTornDown(node: WatchedNode): boolean {
  return node.provision_state === 'deleting' || node.provision_state === 'error'
}

function isOff(node: WatchedNode, instance: string | null): boolean {
  return instance === null && !isBeingTornDown(node)
}

/** The cleaning that follows a tear-down. Somebody else's instance on the node means that it was available. */
function untilAvailable(context: ModuleContext, node: WatchedNode, instance: string | null, work: Destroy) {
  return context.watcher.watch({
    operation: work.operation,
    node: node.uuid,
    instance: instance ?? undefined,
    found: node,
    goal: 'the node to be cleaned and available',
    judge: (seen) => {
      if (seen === undefined || seen.instance_uuid !== null || seen.provision_state === 'manageable')
        return reached
      return judgeProvision(seen, { verb: 'provide' })
    },
    deadlineMs: Math.max(0, work.deadlineAt - context.clock.now()),
    signal: work.signal,
    onProgress: work.onProgress,
  })
}

/** Waits for a tear-down that somebody has asked for. */
export async function waitUntilGone(
  context: ModuleContext,
  work: Destroy & { readonly target: { readonly node: string; readonly instance: string } },
): Promise<Result<Destroyed, DestroyError>> {
  const { node: ident, instance } = work.target
  const found = await context.reader.read({ node: ident }, { signal: work.signal })
  if (found.isErr()) return err(found.error)
  const node = found.value
  if (node === undefined) return ok({ outcome: 'destroyed', node: undefined })
  const waited = await context.watcher.watch({
    operation: work.operation,
    node: node.uuid,
    instance,
    found: node,
    goal: 'the instance to be torn down',
    judge: (seen) => judgeGone(seen, instance),
    deadlineMs: Math.max(0, work.deadlineAt - context.clock.now()),
    signal: work.signal,
    onProgress: work.onProgress,
  })
  return waited.map((seen) => ({
    outcome: 'destroyed',
    node: seen === undefined ? undefined : provisioningStatus(seen),
  }))
}
