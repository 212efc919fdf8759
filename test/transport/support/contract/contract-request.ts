import { inspect } from 'node:util'
import type { Result } from 'neverthrow'
import { expect } from 'vitest'
import type { Sent, TransportError } from '../../../../src/transport/transport-errors.js'
import type { Transport, TransportReply, TransportRequest } from '../../../../src/transport/transport.js'

export type MakeTransport = (endpoint: string) => Transport

/** Present in a header and in the body of every request; no error may show it. */
export const CANARY = 'canary-7f3c9d1e'

/** Sends a request of which a test gives only the relevant part; the rest is valid for Ironic. */
export async function ask(
  transport: Transport,
  request: Partial<TransportRequest> = {},
): Promise<Result<TransportReply, TransportError>> {
  const { method = 'GET' } = request
  const body = method === 'GET' || method === 'HEAD' ? {} : { body: JSON.stringify({ secret: CANARY }) }
  return transport.send({
    method,
    path: '/v1/nodes?limit=1',
    headers: { 'x-auth-token': CANARY },
    timeoutMs: 10_000,
    ...body,
    ...request,
  })
}

export function expectReply(result: Result<TransportReply, TransportError>): TransportReply {
  if (result.isErr()) throw new Error(`expected a reply, got ${result.error.kind}: ${result.error.message}`)
  return result.value
}

/** Returns the error after checks that apply to all: a kind, a full sentence, and no secret. */
export function expectFailure<K extends TransportError['kind']>(
  result: Result<TransportReply, TransportError>,
  kind: K,
): Extract<TransportError, { kind: K }> {
  if (result.isOk()) throw new Error(`expected ${kind}, got a reply with status ${result.value.status}`)
  const { error } = result
  expect(error.kind, error.message).toBe(kind)
  expect(error).toBeInstanceOf(Error)
  expect(error.message).toMatch(/\.$/)
  expect(JSON.stringify(error) + inspect(error, { depth: 10, showHidden: true })).not.toContain(CANARY)
  return error as Extract<TransportError, { kind: K }>
}

/** A network failure, which says whether the server may have executed the request. */
export function expectNetworkFailure(result: Result<TransportReply, TransportError>, ...sent: Sent[]): void {
  const error = expectFailure(result, 'network_failure')
  expect(sent, error.message).toContain(error.sent)
}
