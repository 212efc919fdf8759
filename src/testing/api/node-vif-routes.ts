import { recordHistory, requireLock } from '../conductor/task.js'
import { bindVif, unbindVif, vifOf } from '../conductor/vif-binding.js'
import { isJsonObject, type JsonObject, type JsonValue } from '../json-value.js'
import type { PortgroupRecord, PortRecord } from '../store/port-record.js'
import type { Task } from '../world.js'
import { type ApiReply, type ApiRequest, nodeOf } from './api-request.js'
import { badRequest, conflict } from './api-fault.js'
import { readArguments, refuseArguments, uuidOrName } from './arguments.js'
import { pythonRepr } from './python-text.js'
import type { Route } from './route.js'

/** @see openstack/ironic `ironic/drivers/modules/network/common.py` */
export const NODE_VIF_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes/{node}/vifs', since: 28, handle: listVifs },
  { method: 'POST', path: '/v1/nodes/{node}/vifs', since: 28, handle: attachVif },
  {
    method: 'DELETE',
    path: '/v1/nodes/{node}/vifs',
    since: 28,
    handle: () => {
      throw badRequest('Missing mandatory parameter: vif_id')
    },
  },
  { method: 'DELETE', path: '/v1/nodes/{node}/vifs/{vif}', since: 28, handle: detachVif },
]

type PortLike = PortRecord | PortgroupRecord

function isPort(port: PortLike): port is PortRecord {
  return 'pxe_enabled' in port
}

function carriersOf({ world, node }: Task): PortLike[] {
  return [...world.store.portsOf(node.uuid), ...world.store.portgroupsOf(node.uuid)]
}

function listVifs(request: ApiRequest): ApiReply {
  refuseArguments(request, 'NodeVIFController.get_all')
  const vifs = carriersOf(nodeOf(request)).map(vifOf)
  return { status: 200, body: { vifs: vifs.filter((id) => id !== null).map((id) => ({ id })) } }
}

function attachVif(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const vif = readVif(request.body)
  const task = nodeOf(request)
  if (request.minor >= 67 && Object.hasOwn(vif, 'port_uuid') && Object.hasOwn(vif, 'portgroup_uuid'))
    throw badRequest('Cannot specify both port_uuid and portgroup_uuid')
  requireLock(task)
  if (task.node.network_interface === 'noop') return { status: 204 }
  try {
    bindVif(freeCarrier(task, vif), vif.id)
  } catch (fault) {
    if (fault instanceof Error)
      recordHistory(
        task,
        `Failed to attach VIF ${vif.id} to node ${task.node.uuid}. Error: ${fault.message}`,
        { type: task.node.provision_state, error: true },
      )
    throw fault
  }
  return { status: 204 }
}

function readVif(body: JsonValue | undefined): JsonObject & { id: string } {
  const vif = body ?? {}
  if (!isJsonObject(vif)) throw badRequest(`Schema error for vif: ${pythonRepr(vif)} is not of type 'object'`)
  const { id } = vif
  if (id === undefined) throw badRequest("Schema error for vif: 'id' is a required property")
  if (typeof id !== 'string')
    throw badRequest(`Schema error for vif: ${pythonRepr(id)} is not of type 'string'`)
  return { ...vif, id: uuidOrName('id', id) }
}

/** The port or group that a VIF goes to: groups before ports, ports that boot by PXE before others. */
function freeCarrier(task: Task, vif: JsonObject & { id: string }): PortLike {
  const { world, node } = task
  const wantedPort = vif['port_uuid']
  const wantedGroup = wantedPort === undefined ? vif['portgroup_uuid'] : undefined
  const ports = world.store
    .portsOf(node.uuid)
    .filter((port) => wantedPort === undefined || port.uuid === wantedPort)
  const groups = wantedPort === undefined ? world.store.portgroupsOf(node.uuid) : []
  for (const carrier of [...ports, ...groups]) requireOther(carrier, vif.id)

  const isFree = (carrier: PortLike) => vifOf(carrier) === null
  const usedGroups = new Set(ports.filter((port) => !isFree(port)).map((port) => port.portgroup_uuid))
  const freePorts = ports.filter(isFree)
  const freeGroups = groups.filter(
    (group) =>
      isFree(group) &&
      (wantedGroup === undefined || group.uuid === wantedGroup) &&
      !usedGroups.has(group.uuid) &&
      freePorts.some((port) => port.portgroup_uuid === group.uuid),
  )
  const single = freePorts.filter(
    (port) =>
      wantedGroup === undefined && (port.portgroup_uuid === null || usedGroups.has(port.portgroup_uuid)),
  )
  const carrier = freeGroups[0] ?? single.find((port) => port.pxe_enabled) ?? single[0]
  if (carrier === undefined)
    throw badRequest(`Unable to attach VIF ${vif.id}, not enough free physical ports.`)
  return carrier
}

function requireOther(carrier: PortLike, vif: string): void {
  if (vifOf(carrier) !== vif) return
  throw conflict(
    `Unable to attach VIF because VIF ${vif} is already attached to Ironic ` +
      `${isPort(carrier) ? 'Port' : 'Portgroup'} ${carrier.uuid}`,
  )
}

function detachVif(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const vif = uuidOrName('vif_id', request.params['vif'] ?? '')
  const task = nodeOf(request)
  requireLock(task)
  if (task.node.network_interface === 'noop') return { status: 204 }
  const carrier = carriersOf(task).find((candidate) => vifOf(candidate) === vif)
  if (carrier === undefined) {
    const text = `Unable to detach VIF ${vif} from node ${task.node.uuid} because it is not attached to it.`
    recordHistory(task, `Failed to detach VIF ${vif} from node ${task.node.uuid}. Error: ${text}`, {
      type: task.node.provision_state,
      error: true,
    })
    throw badRequest(text)
  }
  unbindVif(carrier)
  return { status: 204 }
}
