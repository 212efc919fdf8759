import type { ServerFeature } from '../../world/server-features.js'

/**
 * A controller that Ironic's router finds for a path. The rest of the path becomes the arguments of its
 * methods.
 */
export interface Controller {
  /** With `{names}` for the variable parts. */
  readonly path: string
  /** The methods that its refusals list as allowed. */
  readonly methods: readonly string[]
  /** How it reads unexpected arguments; absent without such methods. */
  readonly resource?: MisplacedResource
  /**
   * The minor version that introduced it. Older versions do not find it, and older servers take it for an
   * argument.
   */
  readonly since?: number
  /** The minor version of the first server that has it, whose handlers check the version themselves. */
  readonly serverSince?: number
  /** The refusal of older versions, before anything else is checked. */
  readonly gate?: VersionGate
  /** The version before which it is taken for an argument too. */
  readonly hiddenBefore?: number
}

/** How the handlers of a resource read the rest of the path. */
export interface MisplacedResource {
  /** The Python class, as named in the text about too many arguments. */
  readonly class: string
  /** The name of the body of a new resource. */
  readonly body: string
  /** Set when the handlers also receive the identifier before it in the path. */
  readonly takesParent?: boolean
  /** The top-level collection. */
  readonly top?: string
  /** The methods that fail on newer servers when the path contains a body. */
  readonly stumblesOver?: readonly ('post' | 'patch')[]
}

/**
 * How the router, or the first line of a handler, refuses older versions: for any method, or only for known
 * ones.
 */
export interface VersionGate {
  readonly since: number
  readonly text: string
  /** The refusal of patches, which came later. */
  readonly patches?: { readonly since: number; readonly text: string }
  /**
   * Set when the handlers of newer servers refuse instead, with `handlerText` where they use another text.
   */
  readonly inHandlersFrom?: ServerFeature
  readonly handlerText?: string
  /** The number of parts after the path for which it applies; absent for any number. */
  readonly arguments?: 'none' | 'some'
  /** The status, unless it is 404 for reading and 405 for the rest. */
  readonly status?: 404 | 500
}

const ALL = ['DELETE', 'GET', 'PATCH', 'POST']

const PORTS: MisplacedResource = { class: 'PortsController', body: 'port', top: '/v1/ports' }
const PORTGROUPS: MisplacedResource = {
  class: 'PortgroupsController',
  body: 'portgroup',
  top: '/v1/portgroups',
}
const NODES: MisplacedResource = { class: 'NodesController', body: 'node', top: '/v1/nodes' }
const CONNECTORS: MisplacedResource = {
  class: 'VolumeConnectorsController',
  body: 'connector',
  top: '/v1/volume/connectors',
}
const TARGETS: MisplacedResource = {
  class: 'VolumeTargetsController',
  body: 'target',
  top: '/v1/volume/targets',
}

const VOLUMES: VersionGate = { since: 32, text: '', status: 404 }

const resource = (path: string, of: MisplacedResource): Controller => ({ path, methods: ALL, resource: of })
const only = (path: string, ...methods: readonly string[]): Controller => ({ path, methods })

/**
 * The controllers that the router knows by path. Any other part is an argument of the controller before it.
 *
 * @see openstack/ironic `ironic/api/controllers/v1`, pecan `pecan/rest.py`
 */
