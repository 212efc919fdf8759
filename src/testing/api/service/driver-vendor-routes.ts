import { isJsonObject } from '../../json/json-value.js'
import { ApiFault, badRequest } from '../../refusals/api-fault.js'
import { serverHas } from '../../world/server-features.js'
import { type ApiReply, type ApiRequest } from '../framework/api-request.js'
import { readArguments, string } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'
import { driverOf } from './driver-routes.js'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
const PASSTHRU = '/v1/drivers/{driver}/vendor_passthru'

/** @see openstack/ironic `ironic/api/controllers/v1/driver.py` (DriverPassthruController) */
export const DRIVER_VENDOR_ROUTES: readonly Route[] = [
  { method: 'GET', path: `${PASSTHRU}/methods`, handle: listMethods },
  ...METHODS.filter((method) => method !== 'GET').map((method) => ({
    method,
    path: `${PASSTHRU}/methods`,
    handle: (request: ApiRequest) => callDriver(request, 'methods'),
  })),
  ...METHODS.flatMap((method) => [
    { method, path: PASSTHRU, handle: callWithoutPath },
    {
      method,
      path: `${PASSTHRU}/{method}`,
      handle: (request: ApiRequest) => callDriver(request, request.params['method'] ?? ''),
    },
    { method, path: `${PASSTHRU}/{method}/{extra}`, handle: refuseTooMany },
  ]),
]

/** Lists no methods: no simulated driver has its own. */
function listMethods(request: ApiRequest): ApiReply {
  readArguments(request.args, {})
  driverOf(request)
  return { status: 200, body: {} }
}

function callWithoutPath(request: ApiRequest): ApiReply {
  const { method } = request.args
  if (typeof method !== 'string') throw badRequest('Missing mandatory parameter: method')
  // A schema is checked for an argument that was never passed.
  if (serverHas(request.world, 'portgroupSchemas')) throw new ApiFault(500, 'tuple index out of range')
  return callDriver(request, method)
}

function callDriver(request: ApiRequest, method: string): ApiReply {
  const { args, body } = request
  const query = Object.keys(args).filter((name) => !(isJsonObject(body) && Object.hasOwn(body, name)))
  readArguments(Object.fromEntries(query.map((name) => [name, args[name] ?? null])), { method: string })
  driverOf(request)
  throw badRequest(`No handler for method ${method}`)
}

function refuseTooMany(): never {
  throw new ApiFault(500, "DriverPassthruController._default() got multiple values for argument 'data'")
}
