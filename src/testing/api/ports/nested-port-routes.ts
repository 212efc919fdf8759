import type { ApiRequest } from '../framework/api-request.js'
import { readArguments, stringList, uuid } from '../framework/arguments.js'
import { readPatch } from '../framework/json-patch.js'
import { refusalBelow } from '../framework/misplaced-request.js'
import type { Route } from '../framework/route.js'
import { portIdentOf, readNewPort } from './port-request.js'

/** The routes of ports below a node or a port group. */
export const NESTED_PORT_ROUTES: readonly Route[] = [
  ...['/v1/nodes/{node}/ports', '/v1/portgroups/{portgroup}/ports'].flatMap((path) => {
    const since = path.includes('portgroups') ? { since: 24 } : {}
    return [
      { method: 'POST' as const, path, ...since, handle: refusePortBelow },
      ...(['GET', 'PATCH', 'DELETE'] as const).map((method) => ({
        method,
        path: `${path}/{port}`,
        ...since,
        handle: refusePortBelow,
      })),
    ]
  }),
]

/** Refuses anything but a list below another resource, after checking the form of the request. */
function refusePortBelow(request: ApiRequest): never {
  readArguments(request.args, request.method === 'GET' ? { fields: stringList } : {})
  if (request.method === 'POST') readNewPort(request)
  else if (request.method === 'DELETE') uuid('port_uuid', request.params['port'] ?? '')
  else portIdentOf(request)
  if (request.method === 'PATCH') readPatch(request.body)
  throw refusalBelow(request.world)
}
