import { err } from 'neverthrow'
import type { Clock } from '../../clock/clock.js'
import { systemClock } from '../../clock/system-clock.js'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { isRecord } from '../../errors/is-record.js'
import { readingOptions } from '../../errors/reading-options.js'
import { POSITIVE_MS, RETRY_MS } from '../../errors/option-sentences.js'
import { misplacedOption } from './misplaced-option.js'
import { extraHeaderProblem, sentHeaders } from '../../transport/extra-headers.js'
import { UNANSWERED_FOR_MS } from '../../transport/first-contact.js'
import type { Transport } from '../../transport/transport.js'
import { parseApiVersion, type ApiVersion } from '../versions/api-version.js'

/** The options of a client. All but the transport have defaults. */
export interface IronicClientOptions {
  readonly transport: Transport
  /**
   * Returns the transport to use in place of the one that is passed in or that `connect` creates, for example to log
   * or to count requests. It is called once.
   */
  readonly wrapTransport?: ((transport: Transport) => Transport) | undefined
  /**
   * The name and version of your program, such as `portal/2.1`: the `user-agent` header is this, a blank and
   * `ironic-driver/<version>`. Default: only the latter, from a transport of this library.
   */
  readonly userAgent?: string | undefined
  /**
   * Headers to add to every request, for example for a gateway. Not allowed are headers that authenticate, that frame
   * the message, or that this library sets itself, such as `x-openstack-ironic-api-version`.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /** Default: the system clock. */
  readonly clock?: Clock | undefined
  /** Returns a number from 0 up to 1, for jitter. Default: `Math.random`. */
  readonly random?: (() => number) | undefined
  /**
   * How long a request that is safe to repeat is retried, including pauses. Default: 60,000, but 5,000 while nothing has
   * ever answered at the address.
   */
  readonly retryForMs?: number | undefined
  /** The time limit of one attempt, including reading its reply. Default: 60,000. */
  readonly requestTimeoutMs?: number | undefined
  /**
   * The most requests to send to Ironic in a second, over all calls, waits and retries; a part of one, such as 0.5,
   * sends one in two seconds. Requests over it wait for their turn, the looks of waits last, until they are aborted or
   * their deadline passes. Requests to Keystone are not counted. Default: no limit.
   */
  readonly maxRequestsPerSecond?: number | undefined
  /** The newest microversion to use. Default: the newest that this library was tested with. */
  readonly newestVersion?: ApiVersion | undefined
  /**
   * Whether this login sees all nodes of this Ironic, so that a node that is not found does not exist. Default: ask
   * Ironic when it matters, which takes one request.
   */
  readonly seesWholeFleet?: boolean | undefined
}

/** The checked options with their defaults. */
export interface ClientSettings {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: () => number
  readonly retryForMs: number
  /** How long requests are retried while nothing has ever answered at the address. */
  readonly retryUnansweredForMs: number
  readonly requestTimeoutMs: number
  readonly maxRequestsPerSecond: number | undefined
  readonly newestVersion: ApiVersion | undefined
  readonly seesWholeFleet: boolean | undefined
  /** The headers to add to every request. */
  readonly headers: Readonly<Record<string, string>>
}

export const CLIENT_OPTIONS: readonly string[] = [
  'transport',
  'wrapTransport',
  'userAgent',
  'headers',
  'clock',
  'random',
  'retryForMs',
  'requestTimeoutMs',
  'maxRequestsPerSecond',
  'newestVersion',
  'seesWholeFleet',
] satisfies (keyof IronicClientOptions)[]

/**
 * Returns the settings of a client. A constructor could only throw, and nothing public does: with an invalid option,
 * every request returns what is wrong with it, and nothing is sent.
 */
export function clientSettings(given: IronicClientOptions | ClientSettings): ClientSettings {
  if (isChecked(given)) return given
  const refusing = (problem: InvalidInputError) => settingsOf({ transport: refusingTransport(problem) })
  return readingOptions(
    () => {
      const problem = clientOptionProblem(given)
      return problem === undefined ? settingsOf(given) : refusing(problem)
    },
    (field, problem) => refusing(new InvalidInputError(field, problem)),
  )
}

