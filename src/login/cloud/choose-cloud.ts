import { err, ok, type Result } from 'neverthrow'
import type { Environment } from '../http/environment.js'
import { CloudConfigError } from '../errors/cloud-config-error.js'
import { assembleCloud, type ChosenCloud, type SecurePart } from './assemble-cloud.js'
import type { CloudFiles } from './cloud-files.js'
import { isCloudMap, mergeDeep, normalised, type CloudMap } from './cloud-value.js'

export interface CloudChoice {
  readonly cloud?: string | undefined
  readonly region?: string | undefined
  readonly env: Environment
}

type Chosen<T> = Result<T, CloudConfigError>

/** Variables that select a cloud but describe none. */
const SELECTORS = [
  'OS_CLOUD',
  'OS_REGION_NAME',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
  'OS_CLOUD_NAME',
]

/**
 * Returns the requested cloud: by name, by `OS_CLOUD`, the one that `OS_*` variables describe, or the only one in the
 * file.
 *
 * @see openstack/openstacksdk `openstack/config/loader.py`
 */
export function chooseCloud(files: CloudFiles, choice: CloudChoice): Chosen<ChosenCloud> {
  const { env } = choice
  const described = cloudOfEnvironment(env)
  const nameOfEnvironment = env['OS_CLOUD_NAME'] || 'envvars'
  const clouds = cloudsOf(files)
  if (clouds.isErr()) return err(clouds.error)
  const names = Object.keys(clouds.value)
  const name =
    choice.cloud ??
    (env['OS_CLOUD'] || undefined) ??
    (described === undefined ? (names.length === 1 ? names[0] : undefined) : nameOfEnvironment)

  if (name === undefined) return err(nothingChosen(files, names))
  const file = fileOf(name, files)
  if (described !== undefined && name === nameOfEnvironment)
    return names.includes(name)
      ? err(describedTwice(name, file))
      : assembleCloud({ name, file: undefined, own: described }, files, choice.region)
  if (!names.includes(name)) return err(noSuchCloud(name, names, file))
  const own = clouds.value[name]
  if (!isCloudMap(own))
    return err(
      new CloudConfigError('must be a mapping that describes the cloud.', { file, key: `clouds.${name}` }),
    )
  const region = choice.region ?? (env['OS_REGION_NAME'] || undefined)
  const secure = securePartOf(name, files)
  return assembleCloud({ name, file, secure, own: normalised(own) }, files, region)
}

/** Returns the file to correct: the cloud may be described, or broken, in secure.yaml alone. */
function fileOf(name: string, { clouds, secure }: CloudFiles): string | undefined {
  const described = secure?.content['clouds']
  const known = clouds?.content['clouds']
  const isInSecure = isCloudMap(described) && Object.hasOwn(described, name)
  const isToCorrectThere =
    isInSecure && (!isCloudMap(described[name]) || !(isCloudMap(known) && Object.hasOwn(known, name)))
  return isToCorrectThere ? secure?.path : (clouds?.path ?? secure?.path)
}

function securePartOf(name: string, { secure }: CloudFiles): SecurePart | undefined {
  const described = secure?.content['clouds']
  const own = isCloudMap(described) ? described[name] : undefined
  return secure !== undefined && isCloudMap(own) ? { file: secure.path, own: normalised(own) } : undefined
}

function cloudsOf({ clouds, secure }: CloudFiles): Chosen<CloudMap> {
  const merged = mergeDeep(clouds?.content ?? {}, secure?.content ?? {})
  const { clouds: all = {} } = merged
  if (isCloudMap(all)) return ok(all)
  return err(
    new CloudConfigError('must be a mapping of names to clouds.', {
      file: clouds?.path ?? secure?.path,
      key: 'clouds',
    }),
  )
}

function cloudOfEnvironment(env: Environment): CloudMap | undefined {
  const set = Object.entries(env).filter(
    ([name, value]) => /^OS_(?!TEST|STD|LOG)/.test(name) && value !== undefined && value !== '',
  )
  if (set.every(([name]) => SELECTORS.includes(name))) return undefined
  // `cloud` is the old name of `profile`, but `OS_CLOUD` selects a cloud.
  const described = set.filter(([name]) => name !== 'OS_CLOUD')
  return Object.fromEntries(described.map(([name, value]) => [name.slice(3).toLowerCase(), value]))
}

function describedTwice(name: string, file: string | undefined): CloudConfigError {
  const problem =
    'is also described by OS_* variables under the same name; rename the cloud, or set OS_CLOUD_NAME to another name.'
  return new CloudConfigError(problem, { file, key: `clouds.${name}` })
}

function noSuchCloud(name: string, names: readonly string[], file: string | undefined): CloudConfigError {
  if (file === undefined)
    return new CloudConfigError(
      `There is no cloud "${name}", because no clouds.yaml was found. Create one in ~/.config/openstack, or pass its path as \`configFile\`.`,
      {},
    )
  const known = names.length === 0 ? 'the file describes none' : `the file describes ${names.join(', ')}`
  return new CloudConfigError(`does not exist: ${known}; correct the name.`, { file, key: `clouds.${name}` })
}

function nothingChosen(files: CloudFiles, names: readonly string[]): CloudConfigError {
  const file = files.clouds?.path
  if (file === undefined)
    return new CloudConfigError(
      'No cloud is described: there is no clouds.yaml, and no OS_* variable that describes one. Pass `cloud` and a file, or `env: process.env` with OS_AUTH_URL and the rest.',
      {},
    )
  const problem =
    names.length === 0
      ? 'describes no cloud; add one.'
      : `describes ${names.join(', ')}; pass one of them as \`cloud\`, or set OS_CLOUD.`
  return new CloudConfigError(problem, { file, key: 'clouds' })
}
