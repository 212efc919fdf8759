import { isJsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'

/** @see openstack/ironic `ironic/api/controllers/v1/utils.py` (check_allow_configdrive) */
export function checkConfigDrive(minor: number, target: string, configDrive: JsonValue): void {
  const isEmpty = isJsonObject(configDrive) ? Object.keys(configDrive).length === 0 : !configDrive
  if (isEmpty) return
  const allowed = minor < 35 ? ['active'] : ['active', 'rebuild']
  if (!allowed.includes(target))
    throw badRequest(
      `Adding a config drive is only supported when setting provision state to ${allowed.join(', ')}`,
    )
  if (isJsonObject(configDrive)) return checkParts(minor, configDrive)
  if (typeof configDrive !== 'string' || configDrive.includes('://')) return
  if (/[^A-Za-z0-9+/=\n\r\t ]/.test(configDrive))
    throw badRequest('Invalid configdrive format: it is neither a JSON, nor a URL, nor a base64 string')
}

const refuse = (text: string) => badRequest(`Invalid configdrive format: ${text}`)

function checkParts(minor: number, parts: Readonly<Record<string, JsonValue>>): void {
  for (const [name, value] of Object.entries(parts)) {
    const known = ['meta_data', 'network_data', 'user_data', 'vendor_data'].includes(name)
    const fits =
      name === 'user_data'
        ? value === null || typeof value === 'string' || typeof value === 'object'
        : isJsonObject(value)
    if (!known) throw refuse(`Additional properties are not allowed (${pythonRepr(name)} was unexpected)`)
    if (!fits)
      throw refuse(
        name === 'user_data'
          ? `${pythonRepr(value)} is not of type 'object', 'array', 'string', 'null'`
          : `${pythonRepr(value)} is not of type 'object'`,
      )
  }
  if (minor < 56)
    throw badRequest(
      'Providing a JSON object for configdrive is only supported starting with API version 1.56',
    )
  if (Object.hasOwn(parts, 'vendor_data') && minor < 59)
    throw badRequest('Providing vendor_data in configdrive is only supported starting with API version 1.59')
}
