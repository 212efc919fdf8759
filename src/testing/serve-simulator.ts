import type { HttpMethod, TransportRequest } from '../transport/transport.js'
import type { AsyncDisposal } from '../clock/async-disposal.js'
import type { HttpReply, HttpRequest } from '../platform/http-exchange.js'
import { startHttpServer } from '../platform/http-server.js'
import type { IronicSimulator } from './ironic-simulator.js'
import { httpBasicCheck, type SimulatedLogin } from './login/http-basic-check.js'
import { IDENTITY_PATH } from './login/identity-fault.js'
import type { LoginCheck } from './login/login-check.js'
import { SimulatedKeystone } from './login/simulated-keystone.js'
import { tokenCheck } from './login/token-check.js'
import { requireKnown } from './json/require-known.js'

/** Where a simulator is served, and with which login. Without a login it answers everybody. */
export interface ServeOptions {
  /** Default: 0, which takes any free port. */
  readonly port?: number
  /** Default: `127.0.0.1`. */
  readonly host?: string
  /** Requires this user name and password, as an Ironic with `auth_strategy = http_basic` does. */
  readonly httpBasic?: SimulatedLogin
  /** Requires a token of this identity service, and serves it at `/identity`. Excludes `httpBasic`. */
  readonly keystone?: SimulatedKeystone
}

/** A running server of a simulator. `await using` closes it at the end of a block. */
export interface ServedSimulator extends AsyncDisposal {
  /** The endpoint, without a trailing slash. */
  readonly url: string
  /** The identity endpoint, as in `OS_AUTH_URL`; `undefined` without an identity service. */
  readonly identityUrl: string | undefined
  /** Stops the server and closes every connection. */
  close(): Promise<void>
}

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

const OPTIONS = ['port', 'host', 'httpBasic', 'keystone']

/** The parts that answer the requests of one server. */
interface Served {
  readonly simulator: IronicSimulator
  readonly login: LoginCheck | undefined
  readonly keystone: SimulatedKeystone | undefined
}

/**
 * Serves a simulator over HTTP, for any client of Ironic. Links and locations name the host of the request. A
 * dropped request closes the connection, and a hanging request is never answered. Requests refused for lack
 * of a login are recorded by the simulator too. The version documents and the agent's routes need no login.
 *
 * Rejects with a `TypeError` when an option is unknown or invalid, and with the system's error when the port
 * is taken.
 *
 * @example
 * ```ts
 * import { createKyTransport, IronicDriver } from 'ironic-driver'
 * import { IronicSimulator, serveSimulator } from 'ironic-driver/testing'
 *
 * const simulator = new IronicSimulator()
 * simulator.node({ name: 'metal-1' }).withPort().available()
 * const server = await serveSimulator(simulator, { httpBasic: { username: 'demo', password: 'secret' } })
 *
 * const driver = new IronicDriver({ transport: createKyTransport({ endpoint: server.url }) })
 * const state = await driver.power.state({ node: 'metal-1' })
 * console.log(state.isErr() && state.error.kind) // unauthorized: the transport has no login
 * await server.close()
 * ```
 */
export async function serveSimulator(
  simulator: IronicSimulator,
  options: ServeOptions = {},
): Promise<ServedSimulator> {
  const { port = 0, host = '127.0.0.1', keystone } = options
  const served: Served = { simulator, login: loginCheck(options), keystone }
  const { url, close } = await startHttpServer((request) => answer(served, request), { port, host })
  return {
    url,
    identityUrl: keystone === undefined ? undefined : `${url}${IDENTITY_PATH}`,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function loginCheck(options: ServeOptions): LoginCheck | undefined {
  requireKnown('serveSimulator', options, OPTIONS)
  const { httpBasic, keystone } = options
  if (httpBasic !== undefined && keystone !== undefined)
    throw new TypeError('serveSimulator: httpBasic and keystone exclude each other. Pass only one of them.')
  if (keystone === undefined) return httpBasic === undefined ? undefined : httpBasicCheck(httpBasic)
  if (keystone instanceof SimulatedKeystone) return tokenCheck(keystone)
  throw new TypeError('serveSimulator: keystone must be a SimulatedKeystone.')
}

async function answer(
  { simulator, login, keystone }: Served,
  { method, path, headers, body, signal }: HttpRequest,
): Promise<HttpReply> {
  // The web server in front of Ironic answers this for every path.
  if (!METHODS.includes(method)) return { status: method === 'OPTIONS' ? 200 : 405, headers: {}, body: '' }
  const request: TransportRequest = {
    method: method as HttpMethod,
    path,
    headers,
    body: body === '' ? undefined : body,
    signal,
    timeoutMs: FOREVER_MS,
  }
  const identityPath = keystone === undefined ? undefined : pathBelow(IDENTITY_PATH, path)
  const result = await (keystone !== undefined && identityPath !== undefined
    ? keystone.send({ ...request, path: identityPath })
    : simulator.sendWithLogin(request, login))
  return result.isErr() ? 'drop' : result.value
}

/** The client decides how long it waits. */
const FOREVER_MS = Infinity

/** Returns the rest of the path below `base`, or `undefined` for another path. */
function pathBelow(base: string, path: string): string | undefined {
  const below = path.startsWith(base) ? path.slice(base.length) : undefined
  return below === undefined || /^[/?]|^$/.test(below) ? below : undefined
}
