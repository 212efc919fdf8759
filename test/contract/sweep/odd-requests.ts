import {
  type Ask,
  type AskOptions,
  type Conversation,
  conversation,
  get,
  patch,
  post,
  put,
  remove,
} from '../replies/conversation.js'
import { aNode, aPort } from '../replies/conversations/given-nodes.js'

const VERSION = 'X-OpenStack-Ironic-API-Version'
const few: AskOptions = { oursOnly: true, shown: ['uuid', 'name'] }
const NODE = '/v1/nodes/{id:web}'

const VERSIONS_SENT = [
  ...[
    '1',
    '1.',
    '.1',
    '1.0',
    '1.00001',
    '01.31',
    '1.31.0',
    ' 1.31 ',
    '1,31',
    '1.31,1.46',
    'latest',
    'LATEST',
    'late',
  ],
  ...[
    '2.0',
    '-1.5',
    '1.-5',
    '+1.31',
    '1.9999999999',
    '0.1',
    'v1.31',
    '1.31 baremetal',
    'baremetal 1.31',
    '',
    'None',
  ],
]

const STANDARD = [
  ...[
    'baremetal 1.31',
    'baremetal latest',
    'compute 2.1',
    'compute 2.1, baremetal 1.31',
    'BAREMETAL 1.31',
    'baremetal',
  ],
  ...['baremetal 2.1', 'baremetal x', '1.31', 'baremetal=1.31', 'baremetal  1.31'],
]

/** Headers with a version, or with another form of body. */
const headers: readonly Ask[] = [
  ...VERSIONS_SENT.map((sent) => get(NODE, { ...few, at: null, headers: { [VERSION]: sent } })),
  ...STANDARD.map((sent) => get(NODE, { ...few, at: null, headers: { 'OpenStack-API-Version': sent } })),
  ...['*/*', 'application/json;q=0', ''].map((accept) => get(NODE, { ...few, headers: { accept } })),
  ...['text/plain', 'application/JSON', 'application/json; charset=utf-8'].map((type) =>
    put(`${NODE}/maintenance`, { reason: 'x' }, { ...few, headers: { 'content-type': type } }),
  ),
]

/** Malformed queries and paths. */
const paths: readonly Ask[] = [
  ...[
    '?',
    '??',
    '?&',
    '?=',
    '?=x',
    '?fields',
    '?fields=uuid&',
    '?fields=uuid,uuid',
    '?fields=uuid,,name',
    '?Fields=uuid',
  ],
  ...[
    '?fields=%75uid',
    '?fields=uuid%2Cname',
    '?fields=uuid%00',
    '?fields=+uuid',
    '?fields=uuid+',
    '?fields=links',
  ],
  ...['/', '//', '/?fields=uuid', '/%20', '/states/', '/states//', '/STATES', '/ports/', '/vifs/'],
].map((rest) => get(NODE + rest, few))

const elsewhere: readonly Ask[] = [
  ...[
    '/v1/',
    '/v1//',
    '/v2',
    '/v1.0/nodes',
    '/V1/nodes',
    '/v1/Nodes',
    '/v1/nodes/{ID:web}',
    '/v1/nodes/{run}-web.json',
  ],
  ...['/v1/nodes/{run}-WEB', '/v1/nodes/%7Bx%7D', '/v1/nodes/a%20b', '/v1/nodes/é'],
  ...[
    '/v1/ports/{ID:port}',
    '/v1/ports/{mac}:01',
    '/v1/nodes?limit=1&limit=2',
    '/v1/nodes?limit=1e3',
    '/v1/nodes?limit=0x1',
  ],
  ...[
    '/v1/nodes?maintenance=TRUE&limit=0',
    '/v1/nodes?associated=yes&limit=-0',
    '/v1/nodes?marker={ID:web}&limit=1',
  ],
  ...[
    '/v1/nodes?sort_key=uuid&sort_dir=ASC',
    '/v1/nodes?detail=true&fields=uuid',
    '/v1/nodes?detail=false&fields=uuid',
  ],
  ...['/v1/ports?detail=true&fields=uuid', '/v1/ports/detail?detail=true', '/v1/nodes/detail?fields=uuid'],
  ...[
    '/v1/nodes?provision_state=ENROLL&limit=0',
    '/v1/nodes?driver=FAKE-hardware&limit=0',
    '/v1/drivers?type=CLASSIC',
  ],
  ...[
    '/v1/drivers/FAKE-HARDWARE',
    '/v1/drivers/x',
    '/v1/conductors/x',
    '/v1/nodes?instance_uuid={ID:web}',
    '/v1/chassis/x',
  ],
].map((path) => get(path, few))

const raw = (text: string): AskOptions => ({ ...few, text })

