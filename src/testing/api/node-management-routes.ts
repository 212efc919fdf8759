import { requireLock } from '../conductor/task.js'
import { type ApiReply, type ApiRequest, nodeOf } from './api-request.js'
import { notFound, unsupported } from './api-fault.js'
import { readArguments } from './arguments.js'
import type { Route } from './route.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (InjectNmiController) */
export const NODE_MANAGEMENT_ROUTES: readonly Route[] = [
  { method: 'PUT', path: '/v1/nodes/{node}/management/inject_nmi', handle: injectNmi },
]

/** The driver is asked while the request waits; fake-hardware has no way to do it. */
function injectNmi(request: ApiRequest): ApiReply {
  if (request.minor < 29) throw notFound('Resource could not be found.')
  readArguments(request.args, {})
  const task = nodeOf(request)
  requireLock(task)
  if (!task.world.profileOf(task.machine).injectsNmi) throw unsupported(task.node.driver, 'inject_nmi')
  task.machine.interrupts += 1
  return { status: 204 }
}
