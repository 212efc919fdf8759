import { err, ok, type Result } from 'neverthrow'
import { CloudConfigError } from '../errors/cloud-config-error.js'
import { isCloudMap, mergeCloud, normalised, type CloudMap } from './cloud-value.js'

/** The cloud whose regions are read. */
export interface RegionsOf {
  readonly name: string
  /** Absent for the cloud of the environment. */
  readonly file: string | undefined
  /** The cloud's own settings, and those of its profile: if the cloud names any region, only its own count. */
  readonly own: CloudMap
  readonly profile: CloudMap
}

interface Region {
  readonly name: string
  readonly values: CloudMap
}

type Read<T> = Result<T, CloudConfigError>

/**
 * Returns the settings in a region of a cloud: the requested one, or the first.
 *
 * @see openstack/openstacksdk `openstack/config/loader.py` (`_get_region`)
 */
export function inRegion(config: CloudMap, cloud: RegionsOf, asked: string | undefined): Read<CloudMap> {
  const known = regionsOf(cloud.own, cloud).andThen((own) =>
    own === undefined ? regionsOf(cloud.profile, cloud) : ok(own),
  )
  if (known.isErr()) return err(known.error)
  const { value: regions = [] } = known
  const region = asked === undefined ? regions[0] : regions.find(({ name }) => name === asked)
  const { regions: _, ...rest } = config
  if (region !== undefined) return ok({ ...mergeCloud(rest, region.values), region_name: region.name })
  if (asked === undefined) return ok(rest)
  if (regions.length === 0) return ok({ ...rest, region_name: asked })
  const names = regions.map(({ name }) => name).join(', ')
  const { name, file } = cloud
  const key = file === undefined ? 'OS_REGION_NAME' : `clouds.${name}`
  const problem = `has no region ${asked}; use ${names}, with the same case.`
  return err(new CloudConfigError(problem, { file, key }))
}

/** Returns `undefined` when the cloud names no region. */
function regionsOf(described: CloudMap, cloud: RegionsOf): Read<readonly Region[] | undefined> {
  const { regions, region_name: named } = described
  if (regions !== undefined && regions !== null) {
    const read = Array.isArray(regions) ? regions.map(regionOf) : [undefined]
    if (read.every((region) => region !== undefined)) return ok(read)
    return err(
      new CloudConfigError('must be a list of names, or of `name` with `values`; correct it.', {
        file: cloud.file,
        key: cloud.file === undefined ? 'OS_REGIONS' : `clouds.${cloud.name}.regions`,
      }),
    )
  }
  const names = Array.isArray(named) ? named : typeof named === 'string' ? named.split(',') : []
  const known = names.map(String).filter((name) => name !== '')
  return ok(known.length === 0 ? undefined : known.map((name) => ({ name, values: {} })))
}

function regionOf(region: unknown): Region | undefined {
  if (typeof region === 'string') return { name: region, values: {} }
  if (!isCloudMap(region)) return undefined
  const { name, values = {}, ...more } = region
  if (typeof name !== 'string' || Object.keys(more).length > 0 || !isCloudMap(values)) return undefined
  return { name, values: normalised(values) }
}
