import { err, type Result } from 'neverthrow'
import { withoutSecrets } from '../errors/known-secrets.js'
import type { TransportReply } from '../transport/transport.js'
import type { AnyRequest, ApiRequest } from './api-request.js'
import type { ApiVersion } from './api-version.js'
import { classifyFault } from './classify-fault.js'
import { UnsupportedApiVersionError, type ClientError } from './client-errors.js'
import { decodeReply } from './decode-reply.js'
import { readFault } from './fault.js'
import type { Fault, SpecificFaultKind } from './fault-errors.js'
import { offeredVersions, requestIdOf } from './reply-headers.js'
import { secretsSent } from './sent-secrets.js'

/** What a complete reply to a request means: its decoded body, or an error. */
export function judgeReply<T>(
  request: ApiRequest<T, SpecificFaultKind>,
  spoken: ApiVersion,
  reply: TransportReply,
): Result<T, ClientError> {
  if (isSuccess(reply)) return decodeReply(request, reply)
  const refusal = { ...reply, body: withoutSecrets(reply.body, secretsSent(request.body)) }
  return err(refusal.status === 406 ? versionRefused(request, spoken, refusal) : faultOf(refusal, reply))
}

export function isSuccess({ status }: TransportReply): boolean {
  return status >= 200 && status < 300
}

/**
 * The error for a reply that is no success. What it means is read from `judged`, from which no secret is removed: that
 * may be a word of Ironic's sentence.
 */
export function faultOf(reply: TransportReply, judged = reply): Fault {
  const { status, headers } = reply
  const requestId = requestIdOf(reply)
  const location = status >= 300 && status < 400 ? headers['location'] : undefined
  if (location !== undefined) {
    const text = `it redirects to ${location}; use that as the endpoint if it is right`
    return classifyFault({ status, requestId, text, byHandler: false })
  }
  const { text: meaning, byHandler } = readFault(judged.body)
  return classifyFault({ status, requestId, text: readFault(reply.body).text, meaning, byHandler })
}

/** The error carries what the refusing server offers, and nothing when it does not say. */
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
