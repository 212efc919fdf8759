import { err, type Result, type ResultAsync } from 'neverthrow'
import type { UnexpectedFailureError } from '../client/errors/client-errors.js'
import {
  CLIENT_OPTIONS,
  clientOptionProblem,
  type IronicClientOptions,
} from '../client/requests/client-options.js'
import { systemClock } from '../clock/system-clock.js'
import { InvalidInputError } from '../errors/invalid-input-error.js'
import { connectTransport } from '../login/connect-transport.js'
import type { Connection } from '../login/connection/connect-options.js'
import type { LoginError } from '../login/errors/login-errors.js'
import { runOperation } from '../operations/run-operation.js'
import { IronicDriver } from './ironic-driver.js'

/** Which Ironic, how to log in, and where the defaults do not suit, the driver's clock, randomness and patience. */
export type ConnectOptions = Connection & Omit<IronicClientOptions, 'transport'>

/** Everything that `connect` can end with. */
export type ConnectError = LoginError | UnexpectedFailureError

/**
 * Makes a driver for an Ironic: at an address, in a cloud by its Keystone, or in a cloud that a `clouds.yaml` or `OS_*`
 * variables describe. Safe to repeat; each call makes a driver with a login of its own.
 *
 * Nothing is sent to Ironic. Keystone is asked for a token when its catalog tells where Ironic is; else at the first
 * request. `requestTimeoutMs` (in a file of clouds: `api_timeout`) holds for a login too. Tokens are shared, and fetched again before they end and when the server refuses one.
 *
 * @example
 * const connected = await connect({ cloud: 'metal', env: process.env })
 * if (connected.isErr()) throw connected.error
 * const driver = connected.value
 *
 * @fails invalid_input when an option cannot be used
 * @fails cloud_config_invalid when a cloud is not described as it must be; the error names the file and the key
 * @fails authentication_failed when Keystone refuses the login, or cannot be reached (`advice` tells which)
 * @fails aborted when `signal` ended it; nothing was changed
 * @fails endpoint_not_found when the catalog has no such address of Ironic
 * @see openstack/openstacksdk `openstack/config/loader.py`
 */
export function connect(options: ConnectOptions): ResultAsync<IronicDriver, ConnectError> {
  return runOperation('connect', () => connected(options))
}

async function connected(options: unknown): Promise<Result<IronicDriver, LoginError>> {
  if (typeof options !== 'object' || options === null)
    return err(new InvalidInputError('options', 'must be an object such as { endpoint } or { cloud }'))
  const { connection, client } = split(options)
  // Any transport does to look at the other options.
  const problem = clientOptionProblem({ ...client, transport: { send: () => undefined } })
  if (problem !== undefined) return err(problem)
  const way = await connectTransport(connection, client.clock ?? systemClock(), client.requestTimeoutMs)
  return way.map((found) => new IronicDriver({ ...found, ...client }))
}

type ClientPart = Omit<IronicClientOptions, 'transport'>

function split(options: object): { readonly connection: object; readonly client: ClientPart } {
  const entries = Object.entries(options).filter(([, value]) => value !== undefined)
  const isClients = ([name]: [string, unknown]) => CLIENT_OPTIONS.includes(name) && name !== 'transport'
  return {
    connection: Object.fromEntries(entries.filter((entry) => !isClients(entry))),
    client: Object.fromEntries(entries.filter(isClients)),
  }
}
