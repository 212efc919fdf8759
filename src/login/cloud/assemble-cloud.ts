import { err, ok, type Result } from 'neverthrow'
import { CloudConfigError } from '../errors/cloud-config-error.js'
import { IDENTITY_KEYS, textOf } from './cloud-auth.js'
import type { CloudFiles } from './cloud-files.js'
import { inRegion } from './cloud-region.js'
import { isCloudMap, mergeCloud, normalised, type CloudMap } from './cloud-value.js'

/** A cloud as described, in the chosen region. */
export interface ChosenCloud {
  readonly name: string
  /** Absent for the cloud of the environment. */
  readonly file: string | undefined
  /** The part of it in the file of secrets. */
  readonly secure: SecurePart | undefined
  readonly config: CloudMap
}

export interface SecurePart {
  readonly file: string
  readonly own: CloudMap
}

/** The cloud's own settings, without its profile. */
export interface OwnCloud {
  readonly name: string
  readonly file: string | undefined
  readonly secure?: SecurePart | undefined
  readonly own: CloudMap
}

type Read<T> = Result<T, CloudConfigError>

/** The defaults that openstacksdk adds to every description. */
const DEFAULTS: CloudMap = { interface: 'public' }

/**
 * Returns a cloud merged with its profile, in the requested region.
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
      'names a profile that is not in `public-clouds` of a clouds-public.yaml; add it there, or write its settings into this cloud.',
      { file, key: file === undefined ? 'OS_PROFILE' : `clouds.${name}.${key}` },
    ),
  )
}

/** Renames the old `endpoint_type` to `interface`; if both are set, the later one wins. */
function renamed(config: CloudMap): CloudMap {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key.replace(/endpoint_type$/, 'interface'), value]),
  )
}

/** Fills placeholders in the texts beside `auth` and in its `auth_url`, as in `https://{region_name}.example`. */
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
