import type { JsonObject, JsonValue } from '../../json/json-value.js'
import { badRequest, notFound } from '../../refusals/api-fault.js'
import type { HistoryRecord } from '../../world/history-record.js'
import { serverHas } from '../../world/server-features.js'
import { type ApiReply, type ApiRequest, nodeOf } from '../framework/api-request.js'
import { boolean, readArguments } from '../framework/arguments.js'
import { cutPage, pageOrder, PAGING_ARGUMENTS } from '../framework/paging.js'
import { sortKeyRefusal } from '../framework/resource-fields.js'
import type { Route } from '../framework/route.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeHistoryController) */
export const NODE_HISTORY_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes/{node}/history', since: 78, handle: listHistory },
  { method: 'GET', path: '/v1/nodes/{node}/history/{entry}', since: 78, handle: getHistory },
]

const STANDARD_FIELDS = ['uuid', 'created_at', 'severity', 'event']
const DETAIL_FIELDS = [
  'uuid',
  'created_at',
  'severity',
  'event_type',
  'event',
  'conductor',
  'user',
  'project',
  'state',
  'target_provision_state',
  'duration_seconds',
]

function listHistory(request: ApiRequest): ApiReply {
  const { detail = false, ...paging } = readArguments(
    request.args,
    { detail: boolean, ...PAGING_ARGUMENTS },
    { newer: serverHas(request.world, 'sortsHistory') ? [] : ['sort_key', 'sort_dir'] },
  )
  const { node, stored } = nodeOf(request)
  const order = pageOrder(request, paging, 'created_at')
  if (order.sortKey !== 'id' && !DETAIL_FIELDS.includes(order.sortKey))
    throw badRequest(sortKeyRefusal(order.sortKey, []))
  const entries = stored.history.map((entry, id) => ({ ...entry, id }))
  const marker = order.marker === undefined ? undefined : entries.find(({ uuid }) => uuid === order.marker)
  if (order.marker !== undefined && marker === undefined) throw historyNotFound(order.marker)
  const found = cutPage(
    entries,
    marker,
    order,
    () => true,
    (entry, key) => entry[key as keyof HistoryRecord] as JsonValue,
  )
  const body: JsonObject = { history: found.map((entry) => viewEntry(request, node.uuid, entry, detail)) }
  const last = found.at(-1)
  // As in Ironic, the link has two markers and contains the fields, and is refused when it is followed.
  if (last !== undefined && found.length === order.limit)
    body['next'] =
      `${request.publicUrl}/v1/nodes/${request.params['node'] ?? ''}/history?marker=` +
      `${marker === undefined ? 'None' : marker.uuid}&sort_key=${order.sortKey}&sort_dir=${order.sortDir}&` +
      `fields=${(detail ? DETAIL_FIELDS : STANDARD_FIELDS).join(',')}&limit=${order.limit}&marker=${last.uuid}`
  return { status: 200, body }
}

function getHistory(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const { node, stored } = nodeOf(request)
  const wanted = request.params['entry'] ?? ''
  const entry = stored.history.find(({ uuid }) => uuid === wanted)
  if (entry === undefined) throw historyNotFound(wanted)
  return { status: 200, body: viewEntry(request, node.uuid, entry, true) }
}

function historyNotFound(entry: string) {
  return notFound(`Node history record ${entry} could not be found.`)
}

function viewEntry(request: ApiRequest, node: string, entry: HistoryRecord, detail: boolean): JsonObject {
  const { minor, publicUrl } = request
  const links = [{ href: `${publicUrl}/v1/nodes/${node}/history/${entry.uuid}`, rel: 'self' }]
  const { uuid, created_at: createdAt, severity, event } = entry
  if (!detail)
    return {
      uuid,
      created_at: createdAt,
      severity,
      event: event.length > 255 ? `${event.slice(0, 251)}...` : event,
      links,
    }
  return {
    uuid,
    created_at: createdAt,
    severity,
    event_type: entry.event_type,
    event,
    conductor: entry.conductor,
    user: entry.user,
    ...(minor < 113 ? {} : { project: entry.project }),
    ...(minor < 115
      ? {}
      : {
          state: entry.state,
          target_provision_state: entry.target_provision_state,
          duration_seconds: entry.duration_seconds,
        }),
    links,
  }
}
