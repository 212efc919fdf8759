import type { ApiRequest } from '../api/framework/api-request.js'
import { isAllowed, requireRule } from './require-rule.js'

/** The lists that show a caller its own part only, unless it may see everything. */
type ListedKind = 'node' | 'port' | 'portgroup' | 'volume' | 'allocation'

/**
 * The project to which a list is narrowed for its caller; `undefined` when the caller may see all. Asking for the
 * part of another project is refused.
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

/** Which nodes the rows of such a list may be on. */
export function isOnListedNode(request: ApiRequest, kind: ListedKind): (node: unknown) => boolean {
  const project = listedProject(request, kind)
  if (project === undefined) return () => true
  const { nodes } = request.world.store
  return (uuid) => {
    const node = typeof uuid === 'string' ? nodes.get(uuid)?.record : undefined
    return node !== undefined && (node.owner === project || node.lessee === project)
  }
}
