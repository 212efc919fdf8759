import { isJsonObject, type JsonValue } from '../json-value.js'
import { badRequest } from './api-fault.js'
import { pythonRepr } from './python-text.js'

const PARTS = ['links', 'networks', 'services'] as const

const NEEDED: Readonly<Record<(typeof PARTS)[number], readonly string[]>> = {
  links: ['id', 'type'],
  networks: ['id', 'link', 'network_id', 'type'],
  services: ['type', 'address'],
}

/** Network data in a patch is checked a second time, by the schema alone, which `{}` does not pass. */
export function checkPatchedNetworkData(value: JsonValue): void {
  const refuse = (text: string) => badRequest(`Invalid network_data: ${text} `)
  if (!isJsonObject(value)) throw refuse(`${pythonRepr(value)} is not of type 'object'`)
  for (const part of PARTS)
    if (!Object.hasOwn(value, part)) throw refuse(`${pythonRepr(part)} is a required property`)
  checkNetworkData(value, 'patch')
}

/**
 * The coarse form of static network data: the three lists, and what an item of each cannot do without.
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
  for (const part of PARTS) {
    const items = value[part]
    if (!Array.isArray(items)) throw invalid()
    for (const item of items)
      if (!isJsonObject(item) || NEEDED[part].some((key) => !Object.hasOwn(item, key))) throw invalid()
  }
}
