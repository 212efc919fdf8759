import type { ApiRequest } from '../api/framework/api-request.js'
import { isAllowed, requireRule } from './require-rule.js'

/** The lists that show callers only their own part, unless they may see everything. */
type ListedKind = 'node' | 'port' | 'portgroup' | 'volume' | 'allocation'

/**
 * Returns the project to which the caller's list is narrowed; `undefined` when the caller may see all.
 * Refuses a request for the part of another project.
 */
export function listedProject(request: ApiRequest, kind: ListedKind, wanted?: string): string | undefined {
  const { caller } = request
  if (caller === undefined || isAllowed(request, `${kind}:list_all`)) return undefined
  const { project } = caller
  if (project === undefined || (wanted !== undefined && wanted !== project))
    requireRule(request, `${kind}:list_all`)
  requireRule(request, `${kind}:list`)
  return project
}

/** Returns a check for the nodes whose rows such a list shows. */
export function isOnListedNode(request: ApiRequest, kind: ListedKind): (node: unknown) => boolean {
  const project = listedProject(request, kind)
  if (project === undefined) return () => true
  const { nodes } = request.world.store
  return (uuid) => {
    const node = typeof uuid === 'string' ? nodes.get(uuid)?.record : undefined
    return node !== undefined && (node.owner === project || node.lessee === project)
  }
}
