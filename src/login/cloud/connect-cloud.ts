import { err, ok, type Result } from 'neverthrow'
import type { Clock } from '../../clock/clock.js'
import { httpBasic, type Authentication } from '../../transport/authentication.js'
import {
  checkKyTransportOptions,
  type OptionProblem,
  type TlsOptions,
} from '../../transport/ky-transport-options.js'
import type { Transport } from '../../transport/transport.js'
import type { CloudConnection } from '../connect-options.js'
import type { Connected } from '../connected.js'
import { sourceFor } from '../keystone/keystone-source.js'
import type { EndpointChoice } from '../keystone/service-catalog.js'
import type { LoginError } from '../login-errors.js'
import { tokenAuthentication } from '../token-authentication.js'
import { transportByTokens, transportTo } from '../token-transport.js'
import type { ChosenCloud } from './assemble-cloud.js'
import { chooseCloud } from './choose-cloud.js'
import { snakeCase } from './cloud-auth.js'
import type { CloudConfigError } from './cloud-config-error.js'
import { readCloudConnection, type CloudLogin } from './cloud-connection.js'
import { readCloudFiles } from './cloud-files.js'
import { cloudProblem } from './cloud-problem.js'
import { endpointOverride } from './cloud-settings.js'
import { readTlsFiles } from './tls-files.js'

type Step<T> = Promise<Result<T, LoginError>>

/** Finds the way to the Ironic of a cloud that a file or variables describe. */
export async function connectByCloud(connection: CloudConnection, clock: Clock): Step<Connected> {
  const { cloud: name, env = {}, region, configFile } = connection
  const files = await readCloudFiles({ env, configFile })
  if (files.isErr()) return err(files.error)
  const chosen = chooseCloud(files.value, { cloud: name, region, env })
  if (chosen.isErr()) return err(chosen.error)
  const cloud = chosen.value
  const read = readCloudConnection(cloud)
  if (read.isErr()) return err(read.error)
  const { login, endpoint, choice, newestVersion, requestTimeoutMs } = read.value
  const tls = await readTlsFiles(read.value.tls, cloud, env)
  if (tls.isErr()) return err(tls.error)

  const transport = await transportBy(login, { cloud, endpoint, choice, tls: tls.value }, clock)
  return transport.map((made) => ({ transport: made, newestVersion, requestTimeoutMs }))
}

interface CloudTarget {
  readonly cloud: ChosenCloud
  readonly endpoint: string | undefined
  readonly choice: EndpointChoice
  readonly tls: TlsOptions | undefined
}

async function transportBy(login: CloudLogin, target: CloudTarget, clock: Clock): Step<Transport> {
  const { cloud, endpoint = '', choice, tls } = target
  switch (login.type) {
    case 'none':
      return transportOfCloud(cloud, endpoint, undefined, tls)
    case 'http_basic':
      return transportOfCloud(cloud, endpoint, httpBasic(login), tls)
    case 'token': {
      const { token } = login
      const fixed = tokenAuthentication(
        { fetchToken: () => Promise.resolve(ok({ value: token })) },
        { clock },
      )
      return transportOfCloud(cloud, endpoint, fixed, tls)
    }
    case 'keystone': {
      const source = sourceFor({ ...login, tls }, clock).mapErr(({ field, problem }) =>
        cloudProblem(cloud, keyOf(field), problem),
      )
      if (source.isErr()) return err(source.error)
      if (target.endpoint !== undefined) {
        const checked = checkKyTransportOptions({ endpoint, tls })
        if (checked.isErr()) return err(optionOfCloud(cloud, checked.error))
      }
      return transportByTokens({ source: source.value, endpoint: target.endpoint, choice, tls }, clock)
    }
  }
}

/** What a field of the login, or an option of the connection to Keystone, is called in a file of clouds. */
function keyOf(field: string): string {
  if (field.startsWith('tls')) return TLS_KEYS[field] ?? 'cert'
  return field === 'url' ? 'auth.auth_url' : `auth.${snakeCase(field)}`
}

const TLS_KEYS: Readonly<Record<string, string>> = { 'tls.ca': 'cacert', 'tls.key': 'key' }

function transportOfCloud(
  cloud: ChosenCloud,
  endpoint: string,
  auth: Authentication | undefined,
  tls: TlsOptions | undefined,
): Result<Transport, CloudConfigError> {
  return transportTo(endpoint, auth, tls).mapErr((problem) => optionOfCloud(cloud, problem))
}

function optionOfCloud(cloud: ChosenCloud, { field, problem }: OptionProblem): CloudConfigError {
  const written = field === 'endpoint' ? (endpointOverride(cloud)?.key ?? 'auth.endpoint') : keyOf(field)
  return cloudProblem(cloud, written, problem)
}
