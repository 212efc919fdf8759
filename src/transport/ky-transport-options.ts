import { constants } from 'node:buffer'
import { createSecureContext } from 'node:tls'
import { err, ok, type Result } from 'neverthrow'
import { noAuth, type Authentication } from './authentication.js'
import { findHeaderProblem } from './request-check.js'
import { isRecord } from '../errors/is-record.js'
import { withoutTrailingSlashes } from './trailing-slashes.js'

/** How to trust the server, and how to prove to it who connects. All texts are PEM, not names of files. */
export interface TlsOptions {
  /** The authorities to trust *instead of* those that Node brings along. */
  readonly ca?: string | readonly string[] | undefined
  /** The client's certificate, with its chain, for a server that asks for one. Needs `key`. */
  readonly cert?: string | undefined
  /** The private key of `cert`. */
  readonly key?: string | undefined
  /** The passphrase of `key`, when that is encrypted. */
  readonly passphrase?: string | undefined
  /** Accepts any certificate, an attacker's too: for a test bench only. */
  readonly insecure?: true | undefined
}

/** Where Ironic is, and how to talk to it. */
export interface KyTransportOptions {
  /**
   * Where Ironic's API is, such as `https://metal.example:6385` or `https://example/baremetal`. A slash or `/v1` at
   * its end makes no difference. It holds no login: that is what `auth` is for.
   */
  readonly endpoint: string | URL
  /** How to log in. Default: `noAuth()`. */
  readonly auth?: Authentication | undefined
  /** For one request, the reading of its reply included. Default: 60,000. */
  readonly timeoutMs?: number | undefined
  /**
   * The largest body of a reply that is read, in bytes after decompression. A larger one fails with `reply_too_large`.
   * Default: 67,108,864 (64 MiB). At most 536,870,888, which is the longest text that Node can hold.
   */
  readonly maxReplyBytes?: number | undefined
  /** Default: what Node trusts, and no client certificate. */
  readonly tls?: TlsOptions | undefined
  /** Sent as `user-agent`. Default: `ironic-driver`. */
  readonly userAgent?: string | undefined
}

/** The options, looked over and filled in. */
export interface KyTransportSettings {
  readonly origin: string
  /** Origin and path of the endpoint; no slash at its end. */
  readonly baseUrl: string
  readonly auth: Authentication
  readonly timeoutMs: number
  readonly maxReplyBytes: number
  readonly tls: TlsOptions | undefined
  readonly userAgent: string
}

/** What is wrong with an option. It is data, as every request that fails on it needs an error of its own. */
export interface OptionProblem {
  readonly field: string
  readonly problem: string
}

const OPTIONS = ['endpoint', 'auth', 'timeoutMs', 'maxReplyBytes', 'tls', 'userAgent']
const DEFAULT_MAX_REPLY_BYTES = 64 * 1024 * 1024
const TLS_OPTIONS = ['ca', 'cert', 'key', 'passphrase', 'insecure']

export function checkKyTransportOptions(
  options: KyTransportOptions,
): Result<KyTransportSettings, OptionProblem> {
  if (!isRecord(options)) return refuse('options', 'they are not an object, pass one with an `endpoint`.')
  const unknown = Object.keys(options).find((key) => !OPTIONS.includes(key))
  if (unknown !== undefined) return refuse(unknown, `there is no such option, use ${OPTIONS.join(', ')}.`)
  const { auth = noAuth(), timeoutMs = 60_000, tls, userAgent = 'ironic-driver' } = options
  const { maxReplyBytes = DEFAULT_MAX_REPLY_BYTES } = options

  const endpoint = checkEndpoint(options.endpoint)
  if (endpoint.isErr()) return err(endpoint.error)
  if (!isRecord(auth) || typeof auth.headers !== 'function') {
    return refuse(
      'auth',
      'it has no `headers` method, pass noAuth(), httpBasic(…) or your own Authentication.',
    )
  }
  if (typeof timeoutMs !== 'number' || !Number.isFinite(timeoutMs) || timeoutMs <= 0) {
    return refuse('timeoutMs', 'it is not a positive number, pass the time for one request in milliseconds.')
  }
  if (!Number.isInteger(maxReplyBytes) || maxReplyBytes < 1 || maxReplyBytes > constants.MAX_STRING_LENGTH) {
    return refuse(
      'maxReplyBytes',
      `it is not a number of bytes from 1 to ${constants.MAX_STRING_LENGTH}, pass an integer in that range.`,
    )
  }
  if (findHeaderProblem({ 'user-agent': userAgent }) !== undefined) {
    return refuse('userAgent', 'it cannot stand in a header, pass a text of one line.')
  }
  const tlsProblem = tls === undefined ? undefined : findTlsProblem(tls)
  if (tlsProblem !== undefined) return err(tlsProblem)
  return ok({ ...endpoint.value, auth, timeoutMs, maxReplyBytes, tls, userAgent })
}

