import type { EndedBy } from './request-deadline.js'
import { AbortedError, ReplyTooLargeError, RequestTimedOutError, type Sent } from './transport-errors.js'

/** A request without a complete reply, and how far it got. */
export interface LostRequest {
  /** `GET /v1/nodes to http://127.0.0.1:6385`. */
  readonly label: string
  /** True when nothing of it can have been executed: it was not sent yet, or the last answer was a 401. */
  readonly notSent: boolean
  readonly byProxy: boolean
  /** True once the head of a reply has arrived, which proves that the server received the request. */
  readonly replyBegan: boolean
  readonly onlyReads: boolean
  readonly requestId: string | undefined
}

/** Returns the error of a request that its caller or its time-out ended. */
export function describeEarlyEnd(
  by: EndedBy,
  timeoutMs: number,
  request: LostRequest,
): AbortedError | RequestTimedOutError {
  const { label, onlyReads, requestId } = request
  const sent: Sent = request.notSent ? 'no' : 'maybe'
  const details = { sent, onlyReads, requestId }
  const next = sent === 'no' ? 'nothing was executed, so it is safe to repeat' : doubtOf(onlyReads)
  if (by === 'caller') return new AbortedError(`${label} was aborted by its signal; ${next}.`, details)
  const message = `${label} got no complete reply within ${timeoutMs} ms; ${next}.`
  return new RequestTimedOutError(message, { ...details, timeoutMs })
}

/** Returns the error of a request whose reply is larger than the limit. */
export function describeLargeReply(maxReplyBytes: number, request: LostRequest): ReplyTooLargeError {
  const { label, onlyReads, requestId } = request
  const next = onlyReads
    ? 'Request less, such as fewer fields or smaller pages'
    : 'It may have taken effect, so read the resource that it changes'
  return new ReplyTooLargeError(
    `${label} got a reply of more than ${maxReplyBytes} bytes, and the rest was not read. ${next}. Raise \`maxReplyBytes\` if so large a reply is expected, or check what answers at this endpoint.`,
    { maxReplyBytes, onlyReads, requestId },
  )
}

/** Returns what to do when it is not known whether the server acted. */
export function doubtOf(onlyReads: boolean): string {
  return onlyReads
    ? 'it only reads, so it is safe to repeat'
    : 'it may have taken effect, so read the resource that it changes before repeating it'
}
