import { isJsonObject, type JsonObject } from '../../json/json-value.js'
import { badRequest } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { type ApiRequest, requireMembers } from '../framework/api-request.js'
import { uuid, uuidOrName } from '../framework/arguments.js'
import { checkBody } from '../framework/field-schema.js'
import { knownSchemas } from '../framework/resource-fields.js'
import { PORT_FIELDS, PORT_SCHEMAS } from './port-fields.js'

/** The version since which a port's node can be given by name. */
export const NODE_IDENT_SINCE = 94

export const NAMED_SINCE = 88

/** Returns the identifier in the path. Before ports had names, only UUIDs are looked up. */
export function portIdentOf({ params, world }: ApiRequest): string {
  const ident = params['port'] ?? ''
  return world.settings.maxMinor < NAMED_SINCE ? uuid('port_uuid', ident) : uuidOrName('port_ident', ident)
}

/** Returns the body of a new port after checking its form. */
export function readNewPort(request: ApiRequest): JsonObject {
  const { world } = request
  requireMembers(request)
  const schemas = knownSchemas(request, PORT_SCHEMAS, { ...PORT_FIELDS, node_ident: NODE_IDENT_SINCE })
  const byName = world.settings.maxMinor >= NODE_IDENT_SINCE
  const sent = isJsonObject(request.body) ? request.body : {}
  const named = ['node_ident', 'node_uuid'].filter((name) => Object.hasOwn(sent, name))
  const refuse = (text: string) => badRequest(`Schema error for port: ${pythonRepr(request.body)} is ${text}`)
  if (byName && named.length === 2)
    throw refuse("valid under each of {'required': ['node_uuid']}, {'required': ['node_ident']}")
  const body = checkBody(request.body, schemas, byName ? ['address'] : ['address', 'node_uuid'], 'port')
  if (named.length === 0)
    throw refuse(
      "not valid under any of the given schemas. Possible root cause: 'node_ident' is a required property",
    )
  return body
}
