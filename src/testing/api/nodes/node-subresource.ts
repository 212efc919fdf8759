import { noSuchRoute } from '../../refusals/api-fault.js'
import { type ApiReply, type ApiRequest } from '../framework/api-request.js'
import { readArguments } from '../framework/arguments.js'
import { refusalOfMisplaced } from '../framework/misplaced-request.js'
import type { Route } from '../framework/route.js'
import { getNode, refusePart } from './node-routes.js'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const

type Handlers = Readonly<Partial<Record<(typeof METHODS)[number], Route['handle']>>>

/**
 * Returns the routes of a resource below a node that a version introduced. An older server takes the name for
 * one more argument of the node's handler; a newer server does not find it in older versions.
 */
export function nodeSubresource(name: string, since: number, handlers: Handlers): readonly Route[] {
  const handle = (method: (typeof METHODS)[number]) => (request: ApiRequest) => {
    if (since > request.world.settings.maxMinor) return asArgument(request, method, name)
    if (request.minor < since) throw noSuchRoute()
    const handler = handlers[method]
    if (handler === undefined) throw refusalOfMisplaced(request)
    return handler(request)
  }
  return METHODS.map((method) => ({ method, path: `/v1/nodes/{node}/${name}`, handle: handle(method) }))
}

function asArgument(request: ApiRequest, method: (typeof METHODS)[number], name: string): ApiReply {
  if (method === 'DELETE') readArguments(request.args, {})
  if (method !== 'GET') throw refusalOfMisplaced({ ...request, method })
  if (name.includes('/')) refusePart()
  return getNode({ ...request, params: { ...request.params, extra: name } })
}
