import fc from 'fast-check'
import type { HttpMethod } from 'ironic-driver'
import { ROUTES } from '../../../src/testing/api/routes.js'

/** A request as it is sent. */
export interface RandomRequest {
  readonly method: HttpMethod
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: string | undefined
}

/** The identifiers of everything in the world. */
export const KNOWN = {
  node: '11111111-1111-4111-8111-111111111111',
  port: '22222222-2222-4222-8222-222222222222',
  portgroup: '33333333-3333-4333-8333-333333333333',
  other: '44444444-4444-4444-8444-444444444444',
} as const

const METHODS = fc.constantFrom<HttpMethod>('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE')

/** Values of a variable part of a path: known, unknown and invalid ones. */
const ident = fc.oneof(
  fc.constantFrom('a', 'locked', 'busy', 'big', 'spring', 'CUSTOM_A', 'cdrom', 'fake-hardware', 'redfish'),
  fc.constantFrom(...Object.values(KNOWN)),
  fc.constantFrom('..', '.', '%', '%zz', '%2F', '', 'None', '__proto__', 'constructor', 'a.json', 'ä'),
  fc.string({ maxLength: 8 }),
)

/** A path of a route with its parts filled in, sometimes with one part more, fewer or different. */
const path = fc
  .record({
    route: fc.constantFrom(...ROUTES.all),
    idents: fc.array(ident, { minLength: 4, maxLength: 4 }),
    change: fc.constantFrom('none', 'none', 'none', 'none', 'longer', 'shorter', 'other'),
    start: fc.constantFrom('', '', '', '', '/v2', '//', '/v1/v1'),
    slash: fc.constantFrom('', '', '', '/'),
  })
  .map(({ route, idents, change, start, slash }) => {
    let index = 0
    const filled = route.path.replaceAll(/\{\w+\}/g, () => idents[index++ % 4] ?? '')
    const parts = filled.split('/')
    if (change === 'longer') parts.push(idents[3] ?? '')
    if (change === 'shorter') parts.pop()
    if (change === 'other') parts[parts.length - 1] = idents[3] ?? ''
    return { method: route.method, path: `${start}${parts.join('/')}${slash}` }
  })

const NAMES = [
  ...['fields', 'limit', 'marker', 'sort_key', 'sort_dir', 'detail', 'node', 'shard', 'sharded', 'project'],
  ...['target', 'reason', 'provision_state', 'maintenance', 'associated', 'instance_uuid', 'driver', 'fault'],
  ...['resource_class', 'conductor_group', 'owner', 'lessee', 'retired', 'type', 'address', 'chassis_uuid'],
  ...['timeout', 'enabled', 'value', 'boot_device', 'persistent', 'method', 'include_children', '__proto__'],
  ...['name', 'uuid', 'node_uuid', 'node_ident', 'portgroup_uuid', 'extra', 'properties', 'traits', 'steps'],
  ...['clean_steps', 'deploy_steps', 'service_steps', 'configdrive', 'rescue_password', 'runbook', 'id'],
  ...[
    'disable_ramdisk',
    'port_uuid',
    'volume_id',
    'volume_type',
    'boot_index',
    'connector_id',
    'candidate_nodes',
  ],
  ...[
    'description',
    'public',
    'device_type',
    'image_url',
    'local_link_connection',
    'physical_network',
    'mode',
  ],
]
const name = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, fc.string({ maxLength: 6 }))

const WORDS = [
  ...[
    '1',
    '0',
    '-1',
    '1e9',
    'true',
    'False',
    'maybe',
    'active',
    'deleted',
    'rebuild',
    'manage',
    'provide',
    'clean',
  ],
  ...[
    'inspect',
    'abort',
    'adopt',
    'rescue',
    'unrescue',
    'service',
    'unhold',
    'power on',
    'power off',
    'rebooting',
  ],
  ...[
    'soft power off',
    'available',
    'error',
    'uuid,name',
    'extra',
    'id',
    'created_at',
    'desc',
    'toString',
    'None',
  ],
  ...[
    'fake-hardware',
    'redfish',
    'uefi',
    'pxe',
    '52:54:00:12:34:56',
    'iscsi',
    'wwn',
    'CUSTOM_A',
    'CUSTOM_LARGE',
  ],
  ...Object.values(KNOWN),
]
const word = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...WORDS) }, fc.string({ maxLength: 8 }))

