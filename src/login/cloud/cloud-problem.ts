import { describeGiven } from '../../errors/given-value.js'
import { CloudConfigError } from '../errors/cloud-config-error.js'
import type { ChosenCloud } from './assemble-cloud.js'
import { IDENTITY_KEYS } from './cloud-auth.js'
import { isCloudMap, type CloudMap } from './cloud-value.js'

/** Returns an error for a key of a cloud, named as its author wrote it. */
export function cloudProblem(
  { name, file, secure }: ChosenCloud,
  key: string,
  problem: string,
): CloudConfigError {
  const variable = `OS_${key.replace(/^auth\./, '').toUpperCase()}`
  return file === undefined
    ? new CloudConfigError(problem, { key: variable })
    : new CloudConfigError(problem, {
        file: secure !== undefined && stands(key, secure.own) ? secure.file : file,
        key: `clouds.${name}.${key}`,
      })
}

function stands(key: string, described: CloudMap): boolean {
  const within = (map: unknown, part: string) => (isCloudMap(map) ? map[part] : undefined)
  return key.split('.').reduce<unknown>(within, described) !== undefined
}

const LOGIN_KEYS = [
  ...IDENTITY_KEYS,
  'auth_url',
  'endpoint',
  'url',
  'default_domain_id',
  'default_domain_name',
]
const OTHER_KEYS = [
  'auth_type',
  'auth_plugin',
  'region_name',
  'cacert',
  'cert',
  'key',
  'api_timeout',
  ...['endpoint_override', 'endpoint', 'service_type', 'service_name', 'region_name', 'timeout'].map(
    (setting) => `baremetal_${setting}`,
  ),
  'baremetal_default_microversion',
  'baremetal_api_version',
]

function notText(value: unknown): string {
  const kind = value instanceof Date ? 'a date' : describeGiven(value)
  return `must be a text, but is read as ${kind}; put it in quotes.`
}

/**
 * Finds values that YAML does not read as text, such as a password `yes`, and addresses with an unfilled placeholder.
 */
export function unfitText(cloud: ChosenCloud): CloudConfigError | undefined {
  const { auth, ...beside } = cloud.config
  if (auth !== undefined && auth !== null && !isCloudMap(auth))
    return cloudProblem(cloud, 'auth', 'must be a mapping with auth_url, username and the like.')
  const written = [
    ...LOGIN_KEYS.map((key) => ({ key: `auth.${key}`, value: isCloudMap(auth) ? auth[key] : undefined })),
    ...[...LOGIN_KEYS, ...OTHER_KEYS].map((key) => ({ key, value: beside[key] })),
  ]
  const odd = written.find(({ value }) => value !== undefined && value !== null && typeof value !== 'string')
  if (odd !== undefined) return cloudProblem(cloud, odd.key, notText(odd.value))
  for (const { key, value } of written) {
    const hole = /(^|\.)auth_url$|endpoint/.test(key) ? /\{\w*\}/.exec(String(value))?.[0] : undefined
    if (hole !== undefined)
      return cloudProblem(cloud, key, `contains ${hole}, but the cloud has no such key.`)
  }
  return undefined
}
