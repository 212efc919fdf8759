import { err, ok, type Result } from 'neverthrow'
import { CloudConfigError } from '../errors/cloud-config-error.js'
import { IDENTITY_KEYS, textOf } from './cloud-auth.js'
import type { CloudFiles } from './cloud-files.js'
import { inRegion } from './cloud-region.js'
import { isCloudMap, mergeCloud, normalised, type CloudMap } from './cloud-value.js'

/** One cloud, as it is described, with its region chosen. */
export interface ChosenCloud {
  readonly name: string
  /** Absent for the cloud of the environment. */
  readonly file: string | undefined
  /** What stands of it in the file of secrets. */
  readonly secure: SecurePart | undefined
  readonly config: CloudMap
}

export interface SecurePart {
  readonly file: string
  readonly own: CloudMap
}

/** What a cloud says itself. */
export interface OwnCloud {
  readonly name: string
  readonly file: string | undefined
  readonly secure?: SecurePart | undefined
  readonly own: CloudMap
}

type Read<T> = Result<T, CloudConfigError>

/** What openstacksdk writes into every description first. */
const DEFAULTS: CloudMap = { interface: 'public' }

/**
 * A cloud with its profile, in the region that is asked for.
 *
 * @see openstack/openstacksdk `openstack/config/loader.py` (`get_one`)
 */
export function assembleCloud(
  { name, file, secure, own }: OwnCloud,
  files: CloudFiles,
  region: string | undefined,
): Read<ChosenCloud> {
  return profileOf({ name, file, own }, files)
    .andThen((profile) =>
      inRegion(mergeCloud(mergeCloud(DEFAULTS, profile), own), { name, file, own, profile }, region),
    )
    .map((config) => ({ name, file, secure, config: filled(renamed(config)) }))
}

function profileOf({ name, file, own }: OwnCloud, { vendors }: CloudFiles): Read<CloudMap> {
  const key = 'profile' in own ? 'profile' : 'cloud'
  const profile = own[key]
  if (profile === undefined || profile === null || profile === '') return ok({})
  const known = vendors?.content['public-clouds']
  const found = isCloudMap(known) && typeof profile === 'string' ? known[profile] : undefined
  if (isCloudMap(found)) return ok(normalised(found))
  return err(
    new CloudConfigError(
      'names a profile that is not in `public-clouds` of a clouds-public.yaml; add it there, or write what it holds into this cloud.',
      { file, key: file === undefined ? 'OS_PROFILE' : `clouds.${name}.${key}` },
    ),
  )
}

/** `endpoint_type` is an old name of `interface`; of both, the one that comes later counts. */
function renamed(config: CloudMap): CloudMap {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace(/endpoint_type$/, 'interface'), value]),
  )
}

/** Texts beside `auth` may hold others of them, as in `https://{region_name}.example`, and so may its `auth_url`. */
function filled(config: CloudMap): CloudMap {
  const fill = (value: unknown) =>
    typeof value === 'string'
      ? value.replaceAll(/\{(\w+)\}/g, (hole, key: string) => textOf(config[key]) ?? hole)
      : value
  const { auth } = config
  const isLogin = (key: string) => IDENTITY_KEYS.includes(key)
  return {
    ...Object.fromEntries(
      Object.entries(config).map(([key, value]) => [key, isLogin(key) ? value : fill(value)]),
    ),
    ...(isCloudMap(auth) ? { auth: { ...auth, auth_url: fill(auth['auth_url']) } } : {}),
  }
}
