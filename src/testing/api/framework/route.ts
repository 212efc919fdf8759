import { invalidFields, notAcceptable } from '../../refusals/api-fault.js'
import type { ApiReply, ApiRequest } from './api-request.js'

/** One method of one path. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** With `{names}` for the variable parts. */
  readonly path: string
  /** The minor version that introduced it; older versions do not find it. */
  readonly since?: number
  /** What a version too old is answered: 404 like a path that is not there, or 404 as a fault of a handler. */
  readonly handle: (request: ApiRequest) => ApiReply
}

/**
 * Returns the route that shows one resource, and the route with one more part in the path, which Ironic takes
 * for the handler's next argument: the fields.
 */
export function withFieldsInPath(route: Route, fieldsSince = 1): readonly Route[] {
  const handle = (request: ApiRequest) => {
    const fields = request.params['fields'] ?? ''
    if (request.minor < fieldsSince) throw notAcceptable()
    const { body } = route.handle(request)
    if (typeof body === 'object' && body !== null && !Object.hasOwn(body, fields))
      throw invalidFields([fields])
    return route.handle({ ...request, args: { ...request.args, fields } })
  }
  return [route, { ...route, path: `${route.path}/{fields}`, handle }]
}

interface RouteNode {
  readonly literal: Map<string, RouteNode>
  variable: RouteNode | undefined
  readonly routes: Map<string, Route>
}

export interface FoundRoute {
  /** The route of each method of the path. */
  readonly routes: ReadonlyMap<string, Route>
  readonly params: Readonly<Record<string, string>>
}

/** Finds routes by path, in as many steps as the path has parts. */
export class RouteTable {
  readonly all: readonly Route[]
  readonly #root = newRouteNode()

  constructor(routes: readonly Route[]) {
    this.all = routes
    for (const route of routes) this.#add(route)
  }

  /** Returns the path's routes, and the values of the variable parts under this method's names. */
  find(path: string, method: string): FoundRoute | undefined {
    const values: string[] = []
    let node = this.#root
    for (const part of partsOf(path)) {
      const literal = node.literal.get(part)
      if (literal !== undefined) {
        node = literal
        continue
      }
      if (node.variable === undefined) return undefined
      values.push(part)
      node = node.variable
    }
    const route = node.routes.get(method) ?? [...node.routes.values()][0]
    return route === undefined ? undefined : { routes: node.routes, params: namedParts(route, values) }
  }

  #add(route: Route): void {
    let node = this.#root
    for (const part of partsOf(route.path)) {
      node = isVariable(part) ? variableChild(node) : literalChild(node, part)
    }
    node.routes.set(route.method, route)
  }
}

const isVariable = (part: string) => /^\{\w+\}$/.test(part)

function namedParts({ path }: Route, values: readonly string[]): Record<string, string> {
  const names = partsOf(path).filter(isVariable)
  return Object.fromEntries(names.map((name, index) => [name.slice(1, -1), values[index] ?? '']))
}

function partsOf(path: string): string[] {
  return path.split('/').slice(1)
}

function newRouteNode(): RouteNode {
  return { literal: new Map(), variable: undefined, routes: new Map() }
}

function literalChild(node: RouteNode, part: string): RouteNode {
  const known = node.literal.get(part)
  if (known !== undefined) return known
  const made = newRouteNode()
  node.literal.set(part, made)
  return made
}

function variableChild(node: RouteNode): RouteNode {
  node.variable ??= newRouteNode()
  return node.variable
}
