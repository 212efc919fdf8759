import { err, type Result } from 'neverthrow'
import { withoutSecrets } from '../../errors/known-secrets.js'
import type { TransportReply } from '../../transport/transport.js'
import { classifyFault } from '../errors/classify-fault.js'
import {
  InvalidResponseError,
  UnsupportedApiVersionError,
  type ClientError,
} from '../errors/client-errors.js'
import type { Fault, SpecificFaultKind } from '../errors/fault-errors.js'
import { readFault } from '../errors/read-fault.js'
import type { ApiVersion } from '../versions/api-version.js'
import type { AnyRequest, ApiRequest } from './api-request.js'
import { aboutAnother, decodeReply } from './decode-reply.js'
import { mixedUp } from './fault-identity.js'
import { offeredVersions, requestIdOf } from './reply-headers.js'
import type { RequestSafety } from './retry-policy.js'
import { secretsSent } from './sent-secrets.js'

/** Turns a complete reply into its decoded body or an error. */
export function judgeReply<T>(
  request: ApiRequest<T, SpecificFaultKind>,
  spoken: ApiVersion,
  reply: TransportReply,
): Result<T, ClientError> {
  if (isSuccess(reply)) return decodeReply(request, reply)
  const refusal = withoutSent(request.body, reply)
  const others = reply.status === 404 ? mixedUp(request, readFault(reply.body).text) : undefined
  if (others !== undefined) {
    const details = {
      operation: request.operation,
      node: request.node,
      requestId: requestIdOf(reply),
      path: '',
    }
    const message = `the reply is about ${others.about}, but ${others.asked} was requested`
    return err(aboutAnother(message, { ...details, about: others.about }))
  }
  return err(
    refusal.status === 406
      ? versionRefused(request, spoken, refusal)
      : refusalOf(refusal, { safety: request.safety, judged: reply }),
  )
}

export function isSuccess({ status }: TransportReply): boolean {
  return status >= 200 && status < 300
}

/** What a refusal is the answer to. */
interface Refused {
  readonly safety: RequestSafety
  /** The reply from which no secret was removed. Default: the reply itself. */
  readonly judged?: TransportReply | undefined
}

/** Returns the error of a reply that is not a success. */
export function refusalOf(
  reply: TransportReply,
  { safety, judged = reply }: Refused,
): Fault | InvalidResponseError {
  const { status } = reply
  if (status >= 200 && status < 600) return faultOf(reply, { safety, judged })
  return new InvalidResponseError(
    `The reply has the status ${status}, which is not a final HTTP status. Check that the endpoint is that of Ironic, and check any proxy in front of it.`,
    { path: '', requestId: requestIdOf(reply) },
  )
}

/** Masks secrets of the request, which a server may quote in the text of a refusal or in a header. */
function withoutSent(body: unknown, reply: TransportReply): TransportReply {
  const secrets = secretsSent(body)
  if (secrets.length === 0) return reply
  const headers = Object.entries(reply.headers).map(([name, value]) => [name, withoutSecrets(value, secrets)])
  return {
    status: reply.status,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body: withoutSecrets(reply.body, secrets),
  }
}

/**
 * Returns the error of a refusal. Its meaning is read from `judged`, from which no secret was removed: a secret may
 * equal a word of Ironic's sentence.
 */
function faultOf(
  reply: TransportReply,
  { safety, judged }: { readonly safety: RequestSafety; readonly judged: TransportReply },
): Fault {
  const { status, headers } = reply
  const requestId = requestIdOf(reply)
  const onlyReads = safety === 'read'
  const location = status >= 300 && status < 400 ? headers['location'] : undefined
  if (location !== undefined) {
    const text = `it redirects to ${shownLocation(location)}; use that as the endpoint if it is correct`
    return classifyFault({ status, requestId, text, byHandler: false })
  }
  const { text: meaning, byHandler } = readFault(judged.body)
  return classifyFault({ status, requestId, text: readFault(reply.body).text, meaning, byHandler, onlyReads })
}

const LONGEST_LOCATION = 500

/** Returns a location without its query, which may contain anything that was sent. */
function shownLocation(location: string): string {
  const [address = ''] = location.split(/[?#]/, 1)
  return address.length > LONGEST_LOCATION ? `${address.slice(0, LONGEST_LOCATION)}…` : address
}

/** The error carries the versions that the refusing server offers, or none if it does not say. */
function versionRefused(
  request: AnyRequest,
  spoken: ApiVersion,
  reply: TransportReply,
): UnsupportedApiVersionError {
  const { minimum, maximum } = offeredVersions(reply)
  return new UnsupportedApiVersionError(
    `The server refused microversion ${spoken} for ${request.operation}. It says: ${readFault(reply.body).text}`,
    { serverMinimum: minimum, serverMaximum: maximum, requestId: requestIdOf(reply) },
  )
}
