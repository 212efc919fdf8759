import { IDENTITY_FIELDS, type IdentityField, type IdentityFields } from '../keystone/identity-request.js'
import { isCloudMap, type CloudMap } from './cloud-value.js'

/** What a cloud says of the login, whatever place and spelling it stands in. */
export interface CloudAuth {
  readonly type: string | undefined
  readonly authUrl: string | undefined
  readonly endpoint: string | undefined
  readonly fields: IdentityFields
}

/** The names that a field may have. Of those that are set, the last counts. */
const SPELLINGS: Readonly<Partial<Record<IdentityField, readonly string[]>>> = {
  username: ['user_name', 'username'],
  token: ['auth_token', 'token'],
  projectId: ['tenant_id', 'project_id'],
  projectName: ['tenant_name', 'project_name'],
}

/** What the fields of a login are called in a file of clouds. */
export const IDENTITY_KEYS: readonly string[] = IDENTITY_FIELDS.flatMap(
  (field) => SPELLINGS[field] ?? [snakeCase(field)],
)

/** Where these stand both in `auth` and beside it, the latter counts; of all others `auth`. */
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

/** A domain that is named once is that of the user and of the project; without a project it is the scope. */
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

/** `userDomainId` as files of clouds have it: `user_domain_id`. */
export function snakeCase(field: string): string {
  return field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}

/** A text that is set; an empty one is not. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function lastText(map: CloudMap, keys: readonly string[]): string | undefined {
  return keys.map((key) => textOf(map[key])).findLast((text) => text !== undefined)
}
