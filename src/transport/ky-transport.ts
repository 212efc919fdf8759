import { err, ok, type Result } from 'neverthrow'
import { systemClock } from '../clock/system-clock.js'
import { InvalidInputError } from '../errors/invalid-input-error.js'
import { readingOptions } from '../errors/reading-options.js'
import { DebugLog } from '../tracing/debug-log.js'
import type { LoginHeaders } from './authentication.js'
import { askForHeaders, askForRenewal } from './authentication-call.js'
import { createConnections } from '../platform/connections.js'
import type { Connections, OpenReply } from '../platform/open-reply.js'
import {
  checkKyTransportOptions,
  type KyTransportOptions,
  type KyTransportSettings,
} from './ky-transport-options.js'
import { withoutLogin } from './login-secrets.js'
import { describeEarlyEnd, describeLargeReply, type LostRequest } from './lost-request.js'
import { describeNetworkFailure } from './network-failure.js'
import { planRedirect } from './redirect-plan.js'
import { readBody } from './reply-body.js'
import { checkTransportRequest } from './request-check.js'
import { startDeadline, type EndedBy } from './request-deadline.js'
import { readRequestId } from './request-id.js'
import type { TransportError } from './transport-errors.js'
import type { Transport, TransportReply, TransportRequest } from './transport.js'

const LONGEST_REDIRECT_CHAIN = 5
const DEFAULT_TIMEOUT_MS = 60_000

const clock = systemClock()
const log = new DebugLog('transport')

interface Wire extends KyTransportSettings {
  readonly connections: Connections
}

/** How far a request has come, for the error if it ends early. */
interface Progress {
  /** False before anything is sent, and after a 401, which executes nothing. */
  mayBeExecuted: boolean
  replyBegan: boolean
  requestId: string | undefined
}

/**
 * Creates a transport that talks HTTP to an Ironic API over keep-alive connections.
 *
 * It never throws: with an invalid option, the transport answers every request with `invalid_input`.
 *
 * @example
 * ```ts
 * import { createKyTransport, httpBasic, IronicDriver } from 'ironic-driver'
 *
 * const password = process.env['IRONIC_PASSWORD'] ?? ''
 * const transport = createKyTransport({
 *   endpoint: 'https://ironic.example:6385',
 *   auth: httpBasic({ username: 'portal', password }),
 *   timeoutMs: 10_000,
 * })
 * const driver = new IronicDriver({ transport })
 * console.log(await driver.power.state({ node: 'metal-1' }))
 * ```
 */
export function createKyTransport(options: KyTransportOptions): Transport {
  const refusing = (field: string, problem: string): Transport => ({
    send: () => Promise.resolve(err(new InvalidInputError(field, problem))),
  })
  return readingOptions(() => {
    const checked = checkKyTransportOptions(options)
    if (checked.isErr()) return refusing(checked.error.field, checked.error.problem)
    const wire: Wire = { ...checked.value, connections: createConnections(checked.value) }
    return { send: (request) => send(wire, request) }
  }, refusing)
}

async function send(wire: Wire, request: TransportRequest): Promise<Result<TransportReply, TransportError>> {
  const checked = checkTransportRequest(request)
  if (checked.isErr()) return err(checked.error)
  const startedAt = clock.now()
  const progress: Progress = { mayBeExecuted: false, replyBegan: false, requestId: undefined }
  const outcome = await sendInTime(wire, request, progress)
  if (log.enabled) {
    const result = outcome.isOk() ? outcome.value.status : kindAndReason(outcome.error)
    const id = progress.requestId ?? 'no request id'
    log.line('%s %s: %s in %d ms, %s', request.method, route(request), result, clock.now() - startedAt, id)
  }
  return outcome
}

function kindAndReason(error: TransportError): string {
  const reason = 'reason' in error ? error.reason : undefined
  return reason === undefined ? error.kind : `${error.kind} (${reason})`
}

async function sendInTime(
  wire: Wire,
  request: TransportRequest,
  progress: Progress,
): Promise<Result<TransportReply, TransportError>> {
  const timeoutMs = timeLimitMs(wire, request)
  const endedEarly = (by: EndedBy) =>
    err(describeEarlyEnd(by, timeoutMs, describeLoss(wire, request, progress)))
  if (request.signal?.aborted) return endedEarly('caller')
  if (timeoutMs <= 0) return endedEarly('timeout')

  const deadline = startDeadline(clock, timeoutMs, request.signal)
  try {
    // The race guarantees the end: an Authentication may ignore its signal.
    return await Promise.race([
      deadline.ended.then(endedEarly),
      attempt(wire, request, deadline.signal, progress),
    ])
  } catch (error) {
    return err(describeNetworkFailure(error, describeLoss(wire, request, progress)))
  } finally {
    deadline.release()
  }
}

