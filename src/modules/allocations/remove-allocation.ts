import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../client/errors/client-errors.js'
import { detachedSignal } from '../../client/requests/call-signal.js'
import { setField } from '../../client/requests/json-patch.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { NodePatchFault } from '../../client/resources/node/nodes.js'
import type { IronicDriverError } from '../../errors/ironic-driver-error.js'
import type { AskOptions, ModuleContext, ModuleParts } from '../../operations/module-context.js'
import { retryUntil } from '../../operations/retry-until.js'
import { withDeadline } from '../../operations/run-operation.js'
import { isAvailable } from '../../states/observed-node.js'
import { sameId } from '../../states/same-id.js'

/** The errors of removing an allocation. */
export type RemoveAllocationError = RequestErrorOr<'node_locked'>

interface Removal {
  readonly until: number
  /** The call's. Its abort does not end this. */
  readonly signal: AbortSignal | undefined
}

type Removed<T = void> = Promise<Result<T, RemoveAllocationError>>

/**
 * Removes an allocation, and with it the `instance_uuid` of a node that it may have by then. A missing allocation is a
 * success, and so is one that Ironic keeps because its node is deployed. An abort does not end it, because it must not
 * leave a node reserved.
 */
export function removeAllocation(
  context: ModuleContext,
  uuid: string,
  { until, signal: caller }: Removal,
): Removed {
  const signal = detachedSignal(caller)
  return retryUntil(context, { until }, async (): Removed => {
    const deleted = await context.client.allocations.delete(uuid, { signal, retryForMs: 0 })
    if (deleted.isOk()) return ok(undefined)
    const { error } = deleted
    return error.kind === 'not_found' || error.kind === 'state_refused' ? ok(undefined) : err(error)
  })
}

/**
 * Removes an allocation only if it holds no node: removing one that holds a node would take the instance off the node.
 */
export function removeEmptyAllocation(
  context: ModuleContext,
  uuid: string,
  { until, signal: caller, states }: Removal & { readonly states: readonly string[] },
): Removed {
  const signal = detachedSignal(caller)
  return retryUntil(context, { until }, async (): Removed => {
    const found = await context.client.allocations.get(uuid, { signal, retryForMs: 0 })
    if (found.isErr()) return found.error.kind === 'not_found' ? ok(undefined) : err(found.error)
    const { node_uuid, state } = found.value
    if (node_uuid !== null || !states.includes(state)) return ok(undefined)
    return removeAllocation(context, uuid, { until: 0, signal })
  })
}

/** An allocation that was removed. */
export interface GivenBack {
  /** The node, if known, on which its traits may remain: harmless, but worth reporting. */
  readonly traitsMayRemain?: { readonly node: string | undefined } | undefined
}

/** How long to retry erasing the traits of an allocation that is given back, and how long one attempt may take. */
const ERASED_WITHIN_MS = 45_000
const ATTEMPT_MS = 20_000

/**
 * Removes an allocation and frees its node. An abort does not end it.
 *
 * @see openstack/ironic `ironic/db/sqlalchemy/api.py` (destroy_allocation)
 */
export async function giveBackAllocation(
  context: ModuleContext,
  uuid: string,
  { until, signal: caller }: Removal,
): Removed<GivenBack> {
  const signal = detachedSignal(caller)
  const traitsMayRemain = await eraseTraitsOfFreed(context, uuid, signal)
  const removed = await removeAllocation(context, uuid, { until, signal })
  return removed.map(() => ({ traitsMayRemain }))
}

/**
 * Erases the traits before the allocation is removed, because nothing leads to its node afterwards. Retries every
 * failure but `forbidden`, which a retry does not change.
 */
async function eraseTraitsOfFreed(
  context: ModuleContext,
  uuid: string,
  signal: AbortSignal,
): Promise<GivenBack['traitsMayRemain']> {
  const until = context.clock.now() + ERASED_WITHIN_MS
  let node: string | undefined
  const erased = await retryUntil(context, { until, isRetried: () => true }, async () => {
    const erasing = await withDeadline(context, ATTEMPT_MS, { signal }, (scope) =>
      askToErase(context, uuid, scope),
    )
    if (erasing.isErr()) return err(erasing.error)
    node = erasing.value?.node ?? node
    const failure = erasing.value?.failure
    return failure === undefined || failure.kind === 'forbidden' ? ok(failure) : err(failure)
  })
  return erased.isOk() && erased.value === undefined ? undefined : { node }
}

/** Traits that were removed from `instance_info` of a node, to be restored if the allocation stays. */
export interface ErasedTraits {
  /** UUID. */
  readonly node: string
  readonly traits: unknown
}

/**
 * Removes the traits that an allocation wrote on a free node while it still holds the node, because Ironic leaves them.
 * A failure is ignored: a login that may not write on the node may still delete the allocation, and traits alone
 * reserve nothing. Returns what may have been removed, also after a lost reply.
 */
export async function eraseTraits(
  context: ModuleContext,
  uuid: string,
  options: AskOptions,
): Promise<ErasedTraits | undefined> {
  const erasing = (await askToErase(context, uuid, options)).unwrapOr(undefined)
  return erasing === undefined || (erasing.failure && !mayHaveHappened(erasing.failure)) ? undefined : erasing
}

type Erasing = ErasedTraits & { readonly failure: IronicDriverError | undefined }

async function askToErase(
  { reader, client }: ModuleParts,
  uuid: string,
  { signal }: AskOptions,
): Promise<Result<Erasing | undefined, IronicDriverError>> {
  const look = await reader.read({ instance: uuid }, { also: ['instance_info'], signal })
  if (look.isErr()) return err(look.error)
  const carrier = look.value
  if (carrier === undefined || !isAvailable(carrier)) return ok(undefined)
  if (!Object.hasOwn(carrier.instance_info ?? {}, 'traits')) return ok(undefined)
  const erased = [{ op: 'remove', path: '/instance_info/traits' }] as const
  const patched = await client.nodes.patch(carrier.uuid, erased, { signal, retryForMs: 0 })
  const failure = patched.isErr() ? patched.error : undefined
  return ok({ node: carrier.uuid, traits: carrier.instance_info?.['traits'], failure })
}

/**
 * Restores traits that were removed for a deletion that Ironic then refused. It writes `instance_uuid` with them, so
 * that Ironic refuses on a node that now carries another instance. Returns whether they are there. An abort
 * does not end it.
 */
export async function writeTraitsBack(
  context: ModuleContext,
  uuid: string,
  { node, traits }: ErasedTraits,
  { signal: caller }: AskOptions,
): Promise<'as_before' | 'changed' | 'not_ours'> {
  const signal = detachedSignal(caller)
  const { client, reader, clock } = context
  const until = clock.now() + WRITTEN_BACK_WITHIN_MS
  type Back = Result<'as_before' | 'not_ours', RequestErrorOr<NodePatchFault>>
  const back = await retryUntil(context, { until }, async (): Promise<Back> => {
    const look = await reader.read({ node }, { also: ['instance_info'], signal })
    if (look.isErr()) return err(look.error)
    const seen = look.value
    if (seen === undefined || !sameId(seen.instance_uuid, uuid)) return ok('not_ours')
    if (Object.hasOwn(seen.instance_info ?? {}, 'traits')) return ok('as_before')
    const patch = [setField('instance_uuid', uuid), setField('instance_info/traits', traits)]
    const patched = await client.nodes.patch(node, patch, { signal, retryForMs: 0 })
    return patched.map(() => 'as_before')
  })
  return back.unwrapOr('changed')
}

const WRITTEN_BACK_WITHIN_MS = 30_000
