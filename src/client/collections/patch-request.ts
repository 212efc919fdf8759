import { errAsync, type ResultAsync } from 'neverthrow'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { RequestErrorOr } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { ApiRequest, CallOptions, SendRequest } from '../requests/api-request.js'
import { isPatch, isRepeatable, maskedValueIn, type JsonPatch } from '../requests/json-patch.js'

/** A patch of a resource. Whether it is safe to repeat is read from the patch, unless the caller decides. */
export type PatchRequest<T, Kind extends SpecificFaultKind> = Omit<
  ApiRequest<T, Kind>,
  'method' | 'body' | 'safety'
> & {
  readonly patch: JsonPatch
  readonly safety?: 'same_value' | 'decide' | undefined
}

/** Sends a patch, unless it would overwrite a secret with Ironic's placeholder for it. */
export function sendPatch<T, Kind extends SpecificFaultKind>(
  send: SendRequest,
  { patch, safety = 'same_value', ...request }: PatchRequest<T, Kind>,
  options?: CallOptions,
): ResultAsync<T, RequestErrorOr<Kind>> {
  const problem = isPatch(patch) ? maskedValueIn(patch) : noPatch()
  if (problem !== undefined)
    return errAsync(problem.within({ operation: request.operation, node: request.node }))
  const twice = safety === 'same_value' && !isRepeatable(patch) ? 'once' : safety
  return send({ ...request, method: 'PATCH', body: patch, safety: twice }, options)
}

function noPatch(): InvalidInputError {
  return new InvalidInputError(
    'patch',
    'must be a list of changes; build them with setField, removeField and patchKeys',
  )
}
