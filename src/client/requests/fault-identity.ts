import { isUuid, sameId } from '../../states/same-id.js'
import type { AnyRequest } from './api-request.js'

/** The requested resource, and the one that a "not found" reply is about instead. */
export interface MixedUp {
  readonly asked: string
  readonly about: string
}

/**
 * Returns the other resource that a "not found" reply is about, if it names one. Treating a node as deleted because
 * of the reply to another request would leave a machine running.
 *
 * Ironic may name a part of the requested resource. So a fault counts as another's only when it names UUIDs of which
 * the request contains none, or is the plain sentence about another node.
 */
export function mixedUp(request: AnyRequest, fault: string): MixedUp | undefined {
  const asked = request.path.find(isUuid)
  const named = fault.match(UUIDS) ?? []
  if (asked !== undefined) {
    const sent = JSON.stringify([request.path, request.query, request.body]).toLowerCase()
    const about = named[0]
    if (about === undefined || named.some((uuid) => sent.includes(uuid.toLowerCase()))) return undefined
    return { asked, about }
  }
  const [collection, ident] = request.path
  if (collection !== 'nodes' || ident === undefined || named.length > 0) return undefined
  const about = NO_NODE.exec(fault)?.[1]
  // Older servers show a name that ends in `.json` without that end, or with it twice.
  const isAsked = (name: string) => sameId(withoutEndings(name), withoutEndings(ident))
  return about === undefined || isAsked(about) ? undefined : { asked: ident, about }
}

function withoutEndings(name: string): string {
  let rest = name
  while (rest.endsWith('.json')) rest = rest.slice(0, -'.json'.length)
  return rest
}

const UUIDS = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
const NO_NODE = /^Node (\S{1,255}) could not be found\.?$/
