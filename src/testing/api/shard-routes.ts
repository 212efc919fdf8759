import { type ApiReply, type ApiRequest } from './api-request.js'
import { ApiFault, notFound } from './api-fault.js'
import { refuseArguments } from './arguments.js'
import type { Route } from './route.js'
import { serverHas } from './server-features.js'

/** @see openstack/ironic `ironic/api/controllers/v1/shard.py` */
export const SHARD_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/shards', handle: listShards },
  { method: 'GET', path: '/v1/shards/{shard}', handle: refuseShard },
]

/** How many nodes each shard has, the most first; those of none count too. */
function listShards(request: ApiRequest): ApiReply {
  requireShards(request)
  refuseArguments(request, 'ShardController.get_all')
  const counts = new Map<string, number>()
  for (const { shard } of request.world.store.recordsInOrder) {
    const name = shard ?? 'None'
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const shards = [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count)
  return { status: 200, body: { shards } }
}

/** They are only counted. */
function refuseShard(request: ApiRequest): never {
  requireShards(request)
  throw notFound('The resource could not be found.')
}

function requireShards({ minor, world }: ApiRequest): void {
  if (minor >= 82) return
  const form = serverHas(world, 'routeSchemas') ? 'fault' : 'webob'
  throw new ApiFault(404, 'The API version does not allow shards', form)
}
