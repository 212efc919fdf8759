import type { DuplicateError } from '../../client/errors/fault-errors.js'
import type { AskOptions, ModuleParts } from '../../operations/module-context.js'
import { AllocationOwnerRefusedError, AllocationTakenError } from './allocations-errors.js'
import type { AllocationRequest, BackfillRequest } from './allocations-input.js'

type Refused = Pick<AllocationRequest | BackfillRequest, 'name' | 'owner'> & { readonly uuid: string }

/** Finds the allocation that holds the name or the UUID that Ironic reports as taken. */
export async function takenBy(
  { client }: ModuleParts,
  { uuid, name }: Refused,
  cause: DuplicateError,
  { signal }: AskOptions,
): Promise<AllocationTakenError> {
  if (name === undefined || !/with name/i.test(cause.fault))
    return new AllocationTakenError({ field: 'uuid', value: uuid, holder: undefined, cause })
  const holder = await client.allocations.get(name, { signal, retryForMs: 0 })
  return new AllocationTakenError({
    field: 'name',
    value: name,
    holder: holder.isOk() ? holder.value.uuid : undefined,
    cause,
  })
}

/** Recognizes a refused owner by Ironic's words, because the status is that of any forbidden request. */
export function withOwnerRefusal<E extends Error & { readonly kind: string }>(
  error: E,
  { owner }: Refused,
): E | AllocationOwnerRefusedError {
  const isOfOwner = error.kind === 'forbidden' && /with an owner/i.test(error.message)
  return owner !== undefined && isOfOwner ? new AllocationOwnerRefusedError({ owner, cause: error }) : error
}
