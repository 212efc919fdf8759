import { isJsonObject, type JsonObject, type JsonValue, setOwn } from '../../json/json-value.js'
import { serverHas } from '../../world/server-features.js'
import type { World } from '../../world/world.js'

const MASK = '******'

/** Parts of key names whose values are never shown. @see oslo.utils `strutils._SANITIZE_KEYS` */
const SECRET_PARTS = [
  'adminpass',
  'admin_pass',
  'password',
  'admin_password',
  'auth_token',
  'new_pass',
  'auth_password',
  'secret_uuid',
  'secret',
  'sys_pswd',
  'token',
  'configdrive',
  'chappassword',
  'encrypted_key',
  'private_key',
  'fernetkey',
  'sslkey',
  'passphrase',
  'cephclusterfsid',
  'octaviaheartbeatkey',
  'rabbitcookie',
  'cephmanilaclientkey',
  'pacemakerremoteauthkey',
  'designaterndckey',
  'cephadminkey',
  'heatauthencryptionkey',
  'cephclientkey',
  'keystonecredential',
  'barbicansimplecryptokek',
  'cephrgwkey',
  'swifthashsuffix',
  'migrationsshkey',
  'cephmdskey',
  'cephmonkey',
  'chapsecret',
]

/**
 * Returns a copy with the values of secret keys masked at every depth. Older servers do not mask inside
 * lists.
 */
export function maskSecrets(values: JsonObject, world: Pick<World, 'settings'>): JsonObject {
  const masked: JsonObject = {}
  for (const [key, value] of Object.entries(values))
    setOwn(
      masked,
      key,
      isSecretName(key) && !isJsonObject(value)
        ? MASK
        : maskValue(value, serverHas(world, 'masksLists'), world),
    )
  return masked
}

function maskValue(value: JsonValue, masksLists: boolean, world: Pick<World, 'settings'>): JsonValue {
  if (typeof value === 'string') return maskText(value)
  if (isJsonObject(value)) return maskSecrets(value, world)
  return Array.isArray(value) && masksLists ? value.map((item) => maskValue(item, masksLists, world)) : value
}

/** Masks secrets within a text, in the forms of command lines, settings, XML and JSON. */
function maskText(text: string): string {
  const lower = text.toLowerCase()
  let masked = text
  for (const part of SECRET_PARTS)
    if (lower.includes(part)) {
      for (const form of formsOf(part)) masked = masked.replace(form, `$<before>${MASK}$<after>`)
      masked = masked.replace(mangledForm(part), '$<before>')
    }
  return masked
}

function formsOf(part: string): RegExp[] {
  const name = `${part}\\d*`
  return [
    `(?<before>${name}(?:\\s*=\\s*|\\s+)["'])[^"']*(?<after>["'])`,
    `(?<before>--${name}\\s+)[^'"=\\s]+(?<after>)`,
    `(?<before><${name}>)[^<]*(?<after></${name}>)`,
    `(?<before>["'][^"']*${name}["']\\s*:\\s*["'])[^"']*(?<after>["'])`,
    `(?<before>${name}\\s*=\\s*)[^\\s'"]+(?<after>)`,
  ].map((form) => new RegExp(form, 'gi'))
}

/** The form left by Ironic's last attempt at JSON, which loses the last of the names after the secret. */
function mangledForm(part: string): RegExp {
  return new RegExp(`(?<before>["'][^"']*${part}\\d*["']\\s*:\\s*["'].*["'])[^"']*["']`, 'gis')
}

export function maskDriverInfo(values: JsonObject, world: Pick<World, 'settings'>): JsonObject {
  const masked = maskSecrets(values, world)
  return serverHas(world, 'masksSnmpKeys') ? maskKeys(masked, ['snmp_auth_key', 'snmp_priv_key']) : masked
}

export function maskInstanceInfo(values: JsonObject, world: Pick<World, 'settings'>): JsonObject {
  return maskKeys(maskSecrets(values, world), ['configdrive', 'image_url'])
}

function maskKeys(values: JsonObject, keys: readonly string[]): JsonObject {
  for (const key of keys) if (values[key]) values[key] = MASK
  return values
}

function isSecretName(key: string): boolean {
  const name = key.toLowerCase()
  return SECRET_PARTS.some((part) => name.includes(part))
}
