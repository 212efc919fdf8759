import type { EndedBy } from './request-deadline.js'
import { AbortedError, ReplyTooLargeError, RequestTimedOutError, type Sent } from './transport-errors.js'

/** Which request has no complete reply, and how far it had come. */
export interface LostRequest {
  /** `GET /v1/nodes to http://127.0.0.1:6385`. */
  readonly label: string
  /** True when nothing of it can have been executed: it did not go out yet, or the last answer was a 401. */
  readonly notSent: boolean
  /** True once the head of a reply was there, which proves that the server had the request. */
  readonly replyBegan: boolean
  readonly onlyReads: boolean
  readonly requestId: string | undefined
}

/** The error of a request that its caller or its time-out ended. */
export function describeEarlyEnd(
  by: EndedBy,
  timeoutMs: number,
  request: LostRequest,
): AbortedError | RequestTimedOutError {
  const { label, onlyReads, requestId } = request
  const sent: Sent = request.notSent ? 'no' : 'maybe'
  const details = { sent, onlyReads, requestId }
  const next = sent === 'no' ? 'nothing of it was executed, so it can be sent again' : doubtOf(onlyReads)
  if (by === 'caller') return new AbortedError(`${label} was aborted by its signal; ${next}.`, details)
  const message = `${label} was not answered in full within ${timeoutMs} ms; ${next}.`
  return new RequestTimedOutError(message, { ...details, timeoutMs })
}

/** The error of a request whose reply has more bytes than are read. */
export function describeLargeReply(maxReplyBytes: number, request: LostRequest): ReplyTooLargeError {
  const { label, onlyReads, requestId } = request
  const next = onlyReads
    ? 'Ask for less, such as fewer fields or smaller pages'
    : 'It may have taken effect, so read what it changes'
  return new ReplyTooLargeError(
    `${label} was answered with more than ${maxReplyBytes} bytes, and the rest was not read. ${next}. Raise \`maxReplyBytes\` if the reply is meant to be so large, or check what answers at this endpoint.`,
    { maxReplyBytes, onlyReads, requestId },
  )
}

/** What to do when it is not known whether the server acted. */
export function doubtOf(onlyReads: boolean): string {
  return onlyReads
    ? 'nothing was changed by it, so it can be sent again'
    : 'it may have taken effect, so read what it changes before sending it again'
}
