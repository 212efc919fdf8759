import type { ServerFeature } from '../../world/server-features.js'

/** What Ironic's router looks for below a path: the part of a path behind it are arguments of its methods. */
export interface Controller {
  /** With `{names}` for the parts that vary. */
  readonly path: string
  /** What it says that it allows. */
  readonly methods: readonly string[]
  /** What it makes of arguments that nobody should send; absent where there is no such method. */
  readonly resource?: MisplacedResource
  /** The minor version that brought it: older ones do not find it, and older servers take it for an argument. */
  readonly since?: number
  /** The same of a server, whose handlers look at the version by themselves. */
  readonly serverSince?: number
  /** What versions too old are answered before anything else is looked at. */
  readonly gate?: VersionGate
  /** Set where older versions take it for an argument, too. */
  readonly hiddenBefore?: number
}

/** How the handlers of a resource read what stands behind its path. */
export interface MisplacedResource {
  /** The class, as Python names it in what it says of too many arguments. */
  readonly class: string
  /** What the body of a new one is called. */
  readonly body: string
  /** Set where handlers are given the identifier in front of it as well. */
  readonly takesParent?: boolean
  /** The collection that is not below another one. */
  readonly top?: string
  /** Newer servers stumble over a body in the path. */
  readonly stumblesOver?: readonly ('post' | 'patch')[]
}

/** How the router, or the first line of a handler, keeps older versions out: whatever the method is, or only known ones. */
export interface VersionGate {
  readonly since: number
  readonly text: string
  /** What patches are told, which came later. */
  readonly patches?: { readonly since: number; readonly text: string }
  /** Set where newer servers are gated by their handlers, in words of their own where they have them. */
  readonly inHandlersFrom?: ServerFeature
  readonly handlerText?: string
  /** For how many parts behind the path; for any when absent. */
  readonly arguments?: 'none' | 'some'
  /** When it is not 404 for reading and 405 for the rest. */
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
 * Those whose paths are known to the router. A part that none of them has is an argument to the one before.
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
  // Their methods are below them, and they name none.
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
    // The controller refuses while it is being made, where nobody expects a refusal.
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
  /** What stands behind it in the path. */
  readonly args: readonly string[]
}

/** The one with the longest path that this path begins with. */
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
