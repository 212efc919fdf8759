import { err } from 'neverthrow'
import type { Clock } from '../../clock/clock.js'
import { systemClock } from '../../clock/system-clock.js'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import { isRecord } from '../../errors/is-record.js'
import type { Transport } from '../../transport/transport.js'
import { parseApiVersion, type ApiVersion } from '../versions/api-version.js'

/** What a client is made of. Only the transport has no default. */
export interface IronicClientOptions {
  readonly transport: Transport
  /** Default: the system's. */
  readonly clock?: Clock | undefined
  /** A number from 0 up to 1, for jitter. Default: `Math.random`. */
  readonly random?: (() => number) | undefined
  /** How long a request that is safe to send again is tried, pauses included. Default: 60 000. */
  readonly retryForMs?: number | undefined
  /** For one attempt, the reading of its reply included. Default: 60 000. */
  readonly requestTimeoutMs?: number | undefined
  /** The newest microversion to speak. Default: the newest that this library was tried with. */
  readonly newestVersion?: ApiVersion | undefined
  /**
   * Whether this login sees all nodes of this Ironic, so that a node that is not found is gone. Default: Ironic is
   * asked when it matters, which takes one request.
   */
  readonly seesWholeFleet?: boolean | undefined
}

/** The options, looked over and filled in. */
export interface ClientSettings {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: () => number
  readonly retryForMs: number
  readonly requestTimeoutMs: number
  readonly newestVersion: ApiVersion | undefined
  readonly seesWholeFleet: boolean | undefined
}

export const CLIENT_OPTIONS: readonly string[] = [
  'transport',
  'clock',
  'random',
  'retryForMs',
  'requestTimeoutMs',
  'newestVersion',
  'seesWholeFleet',
] satisfies (keyof IronicClientOptions)[]

/**
 * A constructor can only throw, and nothing public does: with an option that cannot be used, every request is
 * answered with what is wrong with it, and nothing is sent.
 */
export function clientSettings(given: IronicClientOptions): ClientSettings {
  const problem = clientOptionProblem(given)
  const options: IronicClientOptions =
    problem === undefined ? given : { transport: refusingTransport(problem) }
  return {
    transport: options.transport,
    clock: options.clock ?? systemClock(),
    random: options.random ?? Math.random,
    retryForMs: options.retryForMs ?? 60_000,
    requestTimeoutMs: options.requestTimeoutMs ?? 60_000,
    newestVersion: options.newestVersion,
    seesWholeFleet: options.seesWholeFleet,
  }
}

function refusingTransport(problem: InvalidInputError): Transport {
  return { send: () => Promise.resolve(err(problem)) }
}

/** What is wrong with the options, if anything is. */
export function clientOptionProblem(options: unknown): InvalidInputError | undefined {
  const wrong = (field: string, problem: string) => new InvalidInputError(field, problem)
  if (!isRecord(options)) return wrong('options', 'must be an object with a `transport`')
  const unknown = Object.keys(options).find((name) => !CLIENT_OPTIONS.includes(name))
  if (unknown !== undefined) return wrong(unknown, `is no option; there are ${CLIENT_OPTIONS.join(', ')}`)
  const { transport, clock, random, retryForMs, requestTimeoutMs, newestVersion, seesWholeFleet } = options
  if (!hasMethods(transport, 'send'))
    return wrong(
      'transport',
      'has no `send` method; pass createKyTransport({ endpoint }) or your own Transport',
    )
  if (clock !== undefined && !hasMethods(clock, 'now', 'sleep'))
    return wrong('clock', 'has no `now` and `sleep` methods; leave it out to use the clock of the system')
  if (random !== undefined && typeof random !== 'function')
    return wrong('random', 'must be a function that returns a number from 0 up to 1')
  if (retryForMs !== undefined && !isMilliseconds(retryForMs, 0))
    return wrong('retryForMs', 'must be a number of milliseconds; 0 sends every request once')
  if (requestTimeoutMs !== undefined && !isMilliseconds(requestTimeoutMs, 1))
    return wrong('requestTimeoutMs', 'must be a positive number of milliseconds')
  if (newestVersion !== undefined && parseApiVersion(newestVersion) === undefined)
    return wrong('newestVersion', 'must be a microversion such as "1.82"')
  if (seesWholeFleet !== undefined && typeof seesWholeFleet !== 'boolean')
    return wrong('seesWholeFleet', 'must be true or false; leave it out to have Ironic asked')
  return undefined
}

function isMilliseconds(value: unknown, least: number): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= least
}

function hasMethods(value: unknown, ...names: readonly string[]): boolean {
  return isRecord(value) && names.every((name) => typeof value[name] === 'function')
}
