import { err, ok, type Result } from 'neverthrow'
import type { IdentityFields, IdentityMethod } from '../keystone/identity-request.js'
import type { EndpointChoice } from '../keystone/service-catalog.js'
import type { ChosenCloud } from './choose-cloud.js'
import { readCloudAuth, textOf } from './cloud-auth.js'
import { CloudConfigError } from './cloud-config-error.js'

/** How a cloud is reached, by what is written of it. Nothing of it has been read or asked yet. */
export interface CloudConnection {
  readonly login: CloudLogin
  /** Absent when the catalog tells it. */
  readonly endpoint: string | undefined
  readonly choice: EndpointChoice
  readonly tls: TlsFiles
  readonly newestVersion: `1.${number}` | undefined
  readonly requestTimeoutMs: number | undefined
}

export type CloudLogin =
  | { readonly type: 'none' }
  | { readonly type: 'http_basic'; readonly username: string; readonly password: string }
  | { readonly type: 'token'; readonly token: string }
  | {
      readonly type: 'keystone'
      readonly url: string
      readonly method: IdentityMethod
      readonly fields: IdentityFields
    }

/** Paths, as they are written. */
export interface TlsFiles {
  readonly ca: string | undefined
  readonly cert: string | undefined
  readonly key: string | undefined
  readonly insecure: boolean
}

type Read<T> = Result<T, CloudConfigError>

const SERVICE = 'baremetal'

/** The names by which keystoneauth knows the ways to log in that there are here. */
const AUTH_TYPES = {
  none: 'none',
  http_basic: 'http_basic',
  password: 'password',
  v3password: 'password',
  token: 'token',
  v3token: 'token',
  v3applicationcredential: 'application_credential',
  // These send a token as it is to an endpoint, and ask no Keystone.
  admin_token: 'bare_token',
  token_endpoint: 'bare_token',
} as const

/** Reads how a cloud is reached, and says what is missing. */
export function readCloudConnection(cloud: ChosenCloud): Read<CloudConnection> {
  const { config } = cloud
  const login = loginOf(cloud)
  if (login.isErr()) return err(login.error)
  const auth = readCloudAuth(config)
  const endpoint =
    text(cloud, `${SERVICE}_endpoint_override`) ??
    text(cloud, `${SERVICE}_endpoint`) ??
    (login.value.type === 'keystone' ? undefined : auth.endpoint)
  if (endpoint === undefined && login.value.type !== 'keystone')
    return wrong(
      cloud,
      'auth.endpoint',
      'is missing; without a Keystone, write where Ironic is, such as https://metal.example:6385.',
    )
  const newestVersion = versionOf(cloud)
  if (newestVersion.isErr()) return err(newestVersion.error)
  return ok({
    login: login.value,
    endpoint,
    choice: {
      serviceType: text(cloud, `${SERVICE}_service_type`) ?? SERVICE,
      serviceName: text(cloud, `${SERVICE}_service_name`),
      interfaces: interfacesOf(cloud),
      region: text(cloud, `${SERVICE}_region_name`) ?? text(cloud, 'region_name'),
    },
    tls: tlsOf(cloud),
    newestVersion: newestVersion.value,
    requestTimeoutMs: timeoutOf(cloud),
  })
}

function loginOf(cloud: ChosenCloud): Read<CloudLogin> {
  const { type = likelyType(cloud), authUrl, fields } = readCloudAuth(cloud.config)
  const { username, password, token } = fields
  const way = wayOf(type)
  switch (way) {
    case undefined:
      return wrong(cloud, 'auth_type', `is not known here; use one of ${Object.keys(AUTH_TYPES).join(', ')}.`)
    case 'none':
      return ok({ type: 'none' })
    case 'bare_token':
      return token === undefined ? wrong(cloud, 'auth.token', 'is missing.') : ok({ type: 'token', token })
    case 'http_basic':
      if (username === undefined) return wrong(cloud, 'auth.username', 'is missing.')
      if (password === undefined) return wrong(cloud, 'auth.password', 'is missing.')
      return ok({ type: 'http_basic', username, password })
    case 'password':
    case 'token':
    case 'application_credential':
      return authUrl === undefined
        ? wrong(cloud, 'auth.auth_url', NO_KEYSTONE)
        : ok({ type: 'keystone', url: authUrl, method: way, fields })
  }
}

