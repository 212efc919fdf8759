import { ApiFault, badRequest, noSuchMethod, noSuchRoute, notFound } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import type { World } from '../../world/world.js'
import { boolean } from './arguments.js'
import { controllerOf, type MisplacedResource } from './controllers.js'
import { schemaError } from './field-schema.js'
import { refusalOfVersion } from './version-gate.js'

interface Misplaced {
  readonly world: World
  readonly method: string
  readonly path: string
  readonly minor: number
}

/**
 * Returns Ironic's refusal of a method on a path without a handler for it. Its router takes unknown parts of
 * a path for arguments, so that the handlers of whole collections receive arguments that they do not expect.
 */
export function refusalOfMisplaced(request: Misplaced): ApiFault {
  const found = controllerOf(request.path, versionsOf(request))
  if (found === undefined) return noSuchRoute()
  const { controller, args } = found
  if ((controller.since ?? 0) > request.minor) return noSuchRoute()
  const { resource, methods, gate } = controller
  const tooOld = gate && refusalOfVersion(gate, { ...request, methods, args })
  if (tooOld !== undefined) return tooOld
  const asked = resource?.takesParent === true ? [parentIn(request.path), ...args] : args
  const refusal =
    resource === undefined || !methods.includes(request.method)
      ? undefined
      : refusalOfArguments(request, resource, asked)
  return refusal ?? noSuchMethod()
}

export interface AskedCollection {
  /** The path of the handlers. */
  readonly path: string
  /** The rest of the path, if any. */
  readonly word: string | undefined
}

/**
 * Returns the collection whose handlers receive the request, for the path of a collection or of one of its
 * resources.
 */
export function collectionFor({
  world,
  path,
  minor,
}: Omit<Misplaced, 'method'>): AskedCollection | undefined {
  const found = controllerOf(path, versionsOf({ world, minor }))
  const { resource, path: pattern } = found?.controller ?? {}
  if (found === undefined || pattern === undefined || resource === undefined) return undefined
  const { args } = found
  if (args.length > 1 || resource.takesParent === true) return undefined
  const own = path.split('/').slice(0, pattern.split('/').length).join('/')
  return { path: args.length === 0 ? (resource.top ?? own) : own, word: args[0] }
}

/** Returns the methods that a refusal lists as allowed. */
export function allowedMethods(request: Omit<Misplaced, 'method'>): string {
  const found = controllerOf(request.path, versionsOf(request))
  return (found?.controller.methods ?? []).join(', ')
}

const versionsOf = ({ world, minor }: Pick<Misplaced, 'world' | 'minor'>) => ({
  minor,
  maxMinor: world.settings.maxMinor,
})

/** Returns the second part of the path below the version. */
const parentIn = (path: string) => path.split('/')[3] ?? ''

function refusalOfArguments(
  { method, world }: Misplaced,
  resource: MisplacedResource,
  args: readonly string[],
): ApiFault | undefined {
  const isNode = resource.body === 'node'
  switch (method) {
    case 'POST':
      return args.length === 0 ? undefined : refusalOfBody(world, resource, args)
    case 'PATCH':
      if (args.length < 2) return resource.takesParent === true ? refusalBelow(world) : undefined
      return isNode ? refusalOfFlag(args) : refusalOfPatch(world, resource, args)
    case 'DELETE':
      if (args.length < 2) return resource.takesParent === true ? refusalBelow(world) : undefined
      return isNode ? notFound('Resource could not be found.') : tooMany(resource, 'delete', '2', args)
    case 'GET':
      return args.length < 3 ? undefined : tooMany(resource, 'get_one', 'from 2 to 3', args)
    default:
      return undefined
  }
}

/** Returns the refusal of anything but a list below another resource. */
export function refusalBelow(world: World): ApiFault {
  return serverHas(world, 'freesVolumes')
    ? badRequest('Malformed request URI.')
    : new ApiFault(403, 'Operation not permitted.')
}

function refusalOfBody(
  world: World,
  { class: name, body, stumblesOver }: MisplacedResource,
  args: readonly string[],
) {
  if (stumblesOver?.includes('post') === true && serverHas(world, 'routeSchemas'))
    return new ApiFault(500, `${name}.post() got multiple values for argument '${body}'`)
  return schemaError(body, `${pythonRepr(args[0])} is not of type 'object'`)
}

function refusalOfPatch(
  world: World,
  { class: name, stumblesOver }: MisplacedResource,
  args: readonly string[],
) {
  if (stumblesOver?.includes('patch') === true && serverHas(world, 'routeSchemas'))
    return new ApiFault(500, `${name}.patch() got multiple values for argument 'patch'`)
  return schemaError('patch', `${pythonRepr(args[1])} is not of type 'array'`)
}

/**
 * Returns the refusal of the extra part of a node's patch, which is read as the flag that resets interfaces.
 */
function refusalOfFlag(args: readonly string[]): ApiFault | undefined {
  try {
    boolean('reset_interfaces', args[1] ?? '')
    return undefined
  } catch (fault) {
    if (fault instanceof ApiFault) return fault
    throw fault
  }
}

function tooMany(
  { class: name }: MisplacedResource,
  handler: string,
  takes: string,
  args: readonly string[],
) {
  const given = String(args.length + 1)
  return new ApiFault(500, `${name}.${handler}() takes ${takes} positional arguments but ${given} were given`)
}
