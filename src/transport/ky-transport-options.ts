import { err, ok, type Result } from 'neverthrow'
import { noAuth, type Authentication } from './authentication.js'
import { extraHeaderProblem, sentHeaders } from './extra-headers.js'
import type { OptionProblem } from './option-problem.js'
import { readProxy, type Proxy } from './proxy.js'
import { POSITIVE_MS } from '../errors/option-sentences.js'
import { isRecord } from '../errors/is-record.js'
import { unknownOption } from '../errors/unknown-option.js'
import { IMPOSSIBLE_OPTIONS, isUsable } from '../platform/connection-options.js'
import type { TlsOptions } from '../platform/tls-options.js'
import { lacksScheme } from './lacks-scheme.js'
import { withoutTrailingSlashes } from './trailing-slashes.js'
import { userAgentHeader } from './user-agent.js'

/** Where Ironic is and how to talk to it. */
export interface KyTransportOptions {
  /**
   * The URL of Ironic's API, such as `https://metal.example:6385` or `https://example/baremetal`. A slash or `/v1` at
   * the end makes no difference. It must not contain credentials: pass them as `auth`.
   */
  readonly endpoint: string | URL
  /** How to log in. Default: `noAuth()`. */
  readonly auth?: Authentication | undefined
  /**
   * The time limit of one request, including reading its reply. A driver has one, too (`requestTimeoutMs`, by default
   * 60,000), and so may a call: the smallest applies. Default: that of the request, or else 60,000.
   */
  readonly timeoutMs?: number | undefined
  /**
   * The largest reply body that is read, in bytes after decompression. A larger one fails with `reply_too_large`.
   * Default: 67,108,864 (64 MiB). At most 536,870,888, the longest text that Node can hold.
   */
  readonly maxReplyBytes?: number | undefined
  /** Default: the authorities that Node trusts, and no client certificate. */
  readonly tls?: TlsOptions | undefined
  /**
   * The name and version of your program, such as `portal/2.1`: the `user-agent` header is this, a blank and
   * `ironic-driver/<version>`. Default: only the latter.
   */
  readonly userAgent?: string | undefined
  /**
   * Headers to add to every request, for example for a gateway. Not allowed are headers that authenticate, that frame
   * the message, or that this library sets itself, such as `x-openstack-ironic-api-version`.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined
  /**
   * The URL of an HTTP proxy, such as `http://user:password@proxy.example:3128`. Default: none; variables such as
   * `HTTPS_PROXY` are only read by `connect` with `env`.
   */
  readonly proxy?: string | URL | undefined
}

/** The checked options with their defaults. */
export interface KyTransportSettings {
  readonly origin: string
  /** Origin and path of the endpoint, without a slash at the end. */
  readonly baseUrl: string
  readonly auth: Authentication
  readonly timeoutMs: number | undefined
  readonly maxReplyBytes: number
  readonly tls: TlsOptions | undefined
  /** The headers to send with every request. */
  readonly headers: Readonly<Record<string, string>>
  readonly proxy: Proxy | undefined
}

const OPTIONS = [
  'endpoint',
  'auth',
  'timeoutMs',
  'maxReplyBytes',
  'tls',
  'userAgent',
  'headers',
  'proxy',
] satisfies (keyof KyTransportOptions)[]
const DEFAULT_MAX_REPLY_BYTES = 64 * 1024 * 1024
/** That of V8: `MAX_STRING_LENGTH` of `node:buffer`. */
const LONGEST_TEXT = 536_870_888
const TLS_OPTIONS = ['ca', 'cert', 'key', 'passphrase', 'insecure']

