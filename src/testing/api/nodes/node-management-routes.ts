import { askController } from '../../conductor/machine/controller-call.js'
import { requireLock } from '../../conductor/task/task.js'
import { ApiFault, badRequest, notFound, unsupported } from '../../refusals/api-fault.js'
import { type ApiReply, type ApiRequest, nodeOf } from '../framework/api-request.js'
import { boolean, readArguments, string } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeManagementController) */
export const NODE_MANAGEMENT_ROUTES: readonly Route[] = [
  { method: 'PUT', path: '/v1/nodes/{node}/management/inject_nmi', handle: injectNmi },
  { method: 'GET', path: '/v1/nodes/{node}/management/boot_device', handle: getBootDevice },
  { method: 'PUT', path: '/v1/nodes/{node}/management/boot_device', handle: setBootDevice },
  {
    method: 'GET',
    path: '/v1/nodes/{node}/management/boot_device/supported',
    handle: getSupportedBootDevices,
  },
  // The rest of the path is the first argument.
  ...['{device}', 'supported'].map((device) => ({
    method: 'PUT' as const,
    path: `/v1/nodes/{node}/management/boot_device/${device}`,
    handle: (request: ApiRequest) => setBootDeviceByPath(request, request.params['device'] ?? device),
  })),
]

function setBootDeviceByPath(request: ApiRequest, device: string): ApiReply {
  if (request.args['boot_device'] !== undefined)
    throw new ApiFault(500, "BootDeviceController.put() got multiple values for argument 'boot_device'")
  return setBootDevice({ ...request, args: { ...request.args, boot_device: device } })
}

/** Injects a non-maskable interrupt. The request waits for the driver; fake-hardware cannot do it. */
function injectNmi(request: ApiRequest): ApiReply {
  if (request.minor < 29) throw notFound('Resource could not be found.')
  readArguments(request.args, {})
  const task = nodeOf(request)
  requireLock(task)
  const { node, machine, world } = task
  if (!world.profileOf(machine).injectsNmi || machine.nmi === 'unsupported')
    throw unsupported(node.driver, 'inject_nmi')
  askController(task)
  if (machine.nmi === 'refused')
    throw new ApiFault(
      500,
      `Redfish exception occurred. Error: Redfish inject NMI failed for node ${node.uuid}. Error: HTTP POST ` +
        '/redfish/v1/Systems/1/Actions/ComputerSystem.Reset returned code 501.',
    )
  machine.interrupts += 1
  return { status: 204 }
}

function getBootDevice(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const task = nodeOf(request)
  askController(task)
  const { device, persistent } = task.machine.bootDevice
  return { status: 200, body: { boot_device: device, persistent } }
}

/** Sets the boot device. fake-hardware knows one device, and does not store it. */
function setBootDevice(request: ApiRequest): ApiReply {
  const { boot_device: device = '', persistent = false } = readArguments(
    request.args,
    { boot_device: string, persistent: boolean },
    { needed: ['boot_device'] },
  )
  const task = nodeOf(request)
  requireLock(task)
  const { bootDevices, remembersBootDevice } = task.world.profileOf(task.machine)
  // Only fake-hardware checks the device first; the Redfish driver fails on an unknown one.
  if (!bootDevices.includes(device))
    throw task.machine.profile === 'redfish'
      ? new ApiFault(500, 'Unexpected error raised by RPC')
      : badRequest(`Invalid boot device ${device} specified.`)
  askController(task)
  if (remembersBootDevice) task.machine.bootDevice = { device, persistent }
  return { status: 204 }
}

function getSupportedBootDevices(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const task = nodeOf(request)
  requireLock(task)
  return {
    status: 200,
    body: { supported_boot_devices: task.world.profileOf(task.machine).bootDevices },
  }
}
