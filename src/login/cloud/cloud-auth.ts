import { IDENTITY_FIELDS, type IdentityField, type IdentityFields } from '../keystone/identity-request.js'
import { isCloudMap, type CloudMap } from './cloud-value.js'

/** The login of a cloud, independent of where and how its fields are written. */
export interface CloudAuth {
  readonly type: string | undefined
  readonly authUrl: string | undefined
  readonly endpoint: string | undefined
  readonly fields: IdentityFields
}

/** The names that a field may have. If several are set, the last one wins. */
const SPELLINGS: Readonly<Partial<Record<IdentityField, readonly string[]>>> = {
  username: ['user_name', 'username'],
  token: ['auth_token', 'token'],
  projectId: ['tenant_id', 'project_id'],
  projectName: ['tenant_name', 'project_name'],
}

/** The names of the login fields in a `clouds.yaml`. */
export const IDENTITY_KEYS: readonly string[] = IDENTITY_FIELDS.flatMap(
  (field) => SPELLINGS[field] ?? [snakeCase(field)],
)

/** Fields for which a value beside `auth` wins over one in `auth`. For all others, `auth` wins. */
const BESIDE_AUTH_FIRST: readonly IdentityField[] = [
  'domainId',
  'domainName',
  'userDomainId',
  'userDomainName',
  'projectDomainId',
  'projectDomainName',
  'token',
  'projectId',
  'projectName',
]

/**
 * Reads the login of a cloud.
 *
 * @see openstack/openstacksdk `openstack/config/loader.py` (`_fix_backwards_auth`, `_handle_domain_id`)
 */
export function readCloudAuth(config: CloudMap): CloudAuth {
  const auth = isCloudMap(config['auth']) ? config['auth'] : {}
  const read = (keys: readonly string[], besideFirst: boolean) => {
    const [first, second] = besideFirst ? [config, auth] : [auth, config]
    return lastText(first, keys) ?? lastText(second, keys)
  }
  const given: Partial<Record<IdentityField, string>> = {}
  for (const field of IDENTITY_FIELDS) {
    const value = read(SPELLINGS[field] ?? [snakeCase(field)], BESIDE_AUTH_FIRST.includes(field))
    if (value !== undefined) given[field] = value
  }
  const type = read(['auth_plugin', 'auth_type'], true)
  return {
    type,
    authUrl: read(['auth_url'], false),
    endpoint: read(['url', 'endpoint'], false),
    fields: withDomains(given, read(['default_domain_id'], false), read(['default_domain_name'], false)),
  }
}

/** Applies the default domain to the user and the project; without a project it is the scope. */
function withDomains(
  fields: IdentityFields,
  defaultId: string | undefined,
  defaultName: string | undefined,
): IdentityFields {
  const { domainId, domainName, ...rest } = fields
  const hasProject = fields.projectId !== undefined || fields.projectName !== undefined
  const id = (hasProject ? domainId : undefined) ?? defaultId
  const name = (hasProject ? domainName : undefined) ?? defaultName
  return {
    ...(hasProject ? rest : fields),
    ...domainOf('user', fields, id, name),
    ...domainOf('project', fields, id, name),
  }
}

function domainOf(
  whose: 'user' | 'project',
  fields: IdentityFields,
  id: string | undefined,
  name: string | undefined,
): IdentityFields {
  if (fields[`${whose}DomainId`] !== undefined || fields[`${whose}DomainName`] !== undefined) return {}
  if (id !== undefined) return { [`${whose}DomainId`]: id }
  return name === undefined ? {} : { [`${whose}DomainName`]: name }
}

/** Converts `userDomainId` to its form in a `clouds.yaml`: `user_domain_id`. */
export function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** Returns a text that is set and not empty. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function lastText(map: CloudMap, keys: readonly string[]): string | undefined {
  return keys.map((key) => textOf(map[key])).findLast((text) => text !== undefined)
}
