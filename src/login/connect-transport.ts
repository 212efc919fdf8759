import { err, type Result } from 'neverthrow'
import { checkConnection } from './check-connection.js'
import { connectByCloud } from './cloud/connect-cloud.js'
import type {
  ConnectionLimits,
  EndpointConnection,
  KeystoneConnection,
} from './connection/connect-options.js'
import type { Connected } from './connection/connected.js'
import { abortedLogin, asInvalidInput, transportByTokens, transportTo } from './connection/token-transport.js'
import type { LoginError } from './errors/login-errors.js'
import { keystoneSource } from './keystone/keystone-source.js'
import type { LoginPatience } from './token/first-login.js'

type Step<T> = Promise<Result<T, LoginError>>

/**
 * Finds the endpoint of an Ironic. It logs in only when it needs the catalog.
 *
 * @param requestTimeoutMs - Also the time limit of a login.
 */
export async function connectTransport(
  connection: object,
  patience: LoginPatience,
  requestTimeoutMs: number | undefined,
): Step<Connected> {
  const checked = checkConnection(connection)
  if (checked.isErr()) return err(checked.error)
  const { by } = checked.value
  if (checked.value.connection.signal?.aborted === true) return err(abortedLogin())
  switch (by) {
    case 'endpoint':
      return connectByEndpoint(checked.value.connection)
    case 'keystone':
      return connectByKeystone(checked.value.connection, patience, requestTimeoutMs)
    case 'cloud':
      return connectByCloud(checked.value.connection, patience, requestTimeoutMs)
  }
}

function connectByEndpoint(connection: EndpointConnection & ConnectionLimits): Result<Connected, LoginError> {
  const { endpoint, auth, signal: _, ...http } = connection
  return transportTo(endpoint, auth, http)
    .map((transport) => ({ transport }))
    .mapErr(asInvalidInput)
}

async function connectByKeystone(
  connection: KeystoneConnection & ConnectionLimits,
  patience: LoginPatience,
  timeoutMs: number | undefined,
): Step<Connected> {
  const { keystone, interface: wanted = 'public', region, endpoint, signal, ...http } = connection
  const source = keystoneSource({ timeoutMs, ...keystone }, http, patience.clock)
  if (source.isErr()) return err(source.error)
  const choice = {
    serviceType: 'baremetal',
    interfaces: typeof wanted === 'string' ? [wanted] : wanted,
    region,
  }
  const transport = await transportByTokens(
    { source: source.value, endpoint, choice, http, signal },
    patience,
  )
  return transport.map((made) => ({ transport: made }))
}
