import { err, ok, type Result } from 'neverthrow'
import type { Clock } from '../../clock/clock.js'
import { onAbort } from '../../clock/on-abort.js'
import { onNextTurn } from '../../clock/on-next-turn.js'
import { OVER } from '../../clock/over.js'
import { IronicDriverError } from '../../errors/ironic-driver-error.js'
import { AbortedError, RequestTimedOutError, type TransportError } from '../../transport/transport-errors.js'
import type { Transport, TransportReply, TransportRequest } from '../../transport/transport.js'
import { UnexpectedFailureError } from '../errors/client-errors.js'

type SendResult = Result<TransportReply, TransportError | UnexpectedFailureError>

const CONTRACT = 'A transport must return a Result; see the rules in its documentation.'

/** A transport ends its own requests; the client waits this much longer for it to do so. */
const GRACE_MS = 5_000

/** Calls a transport that may break its contract, and returns a Result in any case. */
export async function sendGuarded(
  transport: Transport,
  request: TransportRequest & { readonly timeoutMs: number },
  clock: Clock,
): Promise<SendResult> {
  const settled = new AbortController()
  const giveUp = settled.signal
  const limitMs = request.timeoutMs + GRACE_MS
  try {
    const late = clock.sleep(limitMs, giveUp).then(() => 'late' as const)
    const aborted = abortOf(request.signal, giveUp)
    const first = await Promise.race([called(transport, request), late, aborted])
    if (first === 'late') return err(timedOut(request, limitMs))
    return first === 'aborted' ? err(abortedByCaller(request)) : first
  } finally {
    settled.abort(OVER)
  }
}

async function called(transport: Transport, request: TransportRequest): Promise<SendResult> {
  try {
    return checked(await transport.send(request))
  } catch (cause) {
    return err(broken('threw or rejected', cause))
  }
}

/** Copies a result, reading each part once, so that nothing refers to the transport's own objects. */
function checked(result: unknown): SendResult {
  if (!isResult(result)) return err(broken('returned something other than a Result'))
  if (result.isErr()) {
    const { error } = result
    return isTransportError(error)
      ? err(error)
      : err(broken('returned an error that is not a transport error', error))
  }
  const reply = copied(result.value)
  return reply === undefined ? err(broken('returned a reply without status, headers or body')) : ok(reply)
}

/** Resolves shortly after `signal` is aborted, so that the transport's own result comes first. */
function abortOf(signal: AbortSignal | undefined, giveUp: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => {
    if (signal === undefined) return
    const afterTransport = () => onNextTurn(() => resolve('aborted'))
    if (signal.aborted) return afterTransport()
    onAbort(giveUp, onAbort(signal, afterTransport))
  })
}

function timedOut(request: TransportRequest, timeoutMs: number): RequestTimedOutError {
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const doubt = isRead
    ? 'It only reads, so it is safe to repeat.'
    : 'It may have taken effect; read the node to see its state.'
  return new RequestTimedOutError(
    `The transport did not end ${request.method} ${pathOf(request)} within ${timeoutMs} ms. ${doubt}`,
    { sent: 'maybe', timeoutMs },
  )
}

function abortedByCaller(request: TransportRequest): AbortedError {
  return new AbortedError(`${request.method} ${pathOf(request)} was aborted by its caller.`, {
    sent: 'maybe',
  })
}

function pathOf(request: TransportRequest): string {
  return request.path.split('?', 1)[0] ?? ''
}

function broken(what: string, cause?: unknown): UnexpectedFailureError {
  return new UnexpectedFailureError(
    `The transport ${what}. ${CONTRACT}`,
    cause === undefined ? {} : { cause },
  )
}

function isResult(value: unknown): value is Result<unknown, unknown> {
  return typeof value === 'object' && value !== null && 'isErr' in value && 'isOk' in value
}

const TRANSPORT_ERRORS: Readonly<Record<TransportError['kind'], true>> = {
  network_failure: true,
  request_timed_out: true,
  aborted: true,
  reply_too_large: true,
  authentication_failed: true,
  invalid_input: true,
}

function isTransportError(error: unknown): error is TransportError {
  return error instanceof IronicDriverError && Object.hasOwn(TRANSPORT_ERRORS, error.kind)
}

function copied(value: unknown): TransportReply | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { status, headers, body } = value as Partial<Record<keyof TransportReply, unknown>>
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 100 || status > 999)
    return undefined
  if (typeof headers !== 'object' || headers === null || typeof body !== 'string') return undefined
  const texts = Object.entries(headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return {
    status,
    headers: Object.fromEntries(texts.map(([name, text]) => [name.toLowerCase(), text])),
    body,
  }
}
