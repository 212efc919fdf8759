import { ApiFault, noSuchRoute } from '../refusals/api-fault.js'
import { isUuidLike } from '../world/uuid-like.js'
import type { World } from '../world/world.js'
import { isLogicalName } from './framework/arguments.js'
import { collectionFor, refusalOfMisplaced } from './framework/misplaced-request.js'
import type { Route } from './framework/route.js'
import { ROUTES } from './routes.js'

interface Routed {
  readonly world: World
  readonly path: string
  readonly method: string
  readonly minor: number
}

/** Returns the handler of a request, and the values of the variable parts of its path. */
export function findRoute(asked: Routed): { readonly route: Route; readonly params: Record<string, string> } {
  const { path, method, minor } = asked
  const found = ROUTES.find(path, method)
  const parts = Object.entries(found?.params ?? {})
  const params = Object.fromEntries(parts.map(([name, part]) => [name, decoded(part)]))
  const ident = params['node']
  if (ident !== undefined && !isUuidLike(ident) && !isLogicalName(ident))
    throw new ApiFault(400, `Expected UUID or name for node: ${ident}`, 'webob')
  if (ident !== undefined && SUBRESOURCES.has(ident)) throw noSuchRoute()
  const known = [...(found?.routes.values() ?? [])]
  if (known.length > 0 && known.every(({ since = 0 }) => since > minor)) throw noSuchRoute()
  const route = found?.routes.get(method)
  if (route !== undefined && (route.since ?? 0) > minor) throw noSuchRoute()
  if (route !== undefined) return { route, params }
  return routeOfWord(asked) ?? { route: misplaced(asked), params }
}

/**
 * Returns the route for a word that means something for one method, such as `detail` for `GET`, and is a name
 * for the others.
 */
function routeOfWord({ world, path, method, minor }: Routed): ReturnType<typeof findRoute> | undefined {
  const collection = collectionFor({ world, path, minor })
  if (collection === undefined) return undefined
  const found = ROUTES.find(
    `${collection.path}${collection.word === undefined ? '' : `/${ANY_WORD}`}`,
    method,
  )
  const route = found?.routes.get(method)
  if (found === undefined || route === undefined) return undefined
  const params = Object.entries(found.params).map(([name, part]) => [
    name,
    part === ANY_WORD ? (collection.word ?? '') : decoded(part),
  ])
  return { route, params: Object.fromEntries(params) as Record<string, string> }
}

/** A word that no path has, so that it matches the variable part. */
const ANY_WORD = '{word}'

/** Returns a route that refuses as the router does, or a handler with unexpected arguments. */
function misplaced(asked: Routed): Route {
  const fault = refusalOfMisplaced({ ...asked, path: decoded(asked.path) })
  if (fault.form === 'webob') throw fault
  const { method, path } = asked
  return {
    method: method as Route['method'],
    path,
    handle: () => {
      throw fault
    },
  }
}

/** Names that a node may have, but under which it cannot be reached. */
const SUBRESOURCES: ReadonlySet<string> = new Set([
  'ports',
  'portgroups',
  'vifs',
  'volume',
  'traits',
  'bios',
  'allocation',
  'history',
  'inventory',
  'children',
  'firmware',
  'vmedia',
])

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
