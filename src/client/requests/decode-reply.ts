import { err, ok, type Result } from 'neverthrow'
import type { TransportReply } from '../../transport/transport.js'
import { InvalidResponseError } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { AnyRequest, ApiRequest } from './api-request.js'
import { requestIdOf } from './reply-headers.js'
import { secretsSent } from './sent-secrets.js'

/** Checks the body of a success and returns it unchanged, so that unknown fields remain in it. */
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
      `The reply to ${request.operation} does not match the Ironic API: ${problem.path === '' ? 'it' : `"${problem.path}"`} ${problem.message}.`,
      { ...details, path: problem.path },
    ),
  )
}

/** Returns the error for a reply to another request. It does not show whether this request has taken effect. */
export function aboutAnother(
  message: string,
  details: ConstructorParameters<typeof InvalidResponseError>[1],
): InvalidResponseError {
  return new InvalidResponseError(
    `${message.charAt(0).toUpperCase()}${message.slice(1)}. The reply is not used. Check whether a proxy or a cache between this program and Ironic mixes up replies.`,
    details,
  )
}

/** Where Ironic sends no body, another body, such as a proxy's page, must not count as success. */
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
  return `The body of the reply to ${request.operation} (HTTP ${reply.status}) is not JSON. Check that the endpoint is that of Ironic and that no proxy answers in its place.`
}
