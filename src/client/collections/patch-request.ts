import { errAsync, type ResultAsync } from 'neverthrow'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { RequestErrorOr } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { ApiRequest, CallOptions, SendRequest } from '../requests/api-request.js'
import { isPatch, isRepeatable, maskedValueIn, type JsonPatch } from '../requests/json-patch.js'

/** A patch as a resource describes it; how safe it is to repeat can be read from it, unless the caller decides. */
export type PatchRequest<T, Kind extends SpecificFaultKind> = Omit<
  ApiRequest<T, Kind>,
  'method' | 'body' | 'safety'
> & {
  readonly patch: JsonPatch
  readonly safety?: 'same_value' | 'decide' | undefined
}

/** Sends a patch, unless it would write Ironic's sign for a hidden secret over the secret. */
export function sendPatch<T, Kind extends SpecificFaultKind>(
  send: SendRequest,
  { patch, safety = 'same_value', ...request }: PatchRequest<T, Kind>,
  options?: CallOptions,
): ResultAsync<T, RequestErrorOr<Kind>> {
  const problem = isPatch(patch) ? maskedValueIn(patch) : NO_PATCH
  if (problem !== undefined)
    return errAsync(problem.within({ operation: request.operation, node: request.node }))
  const twice = safety === 'same_value' && !isRepeatable(patch) ? 'once' : safety
  return send({ ...request, method: 'PATCH', body: patch, safety: twice }, options)
}

const NO_PATCH = new InvalidInputError(
  'patch',
  'is no list of changes; build them by setField, removeField and patchKeys',
)