/** Returns the smaller one of the transport's limit and that of the request. */
function timeLimitMs(wire: Wire, request: TransportRequest): number {
  const { timeoutMs = wire.timeoutMs ?? DEFAULT_TIMEOUT_MS } = request
  return Math.min(timeoutMs, wire.timeoutMs ?? Infinity)
}

async function attempt(
  wire: Wire,
  request: TransportRequest,
  signal: AbortSignal,
  progress: Progress,
): Promise<Result<TransportReply, TransportError>> {
  const login = await askForHeaders(wire.auth, signal)
  if (login.isErr()) return err(login.error)
  const reply = await exchange(wire, request, login.value, signal, progress)
  if (reply.isErr() || reply.value.status !== 401 || wire.auth.renew === undefined) return reply

  progress.mayBeExecuted = false
  const renewed = await askForRenewal(wire.auth, login.value, signal)
  if (renewed.isErr()) return err(renewed.error)
  if (!renewed.value) return reply
  const newLogin = await askForHeaders(wire.auth, signal)
  if (newLogin.isErr()) return err(newLogin.error)
  return exchange(wire, request, newLogin.value, signal, progress)
}

/** Sends one request, and follows the redirects of a read. Rejects when a reply does not arrive or breaks off. */
async function exchange(
  wire: Wire,
  request: TransportRequest,
  login: LoginHeaders,
  signal: AbortSignal,
  progress: Progress,
): Promise<Result<TransportReply, TransportError>> {
  const headers = {
    ...(request.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...wire.headers,
    ...lowerCased(request.headers),
    ...lowerCased(login),
  }
  const ky = await loadKy()
  let url = wire.baseUrl + request.path
  for (let redirects = 0; ; redirects++) {
    progress.mayBeExecuted = true
    progress.replyBegan = false
    const reply = await open(ky, wire, url, { ...request, headers }, signal)
    progress.replyBegan = true
    progress.requestId = readRequestId((name) => reply.headers[name])
    // Read before a redirect is followed, too: that frees the connection for the next request.
    const body = await readBody(reply.body, wire.maxReplyBytes)
    if (body === undefined)
      return err(describeLargeReply(wire.maxReplyBytes, describeLoss(wire, request, progress)))
    const { status } = reply
    const next =
      redirects < LONGEST_REDIRECT_CHAIN
        ? planRedirect(request.method, url, { status, location: reply.headers['location'] })
        : undefined
    if (next === undefined) return ok(withoutLogin({ status, headers: reply.headers, body }, login))
    url = next.href
  }
}

type Ky = typeof import('ky').default

let loadedKy: Ky | undefined

/** Loads ky at the first request: it takes time, and a program may never send one. */
async function loadKy(): Promise<Ky> {
  loadedKy ??= (await import('ky')).default
  return loadedKy
}

/**
 * Sends a request and returns its reply as soon as the head has arrived. ky gets an empty reply in its place, since it
 * would neither limit the size of the body nor end on the signal in time.
 */
async function open(
  ky: Ky,
  { connections }: Wire,
  url: string,
  { method, headers, body }: TransportRequest,
  signal: AbortSignal,
): Promise<OpenReply> {
  let reply!: OpenReply
  await ky(url, {
    method,
    headers,
    redirect: 'manual',
    retry: 0,
    throwHttpErrors: false,
    timeout: false,
    ...(body === undefined ? {} : { body }),
    fetch: async (request) => {
      reply = await connections(request as Request, signal)
      return new Response(null)
    },
  })
  return reply
}

function describeLoss(wire: Wire, request: TransportRequest, progress: Progress): LostRequest {
  return {
    label: `${request.method} ${route(request)} to ${wire.origin}${wire.proxy === undefined ? '' : ` by the proxy ${wire.proxy.url}`}`,
    notSent: !progress.mayBeExecuted,
    byProxy: wire.proxy !== undefined,
    replyBegan: progress.replyBegan,
    onlyReads: request.method === 'GET' || request.method === 'HEAD',
    requestId: progress.requestId,
  }
}

function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
}

/** Returns the path without its query, which may hold values that must not be logged. */
function route(request: TransportRequest): string {
  return request.path.split('?', 1)[0] ?? ''
}