const query = fc
  .array(fc.tuple(name, word), { maxLength: 3 })
  .map((pairs) => (pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`))

const step = fc.record(
  {
    interface: fc.constantFrom('bios', 'deploy', 'vendor', 'nothing'),
    step: fc.constantFrom('factory_reset', 'deploy', 'hold', 'log_passthrough', 'nothing'),
    args: fc.constantFrom({}, { settings: [] }, null, 5),
    order: fc.constantFrom(1, '2', -1, null),
    priority: fc.constantFrom(1, '2', -1, 'x'),
  },
  { requiredKeys: [] },
)

const value = fc.oneof(
  word,
  fc.integer({ min: -2, max: 5 }),
  fc.boolean(),
  fc.constant(null),
  fc.array(step, { maxLength: 2 }),
  fc.array(word, { maxLength: 2 }),
  fc.jsonValue({ maxDepth: 2 }),
)

const FIELDS = [
  ...[
    '/extra',
    '/extra/a',
    '/name',
    '/instance_uuid',
    '/driver',
    '/maintenance',
    '/node_uuid',
    '/traits',
    '/steps',
  ],
  ...[
    '/instance_info/a~1b',
    '/properties',
    '/driver_info/x',
    '/owner',
    '/lessee',
    '/shard',
    '/protected',
    '/retired',
  ],
  ...[
    '/network_interface',
    '/chassis_uuid',
    '/address',
    '/pxe_enabled',
    '/portgroup_uuid',
    '/local_link_connection',
  ],
  ...[
    '/physical_network',
    '/volume_id',
    '/boot_index',
    '/parent_node',
    '/resource_class',
    '/uuid',
    '/links',
    '/',
  ],
  ...[
    '/provision_state',
    '/reservation',
    '/network_data',
    '/traits/0',
    '/candidate_nodes',
    '',
    '/description',
  ],
]
const operation = fc.record(
  {
    op: fc.constantFrom('add', 'replace', 'remove', 'test', 5),
    path: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...FIELDS) }, fc.string({ maxLength: 10 })),
    value,
  },
  { requiredKeys: [] },
)

const json = fc.oneof(
  { weight: 3, arbitrary: fc.array(operation, { maxLength: 3 }) },
  {
    weight: 5,
    arbitrary: fc
      .uniqueArray(fc.tuple(name, value), { maxLength: 4, selector: ([key]) => key })
      .map(Object.fromEntries),
  },
  value,
)
const body = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 8, arbitrary: json.map((given: unknown) => JSON.stringify(given)) },
  fc.constantFrom('', '{', 'null', '[', '{"a":1', '\u0000', '"'),
  fc.string({ maxLength: 20 }),
)

const version = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 116 }).map((minor) => `1.${String(minor)}`) },
  { weight: 5, arbitrary: fc.constantFrom('1.115', '1.82', '1.72', 'latest') },
  fc.constantFrom('', '1', '2.0', '1.-1', '1.1.1', 'LATEST', '9'.repeat(40)),
  fc.string({ maxLength: 6 }),
)
const headers = fc
  .record({
    version,
    type: fc.constantFrom(
      'application/json',
      'application/json',
      'application/json; charset=utf-8',
      'text/plain',
      '',
    ),
    standard: fc.option(fc.constantFrom('baremetal 1.50', 'baremetal latest', 'compute 2.1', 'x'), {
      freq: 9,
    }),
  })
  .map((given) => ({
    'x-openstack-ironic-api-version': given.version,
    ...(given.type === '' ? {} : { 'content-type': given.type }),
    ...(given.standard === null ? {} : { 'openstack-api-version': given.standard }),
  }))

/** Any request near what the API knows. The routes are the simulator's own, so that new ones are included. */
export const ANY_REQUEST: fc.Arbitrary<RandomRequest> = fc
  .record({ path, query, headers, body, method: fc.option(METHODS, { freq: 3 }) })
  .map(({ path: found, query: asked, method, ...rest }) => ({
    ...rest,
    method: method ?? found.method,
    path: `${found.path}${asked}`,
  }))
