import { err, ok, type Result } from 'neverthrow'
import type { TransportReply } from '../transport/transport.js'
import type { ApiRequest } from './api-request.js'
import { InvalidResponseError, type ClientError } from './client-errors.js'

/** The body of a success, checked; the checked original is returned, so that fields unknown here stay in it. */
export function decodeReply<T>(request: ApiRequest<T>, reply: TransportReply): Result<T, ClientError> {
  if (request.reply === undefined) return ok(undefined as T)
  const details = {
    operation: request.operation,
    node: request.node,
    requestId: reply.headers['x-openstack-request-id'] ?? reply.headers['openstack-request-id'],
  }
  let value: unknown
  try {
    value = JSON.parse(reply.body)
  } catch {
    return err(
      new InvalidResponseError(
        `The body of the answer to ${request.operation} (HTTP ${reply.status}) is no JSON. Check that the endpoint is that of Ironic and no proxy answers for it.`,
        { ...details, path: '' },
      ),
    )
  }
  const problem = request.reply.problemIn(value)
  if (problem === undefined) return ok(value as T)
  return err(
    new InvalidResponseError(
      `The answer to ${request.operation} is not what the Ironic API promises: at "${problem.path}", ${problem.message}.`,
      { ...details, path: problem.path },
    ),
  )
}
