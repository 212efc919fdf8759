import { ok, type Result } from 'neverthrow'
import { systemClock } from '../../clock/system-clock.js'
import { RecordedRequest } from '../../transport/recorded-request.js'
import { RequestLog } from '../../transport/request-log.js'
import { withoutTrailingSlashes } from '../../transport/trailing-slashes.js'
import type { TransportError } from '../../transport/transport-errors.js'
import type { Transport, TransportReply, TransportRequest } from '../../transport/transport.js'
import type { JsonObject, JsonValue } from '../json/json-value.js'
import { IDENTITY_PATH, identityFault, knowsIdentityFault } from './identity-fault.js'
import {
  checkKeystoneOptions,
  type SimulatedApplicationCredential,
  type SimulatedKeystoneOptions,
  type SimulatedUser,
} from './keystone-options.js'
import { completeCaller, type SimulatedCaller } from './simulated-caller.js'
import { projectIdOf, tokenDocument } from './token-document.js'
import { judgeTokenRequest } from './token-request.js'
import { TokenStore } from './token-store.js'

/** Limits the memory that requests take, since the service may run for days. */
const REQUESTS_KEPT = 10_000

const HOUR_MS = 60 * 60_000

/**
 * An identity service in memory, with as much of Keystone v3 as a client of Ironic needs. It issues tokens
 * for a password or an application credential, describes them and revokes them. Its catalog has one
 * `baremetal` endpoint: the address at which it is served. Pass it to `serveSimulator`, or use it as a
 * transport.
 */
export class SimulatedKeystone implements Transport {
  readonly #users: readonly SimulatedUser[]
  readonly #credentials: readonly SimulatedApplicationCredential[]
  readonly #lifetimeMs: number
  readonly #region: string
  readonly #tokens: TokenStore
  readonly #failures: number[] = []
  readonly #log = new RequestLog(REQUESTS_KEPT)

  /** @throws TypeError when an option is unknown or invalid */
  constructor(options: SimulatedKeystoneOptions) {
    checkKeystoneOptions(options)
    this.#users = structuredClone(options.users)
    this.#credentials = structuredClone(options.applicationCredentials ?? [])
    this.#lifetimeMs = options.tokenLifetimeMs ?? HOUR_MS
    this.#region = options.region ?? 'RegionOne'
    this.#tokens = new TokenStore(options.clock ?? systemClock())
    const [first] = this.#users
    for (const token of options.tokens ?? []) if (first !== undefined) this.#tokens.add(token, first)
  }

  /**
   * Issues a token without a request. Default: to the first user.
   *
   * @throws TypeError when there is no such user
   */
  issueToken(options: { readonly user?: string; readonly lifetimeMs?: number } = {}): string {
    const user = this.#users.find(({ name }) => options.user === undefined || name === options.user)
    if (user === undefined)
      throw new TypeError(`SimulatedKeystone: there is no user${options.user ? ` "${options.user}"` : ''}.`)
    const lifetimeMs = options.lifetimeMs ?? this.#lifetimeMs
    return this.#tokens.issue({ user, method: 'password', scope: 'own', lifetimeMs }).text
  }

  /**
   * Returns the id of a project in tokens, to be set as `owner` or `lessee` of its nodes.
   *
   * @throws TypeError when no user has a project of that name
   */
  projectId(name: string): string {
    const user = this.#users.find(({ project = 'service', system }) => system !== true && project === name)
    if (user === undefined) throw new TypeError(`SimulatedKeystone: no user has the project "${name}".`)
    return projectIdOf(user.domain ?? 'Default', name)
  }

  /**
   * @internal Returns the caller whom the policy sees behind a token; `undefined` when the user may do
   *   everything.
   */
  callerOf(token: string): SimulatedCaller | undefined {
    const valid = this.#tokens.valid(token)
    if (valid?.scope === 'none') return { roles: [] }
    const user = valid?.user
    if (user?.roles === undefined) return undefined
    const { domain = 'Default', project = 'service', system, roles } = user
    return completeCaller(
      system === true ? { system, roles } : { project: projectIdOf(domain, project), roles },
    )
  }

  /** Returns whether a token is valid now: issued here, not revoked and not expired. */
  accepts(token: string): boolean {
    return this.#tokens.valid(token) !== undefined
  }

