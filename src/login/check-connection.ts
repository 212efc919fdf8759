import { err, ok, type Result } from 'neverthrow'
import { InvalidInputError } from '../errors/invalid-input-error.js'
import { isRecord } from '../errors/is-record.js'
import type {
  CloudConnection,
  ConnectionLimits,
  EndpointConnection,
  KeystoneConnection,
} from './connection/connect-options.js'

/** A connection, with its kind. */
export type CheckedConnection =
  | { readonly by: 'endpoint'; readonly connection: EndpointConnection & ConnectionLimits }
  | { readonly by: 'keystone'; readonly connection: KeystoneConnection & ConnectionLimits }
  | { readonly by: 'cloud'; readonly connection: CloudConnection & ConnectionLimits }

const FIELDS = {
  keystone: ['keystone', 'interface', 'region', 'endpoint', 'tls', 'env'],
  endpoint: ['endpoint', 'auth', 'tls', 'env'],
  cloud: ['cloud', 'env', 'region', 'configFile'],
} as const

const LIMITS = ['maxReplyBytes', 'userAgent', 'headers', 'proxy', 'signal']

/** All options of a connection. */
export const CONNECTION_OPTIONS: readonly string[] = [
  ...new Set([...Object.values(FIELDS).flat(), ...LIMITS]),
]

/** Returns the kind of a connection, after checking that it has no field of another kind. */
export function checkConnection(connection: object): Result<CheckedConnection, InvalidInputError> {
  const given = Object.entries(connection).filter(([, value]) => value !== undefined)
  const names = given.map(([name]) => name)
  const by = (['keystone', 'endpoint'] as const).find((kind) => names.includes(kind)) ?? 'cloud'
  const own = names.filter((name) => !LIMITS.includes(name))
  const foreign = own.find((name) => !(FIELDS[by] as readonly string[]).includes(name))
  if (foreign !== undefined)
    return wrong(foreign, `cannot be combined with \`${by}\`; use ${[...FIELDS[by], ...LIMITS].join(', ')}`)
  if (own.length === 0)
    return wrong(
      'options',
      'do not identify an Ironic; pass { endpoint }, { keystone }, { cloud } or { env: process.env }',
    )
  const unfit = given.find(([name, value]) => !FITS[name]?.(value))
  if (unfit !== undefined) return wrong(unfit[0], PROBLEMS[unfit[0]] ?? 'must be a text that is not empty')
  return ok({ by, connection } as CheckedConnection)
}

const isText = (value: unknown) => typeof value === 'string' && value !== ''

/** Checks of fields that are checked nowhere else. */
const FITS: Readonly<Record<string, (value: unknown) => boolean>> = {
  cloud: isText,
  region: isText,
  configFile: isText,
  env: isRecord,
  interface: (value) => isText(value) || (Array.isArray(value) && value.length > 0 && value.every(isText)),
  keystone: isRecord,
  endpoint: () => true,
  auth: () => true,
  tls: () => true,
  maxReplyBytes: () => true,
  userAgent: () => true,
  headers: () => true,
  proxy: () => true,
  signal: (value) => isRecord(value) && typeof value['addEventListener'] === 'function',
}

const PROBLEMS: Readonly<Record<string, string>> = {
  signal: 'must be an AbortSignal; pass the `signal` of an AbortController',
  env: 'must be an object of variables, such as process.env',
  interface: 'must be the name of an interface, such as "internal", or a list of them',
  keystone: 'must be an object with `url` and `login`',
}

function wrong(field: string, problem: string): Result<never, InvalidInputError> {
  return err(new InvalidInputError(field, problem))
}