const CONTROLLERS: readonly Controller[] = [
  resource('/v1/nodes', NODES),
  resource('/v1/chassis', { class: 'ChassisController', body: 'chassis' }),
  resource('/v1/chassis/{ident}/nodes', { ...NODES, takesParent: true }),
  resource('/v1/ports', PORTS),
  resource('/v1/nodes/{node}/ports', PORTS),
  resource('/v1/portgroups/{portgroup}/ports', PORTS),
  {
    ...resource('/v1/portgroups', PORTGROUPS),
    gate: {
      since: 23,
      text: '',
      status: 404,
      arguments: 'some',
      inHandlersFrom: 'portgroupSchemas',
      handlerText: 'The API is not supported for this version',
    },
  },
  { ...resource('/v1/nodes/{node}/portgroups', PORTGROUPS), since: 24 },
  { ...only('/v1/volume', 'GET'), gate: { ...VOLUMES, arguments: 'some' } },
  only('/v1/nodes/{node}/volume', 'GET'),
  { ...resource('/v1/volume/connectors', CONNECTORS), gate: VOLUMES },
  { ...resource('/v1/nodes/{node}/volume/connectors', CONNECTORS), gate: VOLUMES },
  { ...resource('/v1/volume/targets', TARGETS), gate: VOLUMES },
  { ...resource('/v1/nodes/{node}/volume/targets', TARGETS), gate: VOLUMES },
  {
    ...resource('/v1/allocations', {
      class: 'AllocationsController',
      body: 'allocation',
      stumblesOver: ['post', 'patch'],
    }),
    gate: {
      since: 52,
      text: 'The API version does not allow allocations',
      patches: { since: 57, text: 'The API version does not allow updating allocations' },
      inHandlersFrom: 'routeSchemas',
    },
  },
  { ...only('/v1/nodes/{node}/allocation', 'DELETE', 'GET'), since: 52 },
  {
    ...resource('/v1/deploy_templates', { class: 'DeployTemplatesController', body: 'template' }),
    gate: { since: 55, text: 'The API version does not allow deploy templates' },
  },
  {
    ...resource('/v1/runbooks', { class: 'RunbooksController', body: 'runbook', stumblesOver: ['post'] }),
    serverSince: 92,
    gate: { since: 92, text: 'The API version does not allow runbooks' },
  },
  {
    ...only('/v1/runbooks/{ident}/traits', 'DELETE', 'GET', 'PUT'),
    serverSince: 112,
    gate: { since: 112, text: 'The API version does not allow runbook traits', status: 404 },
  },
  { ...only('/v1/inspection_rules', ...ALL), serverSince: 96 },
  only('/v1/nodes/{node}/maintenance', 'DELETE', 'PUT'),
  // Its methods are below it, so it allows none.
  only('/v1/nodes/{node}/management'),
  only('/v1/nodes/{node}/states', 'GET'),
  only('/v1/nodes/{node}/states/console', 'GET', 'PUT'),
  {
    ...only('/v1/nodes/{node}/vifs', 'DELETE', 'GET', 'POST'),
    resource: { class: 'NodeVIFController', body: 'vif' },
    since: 28,
  },
  { ...only('/v1/nodes/{node}/traits', 'DELETE', 'GET', 'PUT'), hiddenBefore: 37 },
  { ...only('/v1/nodes/{node}/bios', 'GET'), since: 40 },
  { ...only('/v1/nodes/{node}/history', 'GET'), since: 78 },
  { ...only('/v1/nodes/{node}/inventory', 'GET'), since: 81 },
  {
    ...only('/v1/nodes/{node}/children', 'GET'),
    serverSince: 83,
    // The controller refuses in its constructor, where Ironic expects no refusal.
    gate: { since: 83, text: '', status: 500 },
  },
  { ...only('/v1/nodes/{node}/firmware', 'GET'), since: 86 },
  {
    ...only('/v1/nodes/{node}/vmedia', 'DELETE', 'GET', 'POST'),
    resource: { class: 'NodeVmediaController', body: 'vmedia' },
    since: 89,
  },
  only('/v1/conductors', 'GET'),
  only('/v1/drivers', 'GET'),
  only('/v1/drivers/{driver}/raid'),
  {
    ...only('/v1/shards', 'GET'),
    gate: {
      since: 82,
      text: 'The API version does not allow shards',
      inHandlersFrom: 'routeSchemas',
    },
  },
  {
    ...only('/v1/events', 'POST'),
    gate: {
      since: 54,
      text: '',
      status: 404,
      arguments: 'none',
      inHandlersFrom: 'portgroupSchemas',
    },
  },
  only('/v1/lookup', 'GET'),
  only('/v1/heartbeat', 'POST'),
  { ...only('/v1/continue_inspection', 'POST'), serverSince: 84 },
]

export interface FoundController {
  readonly controller: Controller
  /** The rest of the path. */
  readonly args: readonly string[]
}

/** Returns the controller with the longest path that this path starts with. */
export function controllerOf(path: string, versions: Versions): FoundController | undefined {
  const parts = path.split('/')
  const fits = CONTROLLERS.filter(
    (controller) => isKnown(controller, versions) && isBefore(controller, parts),
  )
  const [controller] = fits.toSorted((one, other) => depthOf(other) - depthOf(one))
  return controller && { controller, args: parts.slice(depthOf(controller)) }
}

interface Versions {
  readonly minor: number
  readonly maxMinor: number
}

function isKnown(
  { since = 0, serverSince = since, hiddenBefore = 0 }: Controller,
  versions: Versions,
): boolean {
  return serverSince <= versions.maxMinor && hiddenBefore <= versions.minor
}

function isBefore({ path }: Controller, parts: readonly string[]): boolean {
  return path.split('/').every((known, index) => {
    const part = parts[index]
    return part === known || (known.startsWith('{') && part !== undefined)
  })
}

const depthOf = ({ path }: Controller) => path.split('/').length
