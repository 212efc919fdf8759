import { ApiFault, noSuchMethod, notFound } from '../../refusals/api-fault.js'
import { serverHas } from '../../world/server-features.js'
import { type ApiReply, type ApiRequest } from '../framework/api-request.js'
import { refuseArguments } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'

/** @see openstack/ironic `ironic/api/controllers/v1/shard.py` */
export const SHARD_ROUTES: readonly Route[] = [
  { method: 'GET', path: '/v1/shards', handle: listShards },
  ...(['POST', 'PUT', 'PATCH', 'DELETE'] as const).map((method) => ({
    method,
    path: '/v1/shards',
    handle: refuseMethod,
  })),
  { method: 'GET', path: '/v1/shards/{shard}', handle: refuseShard },
]

/** Lists the number of nodes in each shard, the largest first. Nodes without a shard are counted too. */
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

/** Refuses to show one shard: shards are only counted. */
function refuseShard(request: ApiRequest): never {
  requireShards(request)
  throw notFound('The resource could not be found.')
}

function refuseMethod({ minor, world }: ApiRequest): never {
  throw minor < 82 && !serverHas(world, 'routeSchemas') ? new ApiFault(405, TOO_OLD, 'webob') : noSuchMethod()
}

const TOO_OLD = 'The API version does not allow shards'

function requireShards({ minor, world }: ApiRequest): void {
  if (minor >= 82) return
  const form = serverHas(world, 'routeSchemas') ? 'fault' : 'webob'
  throw new ApiFault(404, TOO_OLD, form)
}
