import { requireLock } from '../../conductor/task/task.js'
import type { VendorMethod } from '../../hardware/hardware-profile.js'
import { isJsonObject, type JsonObject } from '../../json/json-value.js'
import { ApiFault, badRequest, unsupported } from '../../refusals/api-fault.js'
import { serverHas } from '../../world/server-features.js'
import type { Task } from '../../world/world.js'
import { type ApiReply, type ApiRequest, nodeOf } from '../framework/api-request.js'
import { readArguments, string } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'

/** @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeVendorPassthruController) */
export const NODE_VENDOR_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/nodes/{node}/vendor_passthru/methods', handle: listMethods },
  ...['', '/{method}'].flatMap((rest) =>
    (['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) => ({
      method,
      path: `/v1/nodes/{node}/vendor_passthru${rest}`,
      handle: callMethod,
    })),
  ),
  ...(['POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) => ({
    method,
    path: '/v1/nodes/{node}/vendor_passthru/methods',
    handle: (request: ApiRequest) =>
      callMethod({ ...request, params: { ...request.params, method: 'methods' } }),
  })),
  ...(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) => ({
    method,
    path: '/v1/nodes/{node}/vendor_passthru/{method}/{extra}',
    handle: () => {
      throw new ApiFault(
        500,
        "NodeVendorPassthruController._default() got multiple values for argument 'data'",
      )
    },
  })),
]

function methodsOf(task: Task): Readonly<Record<string, VendorMethod>> {
  const { node, world, machine } = task
  if (node.vendor_interface === 'no-vendor') throw unsupported(node.driver, 'vendor')
  const { vendorMethods } = world.profileOf(machine)
  const known = Object.entries(vendorMethods).filter(
    ([, method]) => method.isStep !== true || serverHas(world, 'vendorSteps'),
  )
  return Object.fromEntries(known)
}

function listMethods(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  const body: JsonObject = {}
  for (const [name, { async, description, exclusive }] of Object.entries(methodsOf(nodeOf(request))))
    body[name] = {
      http_methods: ['POST'],
      async,
      description,
      attach: false,
      require_exclusive_lock: exclusive,
    }
  return { status: 200, body }
}

/**
 * Calls a vendor method. The members of the body are its arguments; unlike elsewhere, they are not merged
 * with the query.
 */
function callMethod(request: ApiRequest): ApiReply {
  const query = Object.fromEntries(
    Object.entries(request.args).filter(([name]) => name === 'method' || !isInBody(request, name)),
  )
  const inPath = request.params['method']
  const args = inPath === undefined ? query : { ...query, method: inPath }
  const { method: name = '' } = readArguments(args, { method: string }, { needed: ['method'] })
  const task = nodeOf(request)
  const methods = methodsOf(task)
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined
  if (method === undefined) throw badRequest(`No handler for method ${name}`)
  if (request.method !== 'POST')
    throw badRequest(`The method ${name} does not support HTTP ${request.method}`)
  if (method.exclusive) requireLock(task)
  if (request.body !== undefined && request.body !== null && !isJsonObject(request.body))
    throw new ApiFault(500, 'Unexpected error raised by RPC')
  const bar = isJsonObject(request.body) ? request.body['bar'] : undefined
  if (method.expects !== undefined && !bar)
    throw badRequest(`Parameter 'bar' not passed to method '${name}'.`)
  return method.async ? { status: 202 } : { status: 200, body: bar === method.expects }
}

const isInBody = ({ body }: ApiRequest, name: string) => isJsonObject(body) && Object.hasOwn(body, name)
