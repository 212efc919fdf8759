import type { Ask } from '../replies/conversation.js'

/** Collections whose resources are found by a name, which may be that of somebody else's. */
const NAMED = /^\/v1\/(?:nodes|ports|portgroups|allocations|deploy_templates|runbooks)\/([^/?]+)(\/.*)?$/

/** Takes all of them away, whoever made them. */
const DELETES_ALL = '/v1/inspection_rules'

/**
 * Whether a request changes nothing but what its run has made: it reads, or the resource in its path has an identifier
 * that the run chose. The word `x` in a path may be the name of a node that others need.
 */
export function isOnlyOurs({ method, path }: Pick<Ask, 'method' | 'path'>): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  if (path === DELETES_ALL) return method !== 'DELETE'
  const [, name, rest] = NAMED.exec(path) ?? []
  if (name === undefined || /^\{(?:id|ID|run)\b/.test(name)) return true
  // neither is ever asked of one resource itself
  return rest === undefined && (method === 'POST' || method === 'PUT')
}