  /**
   * Revokes a token before it expires.
   *
   * @throws TypeError when there is no such token
   */
  revokeToken(token: string): void {
    if (!this.#tokens.revoke(token)) throw new TypeError('SimulatedKeystone: this token was not issued here.')
  }

  /** Revokes all tokens, as a restart with new keys does. */
  revokeAllTokens(): void {
    this.#tokens.revokeAll()
  }

  /**
   * Answers the next request, or the next `times` requests, with this status.
   *
   * @throws TypeError when the status is not an error
   */
  failNext(status: number, { times = 1 }: { readonly times?: number } = {}): this {
    if (!knowsIdentityFault(status))
      throw new TypeError(`SimulatedKeystone: ${status} is not an error status of the service.`)
    for (let count = 0; count < times; count++) this.#failures.push(status)
    return this
  }

  /** The latest 10,000 requests, in order of arrival. Their bodies hold passwords. */
  get requests(): readonly RecordedRequest[] {
    return this.#log.requests
  }

  /** Forgets the requests recorded so far. */
  forgetRequests(): void {
    this.#log.clear()
  }

  /** Answers one request. Its path begins at the address that clients know as `OS_AUTH_URL`. */
  send(request: TransportRequest): Promise<Result<TransportReply, TransportError>> {
    const recorded = new RecordedRequest(request)
    this.#log.add(recorded)
    const reply = this.#answer(request)
    recorded.settle({ status: reply.status }, 0)
    return Promise.resolve(ok(reply))
  }

  #answer({ method, path, headers, body }: TransportRequest): TransportReply {
    const publicUrl = `http://${headerOf(headers, 'host') ?? 'ironic.test:6385'}`
    const failure = this.#failures.shift()
    if (failure !== undefined) return fault(failure, publicUrl)
    const plain = withoutTrailingSlashes(path.split('?', 1)[0] ?? '')
    if (plain === '/v3/auth/tokens') return this.#answerForTokens(method, headers, body, publicUrl)
    if (plain !== '' && plain !== '/v3') return fault(404, publicUrl)
    if (method !== 'GET' && method !== 'HEAD') return fault(405, publicUrl)
    const version = versionDocument(publicUrl)
    return plain === '' ? reply(300, { versions: { values: [version] } }) : reply(200, { version })
  }

  #answerForTokens(
    method: TransportRequest['method'],
    headers: TransportRequest['headers'],
    body: string | undefined,
    publicUrl: string,
  ): TransportReply {
    if (method === 'POST') return this.#issue(body, publicUrl)
    if (!['GET', 'HEAD', 'DELETE'].includes(method)) return fault(405, publicUrl)
    if (!this.accepts(headerOf(headers, 'x-auth-token') ?? '')) return fault(401, publicUrl)
    const subject = headerOf(headers, 'x-subject-token') ?? ''
    const token = this.#tokens.valid(subject)
    if (token === undefined) return fault(404, publicUrl)
    if (method === 'DELETE') {
      this.#tokens.revoke(subject)
      return { status: 204, headers: {}, body: '' }
    }
    return reply(200, tokenDocument(token, publicUrl, this.#region), { 'x-subject-token': subject })
  }

  #issue(body: string | undefined, publicUrl: string): TransportReply {
    const known = { users: this.#users, applicationCredentials: this.#credentials }
    const verdict = judgeTokenRequest(parsed(body), known)
    if ('status' in verdict) return fault(verdict.status, publicUrl, verdict.text)
    const token = this.#tokens.issue({ ...verdict, lifetimeMs: this.#lifetimeMs })
    return reply(201, tokenDocument(token, publicUrl, this.#region), { 'x-subject-token': token.text })
  }
}

function versionDocument(publicUrl: string): JsonObject {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${publicUrl}${IDENTITY_PATH}/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  }
}

function reply(status: number, body: JsonObject, headers: Record<string, string> = {}): TransportReply {
  return {
    status,
    headers: { 'content-type': 'application/json', vary: 'X-Auth-Token', ...headers },
    body: JSON.stringify(body),
  }
}

function fault(status: number, publicUrl: string, text?: string): TransportReply {
  const challenge = { 'www-authenticate': `Keystone uri="${publicUrl}${IDENTITY_PATH}"` }
  return {
    status,
    headers: { 'content-type': 'application/json', ...(status === 401 ? challenge : {}) },
    body: identityFault(status, text),
  }
}

function headerOf(headers: TransportRequest['headers'], wanted: string): string | undefined {
  return Object.entries(headers).find(([name]) => name.toLowerCase() === wanted)?.[1]
}

function parsed(text: string | undefined): JsonValue | undefined {
  try {
    return JSON.parse(text ?? '') as JsonValue
  } catch {
    return undefined
  }
}