const TEXTS = [
  ...['', ' ', 'null', 'true', '5', '"x"', '[]', '[[]]', '{', '}', '\ufeff{}'],
  ...[
    '[null]',
    '[5]',
    '["x"]',
    '[{}]',
    '[{"op":"add"}]',
    '[{"path":"/extra/a"}]',
    '[{"op":"add","path":"/extra/a"}]',
  ],
  ...['[{"op":"ADD","path":"/extra/a","value":1}]', '[{"op":"add","path":"extra/a","value":1}]'],
  ...[
    '[{"op":"add","path":"","value":1}]',
    '[{"op":"add","path":"/","value":1}]',
    '[{"op":"add","path":"/extra/","value":1}]',
  ],
  ...['[{"op":"add","path":"/extra/a~1b","value":1}]', '[{"op":"add","path":"/extra/a b","value":1}]'],
  ...['[{"op":"move","path":"/extra/b","from":"/extra/a"}]', '[{"op":"test","path":"/extra","value":{}}]'],
  ...[
    '[{"op":"add","path":"/extra/__proto__","value":1}]',
    '[{"op":"replace","path":"/extra/nope","value":1}]',
  ],
  ...['[{"op":"remove","path":"/extra/nope"}]', '[{"op":"add","path":"/extra/a/b/c","value":1}]'],
  ...['[{"op":"add","path":"/extra/a","value":1,"value":2}]'],
  ...['[{"op":"add","path":"/extra/a","value":1},{"op":"remove","path":"/extra/a"}]'],
  ...['[{"op":"add","path":"/extra/l","value":[1]},{"op":"add","path":"/extra/l/-","value":2}]'],
]

const bodies: readonly Ask[] = TEXTS.flatMap((text) => [
  patch(NODE, undefined, { ...raw(text), shown: ['uuid', 'extra'] }),
  post('/v1/ports', undefined, raw(text)),
  put(`${NODE}/states/provision`, undefined, raw(text)),
])

/** Requests in a row, each of which meets the results of the one before. */
const orders: readonly Ask[] = [
  put(`${NODE}/maintenance`, { reason: '' }, few),
  put(`${NODE}/maintenance`, { reason: 'x'.repeat(300) }, few),
  get(`${NODE}?fields=maintenance,maintenance_reason`),
  patch(NODE, [{ op: 'replace', path: '/maintenance', value: false }], { shown: ['maintenance'] }),
  get(`${NODE}?fields=maintenance,maintenance_reason`),
  remove(`${NODE}/maintenance`, undefined, few),
  remove(`${NODE}/maintenance`, {}, few),
  remove(`${NODE}/maintenance?reason=x`, undefined, few),
  ...['MANAGE', '', 'undeploy', 'nope'].map((target) =>
    put(`${NODE}/states/provision`, { target, clean_steps: [] }, few),
  ),
  ...['POWER ON', 'on', '', 'reboot now'].map((target) =>
    put(`${NODE}/states/power`, { target, timeout: 0 }, few),
  ),
  put(`${NODE}/states/power`, { target: 'power on', timeout: 'x' }, few),
  put(`${NODE}/states/power`, { target: 'power on', timeout: 1.5 }, few),
  put(`${NODE}/traits`, { traits: ['CUSTOM_A', 'CUSTOM_A'] }, few),
  get(`${NODE}/traits`),
  put(`${NODE}/traits/CUSTOM_B`, { traits: [] }, few),
  put(`${NODE}/traits`, { traits: null }, few),
  put(`${NODE}/traits`, { traits: 'CUSTOM_A' }, few),
  put(`${NODE}/traits/custom_a`, undefined, few),
  remove(`${NODE}/traits/CUSTOM_A`, undefined, few),
  remove(`${NODE}/traits/CUSTOM_A`, undefined, few),
  patch('/v1/ports/{id:port}', [], few),
  patch('/v1/ports/{id:port}', [{ op: 'replace', path: '/extra', value: {} }], few),
  patch('/v1/ports/{ID:port}', [{ op: 'add', path: '/extra/a', value: 1 }], { shown: ['extra'] }),
  patch('/v1/ports/{id:port}', [{ op: 'replace', path: '/address', value: '{mac}:0F' }], {
    shown: ['address'],
  }),
  post('/v1/ports', { node_uuid: '{ID:web}', address: '{mac}:0e' }, { shown: ['address', 'node_uuid'] }),
  post('/v1/ports', { node_uuid: '{id:web}', address: '{mac}:0F' }, few),
  remove('/v1/ports/{ID:port}', undefined, few),
  remove('/v1/ports/{id:port}', undefined, few),
  post(`${NODE}/vifs`, { id: 'x' }, few),
  post(`${NODE}/vifs`, { id: '{ID:vif}' }, few),
  get(`${NODE}/vifs`),
  remove(`${NODE}/vifs/nope`, undefined, few),
]

const before = [aNode('web'), aPort('port', 'web', '01')]
const talk = (name: string, asked: readonly Ask[]) => conversation(name, ['newest'], [...before, ...asked])

/** Requests that no client should send, alone or in that order. */
export const oddRequests: readonly Conversation[] = [
  talk('odd headers', headers),
  talk('odd paths of a node', paths),
  talk('odd paths elsewhere', elsewhere),
  talk('odd bodies', bodies),
  talk('odd orders', orders),
]
