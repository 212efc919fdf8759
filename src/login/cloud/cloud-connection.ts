import { err, ok, type Result } from 'neverthrow'
import type { CloudConfigError } from '../errors/cloud-config-error.js'
import type { IdentityFields, IdentityMethod } from '../keystone/identity-request.js'
import type { ChosenCloud } from './assemble-cloud.js'
import { readCloudAuth } from './cloud-auth.js'
import { cloudProblem, unfitText } from './cloud-problem.js'
import { endpointOverride, readCloudSettings, type CloudSettings } from './cloud-settings.js'

/** How to reach a cloud, according to its description. Nothing has been read or sent yet. */
export interface CloudConnection extends CloudSettings {
  readonly login: CloudLogin
  /** Absent when the catalog has it. */
  readonly endpoint: string | undefined
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

type Read<T> = Result<T, CloudConfigError>

/** The names that keystoneauth uses for the supported ways to log in. */
const AUTH_TYPES = {
  none: 'none',
  http_basic: 'http_basic',
  password: 'password',
  v3password: 'password',
  token: 'token',
  v3token: 'token',
  v3applicationcredential: 'application_credential',
  // These send a token as it is, without Keystone.
  admin_token: 'bare_token',
  token_endpoint: 'bare_token',
} as const

/** Reads how to reach a cloud, and reports what is missing. */
export function readCloudConnection(cloud: ChosenCloud): Read<CloudConnection> {
  const unfit = unfitText(cloud)
  if (unfit !== undefined) return err(unfit)
  const login = loginOf(cloud)
  if (login.isErr()) return err(login.error)
  const isKeystone = login.value.type === 'keystone'
  const auth = readCloudAuth(cloud.config)
  const endpoint = endpointOverride(cloud)?.text ?? (isKeystone ? undefined : auth.endpoint)
  if (endpoint === undefined && !isKeystone)
    return wrong(
      cloud,
      'auth.endpoint',
      'is missing; without a Keystone, set the URL of Ironic, such as https://metal.example:6385.',
    )
  return readCloudSettings(cloud).map((settings) => ({ ...settings, login: login.value, endpoint }))
}

function loginOf(cloud: ChosenCloud): Read<CloudLogin> {
  const { type = likelyType(cloud), authUrl, fields } = readCloudAuth(cloud.config)
  const { username, password, token } = fields
  const way = wayOf(type)
  switch (way) {
    case undefined:
      return wrong(cloud, 'auth_type', `is not supported; use one of ${Object.keys(AUTH_TYPES).join(', ')}.`)
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
  'is missing; set the URL of Keystone, or for an Ironic without one its `endpoint` and an `auth_type` of `none` or `http_basic`.'

function wayOf(type: string): (typeof AUTH_TYPES)[keyof typeof AUTH_TYPES] | undefined {
  if (type === 'None') return 'none'
  return Object.hasOwn(AUTH_TYPES, type) ? AUTH_TYPES[type as keyof typeof AUTH_TYPES] : undefined
}

/** Assumes a password when the description does not say how to log in, unless it has other credentials only. */
function likelyType({ config }: ChosenCloud): keyof typeof AUTH_TYPES {
  const { fields, authUrl, endpoint } = readCloudAuth(config)
  if (fields.password !== undefined) return 'password'
  if (fields.applicationCredentialSecret !== undefined) return 'v3applicationcredential'
  if (fields.token !== undefined) return authUrl === undefined ? 'admin_token' : 'token'
  return authUrl === undefined && endpoint !== undefined ? 'none' : 'password'
}

function wrong(cloud: ChosenCloud, key: string, problem: string): Result<never, CloudConfigError> {
  return err(cloudProblem(cloud, key, problem))
}
