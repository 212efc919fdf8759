import { err, type Result } from 'neverthrow'
import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'
import { compensate, namePart } from '../../../operations/compensate.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { isAvailable } from '../../../states/observed-node.js'
import { claimNode, type Claimed, type NodePicker } from '../claim/claim-node.js'
import { giveBackNode } from '../claim/give-back-node.js'
import { isLostRace, mayTryOther } from '../claim/try-other-node.js'
import { NoSuitableNodeError, type TriedNode } from '../errors/claim-errors.js'
import { UndoIncompleteError, type SpawnError } from '../errors/provisioning-errors.js'
import { checkSupport } from './check-support.js'
import type { Spawn } from './spawn-instance.js'
import type { SpawnedInstance, SpawnOptions } from './spawn-options.js'
import { spawnOrUndo, UNDO_DEADLINE_MS } from './spawn-or-undo.js'
import { withRequiredTraits, type PickedNodeRequest } from './spawn-request.js'
import { canBeUndone } from './undo-spawn.js'

/** A spawn whose node is still to be picked. */
export type SpawnOnPickedNode = Omit<Spawn, 'request' | 'found' | 'claim'> & {
  readonly request: PickedNodeRequest
}

const MAX_NODES = 3

/** Limits the lost races. Another client wins each of them, so many in a row are no sign of a fault. */
const MAX_RACES = 50

/**
 * Spawns an instance on a node that fits. If that node turns out bad, or another client reserved it first,
 * undoes everything on it and tries another.
 */
export async function spawnOnPickedNode(
  context: ModuleContext,
  picker: NodePicker,
  work: SpawnOnPickedNode,
  options: SpawnOptions,
): Promise<Result<SpawnedInstance, SpawnError>> {
  const { signal, deadlineAt } = work
  const { maxNodes = MAX_NODES } = options
  const request = withRequiredTraits(work.request)
  const { instance, node: requirements } = request
  const supported = await checkSupport(context, { ...request, node: '' }, { signal })
  if (supported.isErr()) return err(supported.error)

  const tried: TriedNode[] = []
  const excluded = new Set<string>()
  let [isFirst, races, bad] = [true, 0, 0]
  for (;;) {
    const trace = { allocationAsked: false }
    const claimed = await claimNode(context, picker, {
      instance: instance.id,
      requirements,
      deadlineAt,
      excluded,
      isFirst,
      signal,
      trace,
    })
    const undone = (failure: SpawnError): Promise<SpawnError> =>
      trace.allocationAsked
        ? withoutAllocation(context, { instance: instance.id, signal }, failure, options)
        : Promise.resolve(failure)
    if (claimed.isErr()) return err(await undone(claimed.error))
    const claim = claimed.value
    if (claim.how === 'none') return err(new NoSuitableNodeError(claim.why, { instance: instance.id, tried }))

    const spawned = await spawnOn(context, { ...work, request }, claim, options)
    const node = uuidOf(claim)
    if (claim.how === 'chosen') picker.choice.release(node)
    if (spawned.isOk()) return spawned
    const failure = await undone(spawned.error)
    // Another process may have reserved a node for the same instance: join that one.
    isFirst = failure.kind === 'instance_associated'
    if (isFirst || isLostRace(failure)) races += 1
    else bad += 1
    if (!isFirst && (isKept(failure, options) || !mayTryOther(failure) || isOfOthers(claim, failure)))
      return err(failure)
    excluded.add(node)
    if (!isFirst) tried.push({ node, kind: failure.kind, reason: failure.message })
    const why = endOf(bad, maxNodes, races)
    if (why !== undefined || context.clock.now() >= deadlineAt)
      return err(
        new NoSuitableNodeError(why ?? 'the deadline has passed', {
          instance: instance.id,
          tried,
          cause: failure,
        }),
      )
  }
}

function spawnOn(
  context: ModuleContext,
  work: SpawnOnPickedNode,
  claim: Exclude<Claimed, { how: 'none' }>,
  options: SpawnOptions,
): Promise<Result<SpawnedInstance, SpawnError>> {
  const spawn = { ...work, request: { ...work.request, node: uuidOf(claim) } }
  switch (claim.how) {
    case 'chosen':
      return spawnOrUndo(context, spawn, options)
    case 'found':
      return spawnOrUndo(context, { ...spawn, found: claim.node, claim: 'found' }, options)
    case 'allocated':
      return spawnOrUndo(
        context,
        { ...spawn, found: claim.node, claim: claim.made ? 'made' : 'found' },
        options,
      )
  }
}

function uuidOf(claim: Exclude<Claimed, { how: 'none' }>): string {
  return claim.how === 'chosen' ? claim.node : claim.node.uuid
}

/** Removes the allocation and returns the failure. Nothing else may show that there was an allocation. */
async function withoutAllocation(
  context: ModuleContext,
  { instance, signal }: { readonly instance: string; readonly signal: AbortSignal | undefined },
  failure: SpawnError,
  options: SpawnOptions,
): Promise<SpawnError> {
  if (isKept(failure, options) || failure.kind === 'undo_incomplete') return failure
  const until = context.clock.now() + (options.undoDeadlineMs ?? UNDO_DEADLINE_MS)
  const giveBack = () => giveBackNode(context, instance, { until, signal, failure })
  const remains = await compensate({ operation: 'provisioning.spawn', instance }, giveBack, namePart)
  return remains.length === 0
    ? failure
    : new UndoIncompleteError(failure, { node: failure.node, instance, remains })
}

function isKept(failure: SpawnError, { onFailure = 'undo', onAbort = 'undo' }: SpawnOptions): boolean {
  return !canBeUndone(failure) || (failure.kind === 'aborted' ? onAbort : onFailure) === 'keep'
}

/**
 * Returns whether another call works on the instance. It stays there unless its deployment failed and was torn
 * down.
 */
function isOfOthers(claim: Claimed, { kind }: IronicDriverError): boolean {
  return claim.how === 'found' && !isAvailable(claim.node) && kind !== 'transition_failed'
}

function endOf(bad: number, maxNodes: number, races: number): string | undefined {
  if (races >= MAX_RACES) return `other clients reserved the chosen node first ${races} times`
  return bad >= maxNodes ? `the limit of ${maxNodes} nodes was reached` : undefined
}
