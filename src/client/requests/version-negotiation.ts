import { err, ok, type Result } from 'neverthrow'
import type { Clock } from '../../clock/clock.js'
import type { TransportReply } from '../../transport/transport.js'
import {
  UnsupportedApiVersionError,
  InvalidResponseError,
  type ClientError,
  type RequestError,
} from '../errors/client-errors.js'
import { ApiFeatures } from '../versions/api-features.js'
import {
  NEWEST_KNOWN_VERSION,
  OLDEST_KNOWN_VERSION,
  olderOf,
  isAtLeast,
  parseApiVersion,
  type ApiVersion,
} from '../versions/api-version.js'
import { versions } from './request-events.js'
import { offeredVersions, type OfferedVersions } from './reply-headers.js'
import { SharedWork } from './shared-work.js'

/** The two headers that carry a microversion: the old one, which every server reads, and the standard one. */
export function versionHeaders(version: ApiVersion): Record<string, string> {
  return { 'x-openstack-ironic-api-version': version, 'openstack-api-version': `baremetal ${version}` }
}

/** A failed attempt to ask the server. */
export interface FailedDiscovery {
  /** The number of the attempt. */
  readonly attempt: number
  readonly error: ClientError
  /** When to retry; `undefined` when that will not help. The same for all who shared the attempt. */
  readonly retryAt: number | undefined
  /** Whether nothing has ever answered at the address. */
  readonly isUnanswered?: boolean
}

/** Sends one request for the version document. */
type Discover = (
  attempt: number,
  signal: AbortSignal,
) => Promise<Result<TransportReply, Omit<FailedDiscovery, 'attempt'>>>

type Discovered = Result<ApiFeatures, FailedDiscovery>

/**
 * Negotiates the microversion once: the newest that both sides support. Calls that arrive meanwhile share the
 * request; after a failure, the next call retries it.
 */
export class VersionNegotiation {
  readonly #discover: Discover
  readonly #clock: Clock
  readonly #newest: ApiVersion
  readonly #asking = new SharedWork<Discovered>((signal) => this.#ask(signal))
  #known: ApiFeatures | undefined
  #knownSince = 0
  #attempts = 0
  #failure: FailedDiscovery | undefined

  constructor(discover: Discover, clock: Clock, newest: ApiVersion = NEWEST_KNOWN_VERSION) {
    this.#discover = discover
    this.#clock = clock
    this.#newest = newest
  }

  /**
   * Returns the server's features; `undefined` once `signal` is aborted.
   *
   * @param failed - The failed attempt that the caller has seen. A later attempt that has failed meanwhile counts for
   * it, too, so that many callers that waited together send one request.
   */
  features(signal: AbortSignal | undefined, failed?: FailedDiscovery): Promise<Discovered | undefined> {
    if (this.#known !== undefined) return Promise.resolve(ok(this.#known))
    if (failed !== undefined && this.#failure !== undefined && this.#failure.attempt > failed.attempt)
      return Promise.resolve(err(this.#failure))
    return this.#asking.join(signal)
  }

  /** Asks again; keeps what is known when the server cannot be asked now. */
  async renew(signal: AbortSignal | undefined): Promise<ApiFeatures | undefined> {
    const asked = await this.#asking.join(signal)
    return asked?.isOk() ? asked.value : this.#known
  }

  /** Returns whether the features may be out of date: an Ironic may be upgraded while its clients run. */
  isOlderThan(ms: number): boolean {
    const ageMs = this.#clock.now() - this.#knownSince
    // Negative when the clock was set back: the age is then unknown.
    return ageMs < 0 || ageMs >= ms
  }

  /**
   * Lowers the version to what a server offers that refused the current one: behind a load balancer, servers of two
   * releases may answer in turn during an upgrade, and the older version works with both.
   */
  lower(refused: ApiFeatures, offered: OfferedVersions): Result<ApiFeatures, RequestError> {
    const lowered = featuresFrom(offered, this.#newest)
    if (lowered.isErr() || isAtLeast(lowered.value.version, refused.version)) return lowered
    if (this.#known === undefined || !isAtLeast(lowered.value.version, this.#known.version))
      this.#learn(lowered.value)
    return lowered
  }

  async #ask(signal: AbortSignal): Promise<Discovered> {
    const attempt = (this.#attempts += 1)
    const reply = await this.#discover(attempt, signal)
    const failed = (found: Omit<FailedDiscovery, 'attempt'>) => {
      const failure = { ...found, attempt }
      // An abandoned attempt must not be reported, neither now nor later.
      if (!signal.aborted) this.#failure = failure
      return err(failure)
    }
    if (reply.isErr()) return failed(reply.error)
    const features = featuresFrom(versionsOf(reply.value), this.#newest)
    if (features.isErr()) return failed({ error: features.error, retryAt: undefined })
    this.#learn(features.value)
    return ok(features.value)
  }

  #learn(features: ApiFeatures): void {
    this.#known = features
    this.#knownSince = this.#clock.now()
    this.#attempts = 0
    this.#failure = undefined
    const { version, serverMinimum, serverMaximum } = features
    versions.publish(() => ({ version, serverMinimum, serverMaximum }))
  }
}

function featuresFrom(
  { minimum, maximum }: OfferedVersions,
  newest: ApiVersion,
): Result<ApiFeatures, RequestError> {
  if (minimum === undefined || maximum === undefined)
    return err(
      new InvalidResponseError(
        'The server does not answer like Ironic: GET / lists no versions. Check that the endpoint is that of the bare metal service.',
        { path: 'default_version.version' },
      ),
    )
  const offered = { serverMinimum: minimum, serverMaximum: maximum }
  if (!isAtLeast(newest, minimum))
    return err(
      new UnsupportedApiVersionError(
        `This Ironic supports microversions from ${minimum} on, and ${
          newest === NEWEST_KNOWN_VERSION
            ? `this library up to ${newest}. Use a newer library.`
            : `newestVersion keeps this client at ${newest}. Raise it, or leave it out.`
        }`,
        offered,
      ),
    )
  if (!isAtLeast(maximum, OLDEST_KNOWN_VERSION))
    return err(
      new UnsupportedApiVersionError(
        `This Ironic is too old: it supports microversions up to ${maximum}, and this library needs ${OLDEST_KNOWN_VERSION}. Upgrade Ironic.`,
        { ...offered, needs: OLDEST_KNOWN_VERSION },
      ),
    )
  return ok(new ApiFeatures(olderOf(maximum, newest), minimum, maximum))
}

/** Reads the versions from the headers or, since a proxy may strip those, from the document itself. */
function versionsOf(root: TransportReply): OfferedVersions {
  const { minimum, maximum } = offeredVersions(root)
  return {
    minimum: minimum ?? fromBody(root.body, 'min_version'),
    maximum: maximum ?? fromBody(root.body, 'version'),
  }
}

function fromBody(body: string, field: 'version' | 'min_version'): ApiVersion | undefined {
  try {
    const root = JSON.parse(body) as { default_version?: Record<string, unknown> } | null
    return parseApiVersion(root?.default_version?.[field])
  } catch {
    return undefined
  }
}
