import { type ApiReply, type ApiRequest } from './api-request.js'
import { ApiFault } from './api-fault.js'
import { readArguments } from './arguments.js'
import type { Route } from './route.js'

/** @see openstack/ironic `ironic/api/controllers/v1/shard.py` */
export const SHARD_ROUTES: readonly Route[] = [{ method: 'GET', path: '/v1/shards', handle: listShards }]

/** How many nodes each shard has, the most first; those of none count too. */
function listShards(request: ApiRequest): ApiReply {
  if (request.minor < 82) throw new ApiFault(404, 'The API version does not allow shards', 'webob')
  readArguments(request.args, {})
  const counts = new Map<string, number>()
  for (const { shard } of request.world.store.recordsInOrder) {
    const name = shard ?? 'None'
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const shards = [...counts].map(([name, count]) => ({ name, count })).sort((a, b) => b.count - a.count)
  return { status: 200, body: { shards } }
}