const NO_KEYSTONE =
  'is missing; write where Keystone is, or `auth_type: none` or `http_basic` with `auth.endpoint` for an Ironic without one.'

function wayOf(type: string): (typeof AUTH_TYPES)[keyof typeof AUTH_TYPES] | undefined {
  if (type === 'None') return 'none'
  return Object.hasOwn(AUTH_TYPES, type) ? AUTH_TYPES[type as keyof typeof AUTH_TYPES] : undefined
}

/** A description that does not say how it logs in means a password, unless it has none but something else. */
function likelyType({ config }: ChosenCloud): keyof typeof AUTH_TYPES {
  const { fields, authUrl, endpoint } = readCloudAuth(config)
  if (fields.password !== undefined) return 'password'
  if (fields.applicationCredentialSecret !== undefined) return 'v3applicationcredential'
  if (fields.token !== undefined) return authUrl === undefined ? 'admin_token' : 'token'
  return authUrl === undefined && endpoint !== undefined ? 'none' : 'password'
}

function interfacesOf({ config }: ChosenCloud): readonly string[] {
  const keys = [`${SERVICE}_interface`, `${SERVICE}_endpoint_type`, 'interface', 'endpoint_type']
  const written = keys.map((key) => config[key]).find((value) => value !== undefined && value !== null)
  const names = Array.isArray(written) ? written.map(textOf) : [textOf(written)]
  const known = names.filter((name) => name !== undefined)
  return known.length === 0 ? ['public'] : known
}

function tlsOf(cloud: ChosenCloud): TlsFiles {
  const { config } = cloud
  const verify = config['verify']
  return {
    ca: text(cloud, 'cacert'),
    cert: text(cloud, 'cert'),
    key: text(cloud, 'key'),
    insecure: isTrue(config['insecure']) || (verify !== undefined && verify !== null && isFalse(verify)),
  }
}

function versionOf(cloud: ChosenCloud): Read<`1.${number}` | undefined> {
  const key = `${SERVICE}_default_microversion`
  const version = text(cloud, key)
  if (version === undefined || version === 'latest') return ok(undefined)
  if (/^1\.\d+$/.test(version)) return ok(version as `1.${number}`)
  return wrong(cloud, key, 'is no microversion such as "1.82"; correct it.')
}

/** Files of clouds have seconds. */
function timeoutOf(cloud: ChosenCloud): number | undefined {
  const seconds = Number(text(cloud, `${SERVICE}_timeout`) ?? text(cloud, 'api_timeout'))
  return seconds > 0 && Number.isFinite(seconds) ? seconds * 1000 : undefined
}

function text({ config }: ChosenCloud, key: string): string | undefined {
  return textOf(config[key])
}

function isTrue(value: unknown): boolean {
  return value === true || (typeof value === 'string' && value.toLowerCase() === 'true')
}

function isFalse(value: unknown): boolean {
  return value === false || (typeof value === 'string' && value.toLowerCase() === 'false')
}

function wrong(cloud: ChosenCloud, key: string, problem: string): Result<never, CloudConfigError> {
  return err(cloudProblem(cloud, key, problem))
}

/** What is wrong with a key of a cloud, named as its reader has written it. */
export function cloudProblem({ name, file }: ChosenCloud, key: string, problem: string): CloudConfigError {
  const variable = `OS_${key.replace(/^auth\./, '').toUpperCase()}`
  return file === undefined
    ? new CloudConfigError(problem, { key: variable })
    : new CloudConfigError(problem, { file, key: `clouds.${name}.${key}` })
}
