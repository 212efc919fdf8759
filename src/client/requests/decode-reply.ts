import { err, ok, type Result } from 'neverthrow'
import type { TransportReply } from '../../transport/transport.js'
import { InvalidResponseError } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { AnyRequest, ApiRequest } from './api-request.js'
import { requestIdOf } from './reply-headers.js'
import { secretsSent } from './sent-secrets.js'

/** The body of a success, checked; the checked original is returned, so that fields unknown here stay in it. */
export function decodeReply<T>(
  request: ApiRequest<T, SpecificFaultKind>,
  reply: TransportReply,
): Result<T, InvalidResponseError> {
  const details = {
    operation: request.operation,
    node: request.node,
    requestId: requestIdOf(reply, secretsSent(request.body)),
  }
  if (request.reply === undefined)
    return isForeign(reply)
      ? err(new InvalidResponseError(notIronic(request, reply), { ...details, path: '' }))
      : ok(undefined as T)
  const isEmpty = request.reply.mayBeEmpty === true && reply.body.trim() === ''
  let value: unknown
  try {
    value = isEmpty ? undefined : JSON.parse(reply.body)
  } catch {
    return err(new InvalidResponseError(notIronic(request, reply), { ...details, path: '' }))
  }
  const problem = request.reply.problemIn(value)
  if (problem === undefined) return ok(value as T)
  if (problem.about !== undefined) return err(aboutAnother(problem.message, { ...details, ...problem }))
  return err(
    new InvalidResponseError(
      `The answer to ${request.operation} is not what the Ironic API promises: ${problem.path === '' ? '' : `at "${problem.path}", `}${problem.message}.`,
      { ...details, path: problem.path },
    ),
  )
}

/** The error for a reply to some other request. Whether this one has taken effect, it does not tell. */
export function aboutAnother(
  message: string,
  details: ConstructorParameters<typeof InvalidResponseError>[1],
): InvalidResponseError {
  return new InvalidResponseError(
    `${message.charAt(0).toUpperCase()}${message.slice(1)}. The reply is not used. Look for a proxy or a cache between this program and Ironic that mixes up replies.`,
    details,
  )
}

/** Where Ironic answers with no body, a page of a proxy or a broken body would pass for its consent. */
function isForeign({ body }: TransportReply): boolean {
  if (body.trim() === '') return false
  try {
    JSON.parse(body)
    return false
  } catch {
    return true
  }
}

function notIronic(request: AnyRequest, reply: TransportReply): string {
  return `The body of the answer to ${request.operation} (HTTP ${reply.status}) is no JSON. Check that the endpoint is that of Ironic and no proxy answers for it.`
}
