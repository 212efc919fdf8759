import type { DuplicateError } from '../../client/errors/fault-errors.js'
import type { AskOptions, ModuleParts } from '../../operations/module-context.js'
import { AllocationOwnerRefusedError, AllocationTakenError } from './allocations-errors.js'
import type { AllocationRequest, BackfillRequest } from './allocations-input.js'

type Refused = Pick<AllocationRequest | BackfillRequest, 'name' | 'owner'> & { readonly uuid: string }

/** Tells whose the name or the UUID is that Ironic calls taken. */
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

/** Ironic refuses a foreign owner with the status of every other thing that a login may not do. */
export function withOwnerRefusal<E extends Error & { readonly kind: string }>(
  error: E,
  { owner }: Refused,
): E | AllocationOwnerRefusedError {
  const isOfOwner = error.kind === 'forbidden' && /with an owner/i.test(error.message)
  return owner !== undefined && isOfOwner ? new AllocationOwnerRefusedError({ owner, cause: error }) : error
}
