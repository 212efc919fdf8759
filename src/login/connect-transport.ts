import { err, type Result } from 'neverthrow'
import type { Clock } from '../clock/clock.js'
import { connectByCloud } from './cloud/connect-cloud.js'
import { checkConnection } from './check-connection.js'
import type { EndpointConnection, KeystoneConnection } from './connect-options.js'
import type { Connected } from './connected.js'
import { keystoneSource } from './keystone/keystone-source.js'
import type { LoginError } from './login-errors.js'
import { asInvalidInput, transportByTokens, transportTo } from './token-transport.js'

type Step<T> = Promise<Result<T, LoginError>>

/** Finds the way to an Ironic. A login is only done when its catalog is needed. */
export async function connectTransport(connection: object, clock: Clock): Step<Connected> {
  const checked = checkConnection(connection)
  if (checked.isErr()) return err(checked.error)
  const { by } = checked.value
  switch (by) {
    case 'endpoint':
      return connectByEndpoint(checked.value.connection)
    case 'keystone':
      return connectByKeystone(checked.value.connection, clock)
    case 'cloud':
      return connectByCloud(checked.value.connection, clock)
  }
}

function connectByEndpoint({ endpoint, auth, tls }: EndpointConnection): Result<Connected, LoginError> {
  return transportTo(endpoint, auth, tls)
    .map((transport) => ({ transport }))
    .mapErr(asInvalidInput)
}

async function connectByKeystone(connection: KeystoneConnection, clock: Clock): Step<Connected> {
  const { keystone, interface: wanted = 'public', region, endpoint, tls } = connection
  const source = keystoneSource({ ...keystone, tls }, clock)
  if (source.isErr()) return err(source.error)
  const choice = {
    serviceType: 'baremetal',
    interfaces: typeof wanted === 'string' ? [wanted] : wanted,
    region,
  }
  const transport = await transportByTokens({ source: source.value, endpoint, choice, tls }, clock)
  return transport.map((made) => ({ transport: made }))
}
