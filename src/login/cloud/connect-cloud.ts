import { err, ok, type Result } from 'neverthrow'
import { httpBasic, type Authentication } from '../../transport/authentication.js'
import { checkKyTransportOptions } from '../../transport/ky-transport-options.js'
import type { TlsOptions } from '../../platform/tls-options.js'
import type { OptionProblem } from '../../transport/option-problem.js'
import type { Transport } from '../../transport/transport.js'
import type { CloudConnection, ConnectionLimits } from '../connection/connect-options.js'
import type { Connected } from '../connection/connected.js'
import type { Environment } from '../http/environment.js'
import { isOwnOption, optionsFor, type HttpOptions } from '../http/http-options.js'
import { asInvalidInput, transportByTokens, transportTo } from '../connection/token-transport.js'
import type { LoginError } from '../errors/login-errors.js'
import { sourceFor } from '../keystone/keystone-source.js'
import type { EndpointChoice } from '../keystone/service-catalog.js'
import type { LoginPatience } from '../token/first-login.js'
import { tokenAuthentication } from '../token/token-authentication.js'
import type { ChosenCloud } from './assemble-cloud.js'
import { chooseCloud } from './choose-cloud.js'
import { snakeCase } from './cloud-auth.js'
import { readCloudConnection, type CloudLogin } from './cloud-connection.js'
import { readCloudFiles, expandHome } from './cloud-files.js'
import { cloudProblem } from './cloud-problem.js'
import { endpointOverride, type TlsFiles } from './cloud-settings.js'
import { hasFiles, readTextFile } from '../../platform/files.js'
import { CloudConfigError } from '../errors/cloud-config-error.js'

type Step<T> = Promise<Result<T, LoginError>>

/** Finds the Ironic of a cloud that a file or variables describe. */
export async function connectByCloud(
  connection: CloudConnection & ConnectionLimits,
  patience: LoginPatience,
  givenTimeoutMs: number | undefined,
): Step<Connected> {
  const { cloud: name, env = {}, region, configFile, signal, ...limits } = connection
  if (!hasFiles() && (configFile ?? name) !== undefined)
    return err(new CloudConfigError('A browser has no clouds.yaml. Pass { endpoint } or { keystone }.', {}))
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

  const http = { ...limits, tls: tls.value, env }
  const timeoutMs = givenTimeoutMs ?? requestTimeoutMs
  const transport = await transportBy(login, { cloud, endpoint, choice, http, timeoutMs, signal }, patience)
  return transport.map((made) => ({ transport: made, newestVersion, requestTimeoutMs }))
}

interface CloudTarget {
  readonly cloud: ChosenCloud
  readonly endpoint: string | undefined
  readonly choice: EndpointChoice
  readonly http: HttpOptions
  readonly timeoutMs: number | undefined
  readonly signal: AbortSignal | undefined
}

async function transportBy(login: CloudLogin, target: CloudTarget, patience: LoginPatience): Step<Transport> {
  const { cloud, endpoint = '', choice, http, timeoutMs, signal } = target
  switch (login.type) {
    case 'none':
      return transportOfCloud(cloud, endpoint, undefined, http)
    case 'http_basic':
      return transportOfCloud(cloud, endpoint, httpBasic(login), http)
    case 'token': {
      const { token } = login
      const fixed = tokenAuthentication(
        { fetchToken: () => Promise.resolve(ok({ value: token })) },
        { clock: patience.clock },
      )
      return transportOfCloud(cloud, endpoint, fixed, http)
    }
    case 'keystone': {
      const source = sourceFor({ ...login, timeoutMs }, http, patience.clock).mapErr((problem) =>
        optionOfCloud(cloud, problem),
      )
      if (source.isErr()) return err(source.error)
      if (target.endpoint !== undefined) {
        const checked = optionsFor(endpoint, http).andThen((own) =>
          checkKyTransportOptions({ ...own, endpoint }),
        )
        if (checked.isErr()) return err(optionOfCloud(cloud, checked.error))
      }
      return transportByTokens(
        { source: source.value, endpoint: target.endpoint, choice, http, signal },
        patience,
      )
    }
  }
}

/** Returns the `clouds.yaml` key of a login field or connection option. */
function keyOf(field: string): string {
  if (field.startsWith('tls')) return TLS_KEYS[field] ?? 'cert'
  return field === 'url' ? 'auth.auth_url' : `auth.${snakeCase(field)}`
}

const TLS_KEYS: Readonly<Record<string, string>> = { 'tls.ca': 'cacert', 'tls.key': 'key' }

function transportOfCloud(
  cloud: ChosenCloud,
  endpoint: string,
  auth: Authentication | undefined,
  http: HttpOptions,
): Result<Transport, LoginError> {
  return transportTo(endpoint, auth, http).mapErr((problem) => optionOfCloud(cloud, problem))
}

function optionOfCloud(cloud: ChosenCloud, found: OptionProblem): LoginError {
  const { field, problem } = found
  if (isOwnOption(field)) return asInvalidInput(found)
  const written = field === 'endpoint' ? (endpointOverride(cloud)?.key ?? 'auth.endpoint') : keyOf(field)
  return cloudProblem(cloud, written, problem)
}

/**
 * Reads the certificates that a cloud names. Returns `undefined` when it names none, so that Node's trust applies.
 */
async function readTlsFiles(
  files: TlsFiles,
  cloud: ChosenCloud,
  env: Environment,
): Promise<Result<TlsOptions | undefined, CloudConfigError>> {
  const read: { ca?: string; cert?: string; key?: string; insecure?: true } = {}
  for (const [part, name] of [
    ['ca', 'cacert'],
    ['cert', 'cert'],
    ['key', 'key'],
  ] as const) {
    const path = files[part]
    if (path === undefined) continue
    const file = expandHome(path, env)
    const text = await readTextFile(file)
    if (text === undefined)
      return err(cloudProblem(cloud, name, `names ${file}, which cannot be read; correct the path.`))
    if (!text.includes('-----BEGIN '))
      return err(cloudProblem(cloud, name, `names ${file}, which is not PEM text; name a PEM file.`))
    read[part] = text
  }
  // One file may hold both certificate and key.
  if (read.cert?.includes('PRIVATE KEY-----')) read.key ??= read.cert
  if (files.insecure) read.insecure = true
  return ok(Object.keys(read).length === 0 ? undefined : read)
}
