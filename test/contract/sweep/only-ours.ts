import type { Ask } from '../replies/conversation.js'

/** Collections whose resources are found by name, which may belong to another run. */
const NAMED = /^\/v1\/(?:nodes|ports|portgroups|allocations|deploy_templates|runbooks)\/([^/?]+)(\/.*)?$/

/** Removes all of them, including those of other runs. */
const DELETES_ALL = '/v1/inspection_rules'

/**
 * Whether a request changes only what its run has created: it reads, or the resource in its path has an identifier
 * that the run chose. The word `x` in a path may be the name of a node that others need.
 */
export function isOnlyOurs({ method, path }: Pick<Ask, 'method' | 'path'>): boolean {
  if (method === 'GET' || method === 'HEAD') return true
  if (path === DELETES_ALL) return method !== 'DELETE'
  const [, name, rest] = NAMED.exec(path) ?? []
  if (name === undefined || /^\{(?:id|ID|run)\b/.test(name)) return true
  // neither is ever requested as a single resource
  return rest === undefined && (method === 'POST' || method === 'PUT')
}
