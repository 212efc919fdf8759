import { err, ok, type Result } from 'neverthrow'
import { CloudConfigError } from './cloud-config-error.js'
import type { CloudFiles, Environment } from './cloud-files.js'
import { isCloudMap, mergeCloud, mergeDeep, normalised, type CloudMap } from './cloud-value.js'

/** One cloud, as it is described, with its region chosen. */
export interface ChosenCloud {
  readonly name: string
  /** Absent for the cloud of the environment. */
  readonly file: string | undefined
  readonly config: CloudMap
}

export interface CloudChoice {
  readonly cloud?: string | undefined
  readonly region?: string | undefined
  readonly env: Environment
}

type Chosen<T> = Result<T, CloudConfigError>

/** What openstacksdk writes into every description first. */
const DEFAULTS: CloudMap = { interface: 'public' }

/** Variables that choose a cloud and describe none. */
const SELECTORS = [
  'OS_CLOUD',
  'OS_REGION_NAME',
  'OS_CLIENT_CONFIG_FILE',
  'OS_CLIENT_SECURE_FILE',
  'OS_CLOUD_NAME',
]

/**
 * The cloud that was asked for: by name, by `OS_CLOUD`, the one that `OS_*` variables describe, or the only one of the
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
  const file = files.clouds?.path ?? files.secure?.path
  if (described !== undefined && name === nameOfEnvironment && !names.includes(name))
    return withRegion({ name, file: undefined, config: { ...DEFAULTS, ...described } }, choice)
  const own = clouds.value[name]
  if (!isCloudMap(own)) return err(noSuchCloud(name, names, file))
  return withProfile(name, own, files, file).andThen((config) => withRegion({ name, file, config }, choice))
}

function cloudsOf({ clouds, secure }: CloudFiles): Chosen<CloudMap> {
  const merged = mergeDeep(clouds?.content ?? {}, secure?.content ?? {})
  const { clouds: all = {} } = merged
  if (isCloudMap(all)) return ok(all)
  return err(
    new CloudConfigError('is no mapping of names to clouds; correct it.', {
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
  return Object.fromEntries(set.map(([name, value]) => [name.slice(3).toLowerCase(), value]))
}

function withProfile(
  name: string,
  own: CloudMap,
  { vendors }: CloudFiles,
  file: string | undefined,
): Chosen<CloudMap> {
  const profile = own['profile'] ?? own['cloud']
  if (profile === undefined || profile === null) return ok(normalised(mergeCloud(DEFAULTS, own)))
  const known = vendors?.content['public-clouds']
  const found = isCloudMap(known) && typeof profile === 'string' ? known[profile] : undefined
  if (isCloudMap(found)) return ok(normalised(mergeCloud(mergeCloud(DEFAULTS, found), own)))
  return err(
    new CloudConfigError(
      'names a profile that is not in `public-clouds` of a clouds-public.yaml; add it there, or write what it holds into this cloud.',
      { file, key: `clouds.${name}.${own['profile'] === undefined ? 'cloud' : 'profile'}` },
    ),
  )
}

interface Region {
  readonly name: string
  readonly values: CloudMap
}

function withRegion(cloud: ChosenCloud, { region: wanted, env }: CloudChoice): Chosen<ChosenCloud> {
  const asked = wanted ?? (cloud.file === undefined ? undefined : env['OS_REGION_NAME'] || undefined)
  const known = regionsOf(cloud)
  if (known.isErr()) return err(known.error)
  const regions = known.value
  const region = asked === undefined ? regions[0] : regions.find(({ name }) => name === asked)
  const { regions: _, ...config } = cloud.config
  if (region !== undefined)
    return ok({ ...cloud, config: { ...mergeCloud(config, region.values), region_name: region.name } })
  if (asked === undefined || regions.length === 0)
    return ok({ ...cloud, config: asked === undefined ? config : { ...config, region_name: asked } })
  return err(
    new CloudConfigError(
      `has no region ${asked}; there is ${regions.map(({ name }) => name).join(', ')}, and case counts.`,
      { file: cloud.file, key: `clouds.${cloud.name}` },
    ),
  )
}

function regionsOf({ name, file, config }: ChosenCloud): Chosen<readonly Region[]> {
  const { regions, region_name: named } = config
  if (Array.isArray(regions)) {
    const read = regions.map(regionOf)
    if (read.every((region) => region !== undefined)) return ok(read)
    return err(
      new CloudConfigError('must be a list of names, or of `name` with `values`; correct it.', {
        file,
        key: `clouds.${name}.regions`,
      }),
    )
  }
  const names = Array.isArray(named)
    ? named
    : typeof named === 'string' && named !== ''
      ? named.split(',')
      : []
  return ok(names.map((each) => ({ name: String(each), values: {} })))
}

function regionOf(region: unknown): Region | undefined {
  if (typeof region === 'string') return { name: region, values: {} }
  if (!isCloudMap(region) || typeof region['name'] !== 'string') return undefined
  const { name, values = {} } = region
  return isCloudMap(values) ? { name, values: normalised(values) } : undefined
}

function noSuchCloud(name: string, names: readonly string[], file: string | undefined): CloudConfigError {
  if (file === undefined)
    return new CloudConfigError(
      `There is no cloud "${name}", as no clouds.yaml was found; put one into ~/.config/openstack, or pass its path as \`configFile\`.`,
      {},
    )
  const known = names.length === 0 ? 'it describes none' : `it describes ${names.join(', ')}`
  return new CloudConfigError(`is not there: ${known}; correct the name.`, { file, key: `clouds.${name}` })
}

function nothingChosen(files: CloudFiles, names: readonly string[]): CloudConfigError {
  const file = files.clouds?.path
  if (file === undefined)
    return new CloudConfigError(
      'No cloud is described: there is no clouds.yaml, and no OS_* variable but those that choose one. Pass `cloud` and a file, or `env: process.env` with OS_AUTH_URL and the rest.',
      {},
    )
  return new CloudConfigError(
    `describes ${names.length === 0 ? 'no cloud' : names.join(', ')}; pass one of them as \`cloud\`, or set OS_CLOUD.`,
    { file, key: 'clouds' },
  )
}