export function checkKyTransportOptions(
  options: KyTransportOptions,
): Result<KyTransportSettings, OptionProblem> {
  if (!isRecord(options)) return refuse('options', 'must be an object with an `endpoint`.')
  const unknown = unknownOption(options, OPTIONS)
  if (unknown !== undefined) return refuse(unknown.name, unknown.problem)
  const impossible = impossibleOption(options)
  if (impossible !== undefined) return err(impossible)
  const { auth = noAuth(), timeoutMs, tls, proxy } = options
  const { maxReplyBytes = DEFAULT_MAX_REPLY_BYTES } = options

  const endpoint = checkEndpoint(options.endpoint)
  if (endpoint.isErr()) return err(endpoint.error)
  if (!isRecord(auth) || typeof auth.headers !== 'function') {
    return refuse('auth', 'has no `headers` method; pass noAuth(), httpBasic(…) or your own Authentication.')
  }
  if (timeoutMs !== undefined && !(typeof timeoutMs === 'number' && timeoutMs > 0 && timeoutMs < Infinity)) {
    return refuse('timeoutMs', `${POSITIVE_MS}.`)
  }
  if (!Number.isInteger(maxReplyBytes) || maxReplyBytes < 1 || maxReplyBytes > LONGEST_TEXT) {
    return refuse('maxReplyBytes', `must be a whole number of bytes from 1 to ${LONGEST_TEXT}.`)
  }
  const headerProblem = extraHeaderProblem(options)
  if (headerProblem !== undefined) return err(headerProblem)
  const tlsProblem = tls === undefined ? undefined : findTlsProblem(tls)
  if (tlsProblem !== undefined) return err(tlsProblem)
  const way = proxy === undefined ? ok(undefined) : readProxy(proxy)
  if (way.isErr()) return err(way.error)
  const headers = { 'user-agent': userAgentHeader(), ...sentHeaders(options) }
  return ok({ ...endpoint.value, auth, timeoutMs, maxReplyBytes, tls, headers, proxy: way.value })
}

/** Returns the first option that this platform cannot have. */
function impossibleOption(options: KyTransportOptions): OptionProblem | undefined {
  for (const [field, problem] of Object.entries(IMPOSSIBLE_OPTIONS))
    if (options[field as keyof typeof IMPOSSIBLE_OPTIONS] !== undefined) return { field, problem }
  return undefined
}

function checkEndpoint(endpoint: unknown): Result<{ origin: string; baseUrl: string }, OptionProblem> {
  const fix = 'pass a URL such as https://metal.example:6385'
  const text = endpoint instanceof URL ? endpoint.href : endpoint
  if (text === undefined) return refuse('endpoint', `missing; ${fix}.`)
  if (lacksScheme(text)) return refuse('endpoint', 'has no scheme; write http:// or https:// before it.')
  if (typeof text !== 'string' || !URL.canParse(text)) return refuse('endpoint', `not a URL; ${fix}.`)
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return refuse('endpoint', `neither http nor https; ${fix}.`)
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(
      'endpoint',
      'contains credentials, which would end up in logs; pass them to `httpBasic`, as the option `auth`.',
    )
  }
  if (url.search !== '' || url.hash !== '') {
    return refuse('endpoint', `has a query or a fragment; ${fix}.`)
  }
  const path = withoutTrailingSlashes(withoutTrailingSlashes(url.pathname).replace(/\/v1$/, ''))
  return ok({ origin: url.origin, baseUrl: url.origin + path })
}

function findTlsProblem(tls: TlsOptions): OptionProblem | undefined {
  if (typeof tls !== 'object' || tls === null)
    return { field: 'tls', problem: 'must be an object such as `{ ca }`.' }
  const unknown = unknownOption(tls, TLS_OPTIONS)
  if (unknown !== undefined) return { field: `tls.${unknown.name}`, problem: unknown.problem }
  const { ca, cert, key, insecure } = tls
  for (const [name, value] of Object.entries({ ca, cert, key })) {
    for (const pem of Array.isArray(value) ? value : [value]) {
      if (pem === undefined || (typeof pem === 'string' && pem.includes('-----BEGIN '))) continue
      return {
        field: `tls.${name}`,
        problem: 'not PEM text; read the file and pass its contents.',
      }
    }
  }
  if (cert !== undefined && key === undefined)
    return { field: 'tls.key', problem: 'missing; `cert` needs its private key.' }
  if (key !== undefined && cert === undefined)
    return { field: 'tls.cert', problem: 'missing; `key` needs its certificate.' }
  if (insecure !== undefined && insecure !== true) {
    return { field: 'tls.insecure', problem: 'must be `true`; leave it out to verify the certificate.' }
  }
  return isUsable(tls)
    ? undefined
    : {
        field: 'tls',
        problem: 'cannot be read by Node; check that key, certificate and passphrase belong together.',
      }
}

function refuse(field: string, problem: string): Result<never, OptionProblem> {
  return err({ field, problem })
}
