import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'

const PARTS = ['links', 'networks', 'services'] as const
type Part = (typeof PARTS)[number]

/** The required members of an item, by its type. */
const NEEDED: Readonly<Record<Part, Readonly<Record<string, readonly string[]>>>> = {
  links: {
    ...ofTypes(
      ['bridge', 'dvs', 'hw_veb', 'hyperv', 'ovs', 'tap', 'vhostuser', 'vif', 'phy'],
      ['id', 'ethernet_mac_address'],
    ),
    ...ofTypes(['bond'], ['id', 'ethernet_mac_address', 'bond_mode', 'bond_links']),
    ...ofTypes(['vlan'], ['id', 'vlan_mac_address', 'vlan_link', 'vlan_id']),
  },
  networks: ofTypes(['ipv4', 'ipv4_dhcp', 'ipv6', 'ipv6_dhcp', 'ipv6_slaac'], ['id', 'link', 'network_id']),
  services: ofTypes(['dns'], ['address']),
}

function ofTypes(types: readonly string[], needed: readonly string[]): Record<string, readonly string[]> {
  return Object.fromEntries(types.map((type) => [type, needed]))
}

/** Checks network data in a patch a second time, only by the schema, which `{}` does not pass. */
export function checkPatchedNetworkData(value: JsonValue): void {
  const refuse = (text: string) => badRequest(`Invalid network_data: ${text} `)
  if (!isJsonObject(value)) throw refuse(`${pythonRepr(value)} is not of type 'object'`)
  for (const part of PARTS)
    if (!Object.hasOwn(value, part)) throw refuse(`${pythonRepr(part)} is a required property`)
  const wrong = wrongItem(value)
  if (wrong !== undefined) throw refuse(`${pythonRepr(wrong)} is not valid under any of the given schemas`)
  checkNetworkData(value, 'patch')
}

/**
 * Checks the rough form of static network data: the three lists, and the required members of their items.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/network-data-schema.json`
 */
export function checkNetworkData(value: JsonValue, about: string): void {
  const refuse = (text: string) => badRequest(`Schema error for ${about}: ${text}`)
  const invalid = () =>
    refuse(
      `${pythonRepr(value)} is not valid under any of the given schemas. Possible root cause: ` +
        `${pythonRepr(value)} is not of type 'null'`,
    )
  if (!isJsonObject(value)) throw invalid()
  if (Object.keys(value).length === 0) return
  if (PARTS.some((part) => !Array.isArray(value[part])) || wrongItem(value) !== undefined) throw invalid()
}

function wrongItem(value: JsonObject): JsonValue | undefined {
  for (const part of PARTS) {
    const items = value[part]
    const wrong = Array.isArray(items) ? items.find((item) => !isComplete(part, item)) : undefined
    if (wrong !== undefined) return wrong
  }
  return undefined
}

function isComplete(part: Part, item: JsonValue): boolean {
  if (!isJsonObject(item)) return false
  const { type } = item
  const needed =
    typeof type === 'string' && Object.hasOwn(NEEDED[part], type) ? NEEDED[part][type] : undefined
  return needed !== undefined && needed.every((key) => Object.hasOwn(item, key))
}