function settingsOf(options: IronicClientOptions): ClientSettings {
  const settings: ClientSettings = {
    transport: wrapped(options),
    clock: options.clock ?? systemClock(),
    random: options.random ?? Math.random,
    retryForMs: options.retryForMs ?? 60_000,
    retryUnansweredForMs: options.retryForMs ?? UNANSWERED_FOR_MS,
    requestTimeoutMs: options.requestTimeoutMs ?? 60_000,
    maxRequestsPerSecond: options.maxRequestsPerSecond,
    newestVersion: options.newestVersion,
    seesWholeFleet: options.seesWholeFleet,
    headers: sentHeaders(options),
  }
  checked.add(settings)
  return settings
}

/** The settings that this file has made: modules and their client share them. */
const checked = new WeakSet<object>()

function isChecked(given: unknown): given is ClientSettings {
  return isRecord(given) && checked.has(given)
}

/** Returns the transport as the caller's function wraps it, which may do anything. */
function wrapped({ transport, wrapTransport }: IronicClientOptions): Transport {
  if (wrapTransport === undefined) return transport
  const wrong = (problem: string) => refusingTransport(new InvalidInputError('wrapTransport', problem))
  try {
    const own: unknown = wrapTransport(transport)
    return hasMethods(own, 'send')
      ? (own as Transport)
      : wrong('returned something without a `send` method; return a Transport')
  } catch (cause) {
    return wrong(`threw (${cause instanceof Error ? cause.name : typeof cause}); return a Transport`)
  }
}

function refusingTransport(problem: InvalidInputError): Transport {
  return { send: () => Promise.resolve(err(problem)) }
}

/** Returns what is wrong with the options, or `undefined`. */
export function clientOptionProblem(options: unknown): InvalidInputError | undefined {
  const wrong = (field: string, problem: string) => new InvalidInputError(field, problem)
  if (!isRecord(options))
    return wrong('options', 'must be an object such as { transport: createKyTransport({ endpoint }) }')
  const unknown = misplacedOption(options, CLIENT_OPTIONS)
  if (unknown !== undefined) return wrong(unknown.name, unknown.problem)
  const { transport, wrapTransport, clock, random, retryForMs, requestTimeoutMs } = options
  const { maxRequestsPerSecond, newestVersion, seesWholeFleet } = options
  if (!hasMethods(transport, 'send'))
    return wrong(
      'transport',
      'has no `send` method; pass createKyTransport({ endpoint }) or your own Transport',
    )
  if (wrapTransport !== undefined && typeof wrapTransport !== 'function')
    return wrong('wrapTransport', 'must be a function that takes and returns a Transport')
  const header = extraHeaderProblem(options)
  if (header !== undefined) return wrong(header.field, header.problem)
  if (clock !== undefined && !hasMethods(clock, 'now', 'sleep'))
    return wrong('clock', 'has no `now` and `sleep` methods; leave it out to use the system clock')
  if (random !== undefined && typeof random !== 'function')
    return wrong('random', 'must be a function that returns a number from 0 up to 1')
  if (retryForMs !== undefined && !isMilliseconds(retryForMs, 0)) return wrong('retryForMs', RETRY_MS)
  if (requestTimeoutMs !== undefined && !isMilliseconds(requestTimeoutMs, 1))
    return wrong('requestTimeoutMs', POSITIVE_MS)
  if (maxRequestsPerSecond !== undefined && !isRate(maxRequestsPerSecond))
    return wrong(
      'maxRequestsPerSecond',
      `must be a number of requests from ${LEAST_RATE} to ${MOST_RATE}; leave it out for no limit`,
    )
  if (newestVersion !== undefined && parseApiVersion(newestVersion) === undefined)
    return wrong('newestVersion', 'must be a microversion such as "1.82"')
  if (seesWholeFleet !== undefined && typeof seesWholeFleet !== 'boolean')
    return wrong('seesWholeFleet', 'must be true or false; leave it out to ask Ironic')
  return undefined
}

function isMilliseconds(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= least
}

const LEAST_RATE = 0.01
const MOST_RATE = 10_000

function isRate(value: unknown): boolean {
  return typeof value === 'number' && value >= LEAST_RATE && value <= MOST_RATE
}

function hasMethods(value: unknown, ...names: readonly string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === 'function')
}
