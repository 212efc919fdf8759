import { isJsonObject, type JsonValue, textIn } from '../../json/json-value.js'
import { badRequest, notAcceptable } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'

const KEYS = [
  'port_id',
  'switch_id',
  'hostname',
  'switch_info',
  'network_type',
  'vtep-logical-switch',
  'vtep-physical-switch',
]

/**
 * Refuses an invalid link; returns it with the switch id in lower case.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/utils.py` (LOCAL_LINK_CONN_SCHEMA)
 */
export function checkLocalLink(
  value: JsonValue | undefined,
  isSmartNic: boolean,
  minor: number,
): JsonValue | undefined {
  if (!isJsonObject(value)) return value
  const link = value
  const has = (key: string) => typeof link[key] === 'string'
  if (isSmartNic && !(has('port_id') && has('hostname')))
    throw badRequest('Smart NIC port must have port_id and hostname in local_link_connection')
  if (Object.keys(link).length === 0) return link
  const known = Object.entries(link).every(([key, item]) => KEYS.includes(key) && typeof item === 'string')
  const typeFits = !has('network_type') || ['managed', 'unmanaged'].includes(textIn(link, 'network_type'))
  const isWhole =
    (has('port_id') && (has('switch_id') || has('hostname') || has('vtep-logical-switch'))) ||
    link['network_type'] === 'unmanaged'
  if (!known || !typeFits || !isWhole) {
    const unknown = Object.keys(link).filter((key) => !KEYS.includes(key))
    const missing = !('port_id' in link) ? "'port_id'" : 'switch_id' in link ? "'hostname'" : "'switch_id'"
    const cause =
      unknown.length > 0
        ? `Additional properties are not allowed (${unknown.map((key) => pythonRepr(key)).join(', ')} ` +
          `${unknown.length === 1 ? 'was' : 'were'} unexpected)`
        : `${missing} is a required property`
    throw badRequest(
      `Schema error for local_link_connection: ${pythonRepr(link)} is not valid under any of the given schemas. ` +
        `Possible root cause: ${cause}`,
    )
  }
  if (has('switch_id') && !isSwitchId(textIn(link, 'switch_id')))
    throw badRequest(
      `Expected a MAC address or OpenFlow datapath ID but received ${textIn(link, 'switch_id')}.`,
    )
  if (minor < 64 && has('network_type')) throw notAcceptable()
  if (minor < 90 && has('vtep-logical-switch')) throw notAcceptable()
  return has('switch_id') ? { ...link, switch_id: textIn(link, 'switch_id').toLowerCase() } : link
}

/** Returns whether a text is a MAC address or an OpenFlow datapath identifier. */
function isSwitchId(text: string): boolean {
  return /^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(text) || /^[0-9a-f]{16}$/i.test(text)
}
