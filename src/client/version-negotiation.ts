import { err, ok, type Result } from 'neverthrow'
import type { TransportReply } from '../transport/transport.js'
import { ApiFeatures } from './api-features.js'
import { NEWEST_KNOWN_VERSION, olderOf, isAtLeast, parseApiVersion, type ApiVersion } from './api-version.js'
import { UnsupportedApiVersionError, InvalidResponseError, type ClientError } from './client-errors.js'

/** Both headers that carry a microversion: the old one, which every server reads, and the standard one. */
export function versionHeaders(version: ApiVersion): Record<string, string> {
  return { 'x-openstack-ironic-api-version': version, 'openstack-api-version': `baremetal ${version}` }
}

type Discover = () => Promise<Result<TransportReply, ClientError>>

/**
 * Finds out once which microversion to speak: the newest that both sides know. Callers that come meanwhile share
 * the request; a failed one is tried anew by the next caller.
 */
export class VersionNegotiation {
  #answer: Promise<Result<ApiFeatures, ClientError>> | undefined
  readonly #discover: Discover
  readonly #newest: ApiVersion

  constructor(discover: Discover, newest: ApiVersion = NEWEST_KNOWN_VERSION) {
    this.#discover = discover
    this.#newest = newest
  }

  features(): Promise<Result<ApiFeatures, ClientError>> {
    const answer = (this.#answer ??= this.#ask())
    return answer
  }

  /**
   * Asks the server again, after it refused the version that was spoken: behind a balancer, servers of two
   * releases may answer in turn while they are upgraded. Concurrent callers share this too.
   */
  renew(refused: ApiFeatures): Promise<Result<ApiFeatures, ClientError>> {
    const current = this.#answer
    if (current === undefined) return this.features()
    return current.then((known) =>
      this.#answer === current && known.isOk() && known.value === refused
        ? (this.#answer = this.#ask())
        : this.features(),
    )
  }

  async #ask(): Promise<Result<ApiFeatures, ClientError>> {
    const reply = await this.#discover()
    const features = reply.andThen((root) => featuresFrom(root, this.#newest))
    if (features.isErr()) this.#answer = undefined
    return features
  }
}

function featuresFrom(root: TransportReply, newest: ApiVersion): Result<ApiFeatures, ClientError> {
  const minimum =
    parseApiVersion(root.headers['x-openstack-ironic-api-minimum-version']) ??
    fromBody(root.body, 'min_version')
  const maximum =
    parseApiVersion(root.headers['x-openstack-ironic-api-maximum-version']) ?? fromBody(root.body, 'version')
  if (minimum === undefined || maximum === undefined)
    return err(
      new InvalidResponseError(
        'The endpoint does not answer like Ironic: GET / names no versions. Check that the endpoint is that of the bare metal service.',
        { path: 'default_version.version' },
      ),
    )
  if (!isAtLeast(newest, minimum))
    return err(
      new UnsupportedApiVersionError(
        `This Ironic speaks microversions from ${minimum} on, and this library up to ${newest}. Use a newer library.`,
        { serverMinimum: minimum, serverMaximum: maximum },
      ),
    )
  return ok(new ApiFeatures(olderOf(maximum, newest), minimum, maximum))
}

/** A proxy may strip the headers: the document itself says the same. */
function fromBody(body: string, field: 'version' | 'min_version'): ApiVersion | undefined {
  try {
    const root = JSON.parse(body) as { default_version?: Record<string, unknown> } | null
    return parseApiVersion(root?.default_version?.[field])
  } catch {
    return undefined
  }
}
