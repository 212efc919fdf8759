import { attachVif, detachVif, tracksVifs, type WantedVif } from '../../conductor/network/vif-attachment.js'
import { carriersOf, vifOf } from '../../conductor/network/vif-binding.js'
import { requireLock } from '../../conductor/task/task.js'
import { isJsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { type ApiReply, type ApiRequest, nodeOf } from '../framework/api-request.js'
import { readArguments, refuseArguments, uuidOrName } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'

/** @see openstack/ironic `ironic/drivers/modules/network/common.py` */
export const NODE_VIF_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes/{node}/vifs', since: 28, handle: listVifs },
  { method: 'POST', path: '/v1/nodes/{node}/vifs', since: 28, handle: postVif },
  {
    method: 'DELETE',
    path: '/v1/nodes/{node}/vifs',
    since: 28,
    handle: () => {
      throw badRequest('Missing mandatory parameter: vif_id')
    },
  },
  { method: 'DELETE', path: '/v1/nodes/{node}/vifs/{vif}', since: 28, handle: deleteVif },
]

function listVifs(request: ApiRequest): ApiReply {
  refuseArguments(request, 'NodeVIFController.get_all')
  const task = nodeOf(request)
  const vifs = tracksVifs(task) ? carriersOf(task).map(vifOf) : []
  return { status: 200, body: { vifs: vifs.filter((id) => id !== null).map((id) => ({ id })) } }
}

function postVif(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const vif = readVif(request.body)
  const task = nodeOf(request)
  if (request.minor >= 67 && Object.hasOwn(vif, 'port_uuid') && Object.hasOwn(vif, 'portgroup_uuid'))
    throw badRequest('Cannot specify both port_uuid and portgroup_uuid')
  requireLock(task)
  attachVif(task, vif)
  return { status: 204 }
}

function readVif(body: JsonValue | undefined): WantedVif {
  const vif = body ?? {}
  if (!isJsonObject(vif)) throw badRequest(`Schema error for vif: ${pythonRepr(vif)} is not of type 'object'`)
  const { id } = vif
  if (id === undefined) throw badRequest("Schema error for vif: 'id' is a required property")
  if (typeof id !== 'string')
    throw badRequest(`Schema error for vif: ${pythonRepr(id)} is not of type 'string'`)
  return { ...vif, id: uuidOrName('id', id) }
}

function deleteVif(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const vif = uuidOrName('vif_id', request.params['vif'] ?? '')
  const task = nodeOf(request)
  requireLock(task)
  detachVif(task, vif)
  return { status: 204 }
}