function checkEndpoint(endpoint: unknown): Result<{ origin: string; baseUrl: string }, OptionProblem> {
  const fix = 'pass a URL such as https://metal.example:6385'
  const text = endpoint instanceof URL ? endpoint.href : endpoint
  if (typeof text !== 'string' || !URL.canParse(text)) return refuse('endpoint', `it is not a URL, ${fix}.`)
  const url = new URL(text)
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return refuse('endpoint', `it is neither http nor https, ${fix}.`)
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(
      'endpoint',
      'it holds a login, which ends up in logs; pass it as `auth: httpBasic(…)` instead.',
    )
  }
  if (url.search !== '' || url.hash !== '') {
    return refuse('endpoint', `it has a query or a fragment, ${fix}.`)
  }
  const path = withoutTrailingSlashes(withoutTrailingSlashes(url.pathname).replace(/\/v1$/, ''))
  return ok({ origin: url.origin, baseUrl: url.origin + path })
}

function findTlsProblem(tls: TlsOptions): OptionProblem | undefined {
  if (typeof tls !== 'object' || tls === null)
    return { field: 'tls', problem: 'it is not an object, pass one such as `{ ca }`.' }
  const unknown = Object.keys(tls).find((key) => !TLS_OPTIONS.includes(key))
  if (unknown !== undefined) {
    return { field: `tls.${unknown}`, problem: `there is no such option, use ${TLS_OPTIONS.join(', ')}.` }
  }
  const { ca, cert, key, passphrase, insecure } = tls
  for (const [name, value] of Object.entries({ ca, cert, key })) {
    for (const pem of Array.isArray(value) ? value : [value]) {
      if (pem === undefined || (typeof pem === 'string' && pem.includes('-----BEGIN '))) continue
      return {
        field: `tls.${name}`,
        problem: 'it is not PEM text, read the file first and pass what is in it.',
      }
    }
  }
  if (cert !== undefined && key === undefined)
    return { field: 'tls.key', problem: '`cert` is of no use without its private key, pass that too.' }
  if (key !== undefined && cert === undefined)
    return { field: 'tls.cert', problem: '`key` is of no use without its certificate, pass that too.' }
  if (insecure !== undefined && insecure !== true) {
    return { field: 'tls.insecure', problem: 'pass `true`, or leave it out to have the certificate checked.' }
  }
  try {
    createSecureContext(secureContextOptions({ ca, cert, key, passphrase }))
    return undefined
  } catch {
    // OpenSSL's own text tells a reader nothing, and may quote the input.
    return {
      field: 'tls',
      problem: 'Node cannot read it, check that key, certificate and passphrase belong together.',
    }
  }
}

/** In the words of `node:tls`. */
export function secureContextOptions(tls: TlsOptions) {
  const { ca, cert, key, passphrase } = tls
  return {
    ...(ca === undefined ? {} : { ca: typeof ca === 'string' ? ca : [...ca] }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(passphrase === undefined ? {} : { passphrase }),
  }
}

function refuse(field: string, problem: string): Result<never, OptionProblem> {
  return err({ field, problem })
}
