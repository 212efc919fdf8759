import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest, noSuchMethod, noSuchRoute } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import { isUuidLike } from '../../world/uuid-like.js'
import { type ApiReply, type ApiRequest, requireApi } from '../framework/api-request.js'
import { macAddress, readArguments, refuseArguments, uuid } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'

const SINCE = 54

/** @see openstack/ironic `ironic/api/controllers/v1/event.py`: events are only written to the log */
export const EVENT_ROUTES: readonly Route[] = [
  { method: 'POST', path: '/v1/events', handle: postEvents },
  {
    method: 'POST',
    path: '/v1/events/{event}',
    // Older servers take the rest of the path for the body.
    handle: (request) =>
      postEvents(
        serverHas(request.world, 'portgroupSchemas')
          ? request
          : { ...request, body: request.params['event'] ?? '' },
      ),
  },
  ...(['GET', 'PUT', 'PATCH', 'DELETE'] as const).map((method) => ({
    method,
    path: '/v1/events',
    handle: refuseMethod,
  })),
  ...(['GET', 'PUT', 'PATCH', 'DELETE'] as const).map((method) => ({
    method,
    path: '/v1/events/{event}',
    handle: () => {
      throw noSuchMethod()
    },
  })),
]

function refuseMethod({ world, minor }: ApiRequest): never {
  throw minor < SINCE && !serverHas(world, 'portgroupSchemas') ? noSuchRoute() : noSuchMethod()
}

const KINDS = ['network.bind_port', 'network.unbind_port', 'network.delete_port']
const NEEDED = ['event', 'port_id', 'mac_address', 'status']
const OPTIONAL = ['device_id', 'binding:host_id', 'binding:vnic_type']

function postEvents(request: ApiRequest): ApiReply {
  const checksVersionFirst = serverHas(request.world, 'portgroupSchemas')
  if (checksVersionFirst) {
    requireApi(request, SINCE)
    refuseArguments(request, 'EventsController.post')
  } else readArguments(request.args, {})
  checkEvents(request)
  requireApi(request, SINCE)
  return { status: 204 }
}

function checkEvents({ body = {}, world }: ApiRequest): void {
  const modern = serverHas(world, 'portgroupSchemas')
  const refuse = (text: string) => badRequest(`Schema error${modern ? '' : ' for evts'}: ${text}`)
  if (!isJsonObject(body)) throw refuse(`${pythonRepr(body)} is not of type 'object'`)
  const { events } = body
  if (events === undefined) throw refuse("'events' is a required property")
  if (!modern) refuseUnknown(body, ['events'], refuse)
  if (!Array.isArray(events)) throw refuse(`${pythonRepr(events)} is not of type 'array'`)
  if (events.length === 0)
    throw refuse(`[] ${serverHas(world, 'saysNonEmpty') ? 'should be non-empty' : 'is too short'}`)
  for (const event of events) checkEvent(event, modern, refuse)
  if (modern) refuseUnknown(body, ['events'], refuse)
}

function checkEvent(event: JsonValue, modern: boolean, refuse: (text: string) => Error): void {
  if (!isJsonObject(event)) throw refuse(`${pythonRepr(event)} is not of type 'object'`)
  const { event: kind } = event
  if (kind !== undefined && (typeof kind !== 'string' || !KINDS.includes(kind)))
    throw refuse(`${pythonRepr(kind)} is not one of ${pythonRepr(KINDS)}`)
  for (const field of NEEDED)
    if (event[field] === undefined) throw refuse(`${pythonRepr(field)} is a required property`)
  refuseUnknown(event, [...NEEDED, ...OPTIONAL], refuse)
  if (typeof event['status'] !== 'string')
    throw refuse(`${pythonRepr(event['status'])} is not of type 'string'`)
  checkUuid('port_id', event['port_id'] ?? null, modern, refuse)
  checkMac(event['mac_address'] ?? null, modern, refuse)
  for (const field of ['device_id', 'binding:host_id'])
    if (event[field] != null) checkUuid(field, event[field], modern, refuse)
}

function checkUuid(field: string, value: JsonValue, modern: boolean, refuse: (text: string) => Error): void {
  if (typeof value !== 'string') throw refuse(`${pythonRepr(value)} is not of type 'string'`)
  if (!modern) uuid(field, value)
  else if (!isUuidLike(value)) throw refuse(`${pythonRepr(value)} is not a 'uuid'`)
}

function checkMac(value: JsonValue, modern: boolean, refuse: (text: string) => Error): void {
  if (typeof value !== 'string') throw refuse(`${pythonRepr(value)} is not of type 'string'`)
  try {
    macAddress('mac_address', value)
  } catch (fault) {
    throw modern ? refuse(`${pythonRepr(value)} is not a 'mac-address'`) : fault
  }
}

function refuseUnknown(given: JsonObject, known: readonly string[], refuse: (text: string) => Error): void {
  const unknown = Object.keys(given).filter((key) => !known.includes(key))
  if (unknown.length > 0)
    throw refuse(
      `Additional properties are not allowed (${unknown.map((key) => pythonRepr(key)).join(', ')} ` +
        `${unknown.length === 1 ? 'was' : 'were'} unexpected)`,
    )
}
