import { isJsonObject, type JsonObject, setOwn } from '../json-value.js'

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

/** A copy with the values of secret keys masked, at every depth. */
export function maskSecrets(values: JsonObject): JsonObject {
  const masked: JsonObject = {}
  for (const [key, value] of Object.entries(values)) {
    if (isJsonObject(value)) setOwn(masked, key, maskSecrets(value))
    else setOwn(masked, key, isSecretName(key) ? MASK : value)
  }
  return masked
}

export function maskDriverInfo(values: JsonObject): JsonObject {
  return maskKeys(maskSecrets(values), ['snmp_auth_key', 'snmp_priv_key'])
}

export function maskInstanceInfo(values: JsonObject): JsonObject {
  return maskKeys(maskSecrets(values), ['configdrive', 'image_url'])
}

function maskKeys(values: JsonObject, keys: readonly string[]): JsonObject {
  for (const key of keys) if (values[key]) values[key] = MASK
  return values
}

function isSecretName(key: string): boolean {
  const name = key.toLowerCase()
  return SECRET_PARTS.some((part) => name.includes(part))
}
