import { ApiFault, noSuchMethod, noSuchRoute } from '../../refusals/api-fault.js'
import { serverHas } from '../../world/server-features.js'
import type { ApiReply, ApiRequest } from '../framework/api-request.js'
import { refuseArguments } from '../framework/arguments.js'
import type { Route } from '../framework/route.js'

/** The collections in the version document, with the version that introduced each. */
const COLLECTIONS: Readonly<Record<string, number>> = {
  chassis: 1,
  nodes: 1,
  ports: 1,
  drivers: 1,
  portgroups: 23,
  volume: 32,
  lookup: 22,
  heartbeat: 22,
  conductors: 49,
  allocations: 52,
  events: 54,
  deploy_templates: 55,
  shards: 82,
  runbooks: 92,
  inspection_rules: 96,
  continue_inspection: 84,
}

function versionObject({ publicUrl, world: { settings } }: ApiRequest) {
  return {
    id: 'v1',
    links: [{ href: `${publicUrl}/v1/`, rel: 'self' }],
    status: 'CURRENT',
    min_version: `1.${settings.minMinor}`,
    version: `1.${settings.maxMinor}`,
  }
}

const WRITING_METHODS = ['POST', 'PUT', 'PATCH', 'DELETE'] as const

/** Refuses to write the version document, in the form of a handler's refusal. */
function refuseToWrite(): never {
  throw new ApiFault(
    405,
    'The server could not comply with the request since it is either malformed or otherwise incorrect.',
  )
}

/** Since then, traits have their own handlers. */
const TRAITS_SINCE = 37

const VOLUMES_SINCE = 32

function surplus(
  path: string,
  text: string,
  refusal: (request: ApiRequest) => ApiFault | undefined = () => undefined,
): Route {
  return {
    method: 'GET',
    path,
    handle: (request) => {
      throw refusal(request) ?? new ApiFault(500, text)
    },
  }
}

/** Shows the root for any method, as Ironic does. */
function showRoot(request: ApiRequest): ApiReply {
  refuseArguments(request, 'RootController.index')
  return {
    status: 200,
    body: {
      name: 'OpenStack Ironic API',
      description:
        'Ironic is an OpenStack project which enables the provision and management of baremetal machines.',
      default_version: versionObject(request),
      versions: [versionObject(request)],
    },
  }
}

/** @see openstack/ironic `ironic/api/controllers/root.py` and `ironic/api/controllers/v1/__init__.py` */
export const ROOT_ROUTES: readonly Route[] = [
  ...(['GET', ...WRITING_METHODS] as const).map((method) => ({ method, path: '/', handle: showRoot })),
  {
    method: 'GET',
    path: '/v1',
    handle: (request) => {
      if (request.method === 'HEAD' && !serverHas(request.world, 'standardVersionHeader')) refuseToWrite()
      refuseArguments(request, 'Controller.index')
      const { publicUrl, minor } = request
      const seen = Object.entries(COLLECTIONS).filter(([, since]) => since <= minor)
      const links = seen.map(([name]) => [
        name,
        [
          { href: `${publicUrl}/v1/${name}/`, rel: 'self' },
          { href: `${publicUrl}/${name}/`, rel: 'bookmark' },
        ],
      ])
      return {
        status: 200,
        body: {
          id: 'v1',
          links: [
            { href: `${publicUrl}/v1/`, rel: 'self' },
            {
              href: 'https://docs.openstack.org//ironic/latest/contributor//webapi.html',
              rel: 'describedby',
              type: 'text/html',
            },
          ],
          media_types: { base: 'application/json', type: 'application/vnd.openstack.ironic.v1+json' },
          version: versionObject(request),
          ...Object.fromEntries(links),
        },
      }
    },
  },
  ...WRITING_METHODS.map((method) => ({ method, path: '/v1', handle: refuseToWrite })),
  // Extra parts of a path are passed to a handler that does not expect them.
  ...(['GET', ...WRITING_METHODS] as const).map((method) => ({
    ...surplus('/v1//{extra}', 'Controller.index() takes 1 positional argument but 2 were given'),
    method,
  })),
  surplus(
    '/v1/volume/{extra}',
    'VolumeController.get() takes 1 positional argument but 2 were given',
    ({ minor }) => (minor < VOLUMES_SINCE ? noSuchRoute() : undefined),
  ),
  ...(['GET', 'PUT', 'DELETE'] as const).map((method) => ({
    method,
    path: '/v1/nodes/{node}/management/{extra}',
    handle: () => {
      throw noSuchMethod()
    },
  })),
  ...['{extra}', 'power', 'provision', 'raid', 'boot_mode', 'secure_boot'].map((name) =>
    surplus(
      `/v1/nodes/{node}/states/${name}`,
      'NodeStatesController.get() takes 2 positional arguments but 3 were given',
    ),
  ),
  surplus(
    '/v1/nodes/{node}/traits/{extra}',
    'NodesController.get_one() takes from 2 to 3 positional arguments but 4 were given',
    ({ minor }) => (minor < TRAITS_SINCE ? undefined : noSuchMethod()),
  ),
  surplus(
    '/v1/nodes/{node}/management/boot_device/{extra}',
    'BootDeviceController.get() takes 2 positional arguments but 3 were given',
  ),
]
