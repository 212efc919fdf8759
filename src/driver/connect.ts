import { err, type Result, type ResultAsync } from 'neverthrow'
import type { UnexpectedFailureError } from '../client/errors/client-errors.js'
import { clientOptionProblem, clientSettings } from '../client/requests/client-options.js'
import { InvalidInputError } from '../errors/invalid-input-error.js'
import { unknownOption } from '../errors/unknown-option.js'
import { CONNECTION_OPTIONS } from '../login/check-connection.js'
import { connectTransport } from '../login/connect-transport.js'
import type { IronicConnection } from '../login/connection/connect-options.js'
import type { LoginError } from '../login/errors/login-errors.js'
import { CONTEXT_OPTIONS } from '../operations/module-context.js'
import { tracedOperation } from '../operations/run-operation.js'
import type { Transport } from '../transport/transport.js'
import type { IronicDriverOptions } from './driver-options.js'
import { IronicDriver } from './ironic-driver.js'

/**
 * Which Ironic to use, how to authenticate, and the driver's clock, randomness and retries where the defaults do not
 * suit.
 */
export type ConnectOptions = IronicConnection & Omit<IronicDriverOptions, 'transport'>

/** Every error of `connect`. */
export type ConnectError = LoginError | UnexpectedFailureError

/**
 * Creates a driver for an Ironic: at a URL, in a cloud through its Keystone, or in a cloud described by a
 * `clouds.yaml` or `OS_*` variables. Safe to repeat; each call creates a driver with its own login.
 *
 * Nothing is sent to Ironic. `connect` requests a token from Keystone only when it needs the catalog to find Ironic;
 * otherwise the first request does. `requestTimeoutMs` (`api_timeout` in a `clouds.yaml`) also limits a login.
 * Requests share a token, which is fetched again before it expires and when the server rejects it.
 *
 * @fails invalid_input when an option is invalid
 * @fails cloud_config_invalid when the description of a cloud is invalid; the error names the file and the key
 * @fails authentication_failed when Keystone refuses the login, or cannot be reached (see `advice`)
 * @fails aborted when `signal` was aborted; nothing was changed
 * @fails endpoint_not_found when the catalog has no such endpoint of Ironic
 * @see openstack/openstacksdk `openstack/config/loader.py`
 *
 * @example
 * ```ts
 * import { connect } from 'ironic-driver'
 *
 * const connected = await connect({ cloud: 'metal', env: process.env })
 * if (connected.isErr()) throw connected.error
 * const driver = connected.value
 * const nodes = await driver.inventory.nodes()
 * console.log(nodes.isOk() ? `${nodes.value.length} nodes` : nodes.error.message)
 * ```
 */
export function connect(options: ConnectOptions): ResultAsync<IronicDriver, ConnectError> {
  return tracedOperation('connect', () => connected(options))
}

async function connected(options: unknown): Promise<Result<IronicDriver, LoginError>> {
  if (typeof options !== 'object' || options === null)
    return err(new InvalidInputError('options', 'must be an object such as { endpoint } or { cloud }'))
  const unknown = unknownOption(options, [...new Set([...CONNECTION_OPTIONS, ...OPTIONS_OF_DRIVER])])
  if (unknown !== undefined) return err(new InvalidInputError(unknown.name, unknown.problem))
  const { connection, client } = split(options)
  // The other options can be checked with any transport.
  const { nodeSource: __, ...ofClient } = client
  const checked = { ...ofClient, wrapTransport: undefined, transport: NO_TRANSPORT }
  const problem = clientOptionProblem({ ...ofClient, transport: NO_TRANSPORT })
  if (problem !== undefined) return err(problem)
  const { clock, random } = clientSettings(checked)
  const { retryForMs, requestTimeoutMs } = client
  const way = await connectTransport(connection, { clock, random, retryForMs }, requestTimeoutMs)
  return way.map((found) => new IronicDriver({ ...found, ...client }))
}

const NO_TRANSPORT: Transport = {
  send: () => Promise.resolve(err(new InvalidInputError('transport', 'is only a placeholder'))),
}

/** They are for Keystone, too, so that the transports send them. */
const OF_TRANSPORTS = ['userAgent', 'headers']
const OPTIONS_OF_DRIVER = CONTEXT_OPTIONS.filter((name) => name !== 'transport')

type ClientPart = Omit<IronicDriverOptions, 'transport'>

function split(options: object): { readonly connection: object; readonly client: ClientPart } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  const isClients = ([name]: [string, unknown]) =>
    OPTIONS_OF_DRIVER.includes(name) && !OF_TRANSPORTS.includes(name)
  return {
    connection: Object.fromEntries(entries.filter((entry) => !isClients(entry))),
    client: Object.fromEntries(entries.filter(isClients)),
  }
}
