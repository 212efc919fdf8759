import { PROVISION_STATES } from 'ironic-driver'
import { PROVISION_VERBS, verbIsLegal, type ProvisionVerb } from 'ironic-driver/client'
import type { JsonObject } from '../../comparison/json-value.js'
import { conversation, force, get, given, put, settle } from '../conversation.js'
import { aNode, aNodeIn } from './given-nodes.js'

const verbs = Object.keys(PROVISION_VERBS) as ProvisionVerb[]
const step = { interface: 'deploy', step: 'x', args: {} }

const ask = (target: string, more: JsonObject = {}) =>
  put('/v1/nodes/{id:web}/states/provision', { target, ...more })

/** Further arguments of a verb, so that only the state can be wrong. */
const needed: Partial<Record<string, JsonObject>> = {
  clean: { clean_steps: [step] },
  service: { service_steps: [step] },
  rescue: { rescue_password: 'x' },
}

const look = get('/v1/nodes/{id:web}/states', { at: '1.82' })

/** Ironic's internal event for the next state, which it accepts from any client: then the node is busy. */
const takenByChance: Readonly<Record<string, string>> = { cleaning: 'manage', deleting: 'clean' }

const refusals = (state: string) =>
  verbs
    .filter((verb) => verbIsLegal(verb, state) === false && takenByChance[state] !== verb)
    .map((verb) => ask(verb, needed[verb]))

export const provisionConversations = [
  conversation(
    'verbs that a state does not take',
    ['newest'],
    [
      ...aNodeIn('web', 'enroll'),
      ...Object.keys(PROVISION_STATES).flatMap((state) => [
        force('{id:web}', { provision_state: state }),
        ...refusals(state),
      ]),
    ],
  ),
  conversation(
    'verbs while the node is locked',
    ['newest'],
    [
      ...aNodeIn('web', 'available'),
      force('{id:web}', {
        provision_state: 'deploying',
        target_provision_state: 'active',
        reservation: '127.9.9.9',
      }),
      ...verbs.map((verb) => ask(verb, needed[verb])),
      force('{id:web}', { provision_state: 'manageable', target_provision_state: null, reservation: null }),
    ],
  ),
  ...Object.entries(PROVISION_VERBS).map(([verb, { since }]) => {
    const minor = Number(since.split('.')[1])
    const before = minor === 1 ? [] : [`1.${minor - 1}`]
    return conversation(
      `the verb ${verb} in its first version`,
      [...before, since],
      [
        aNode('web'),
        ask(verb === 'manage' ? 'provide' : verb),
        put('/v1/nodes/{id:nobody}/states/provision', { target: verb }),
      ],
    )
  }),
  conversation(
    'targets that are none',
    ['1.1', '1.73', 'newest'],
    [
      ...aNodeIn('web', 'enroll'),
      ...[
        'wheels',
        '',
        'ACTIVE',
        'deploy',
        'undeploy',
        'done',
        'fail',
        'available',
        'clean',
        'hold',
        'wait',
      ].map((target) => ask(target)),
      put('/v1/nodes/{id:web}/states/provision'),
      put('/v1/nodes/{id:web}/states/provision', {}),
      put('/v1/nodes/{id:web}/states/provision', []),
      put('/v1/nodes/{id:web}/states/provision', 'x'),
      put('/v1/nodes/{id:web}/states/provision', { target: null }),
      put('/v1/nodes/{id:web}/states/provision', { target: 5 }),
      put('/v1/nodes/{id:web}/states/provision', { target: 'manage', wheels: 4 }),
      put('/v1/nodes/{id:web}/states/provision', undefined, { text: '{' }),
      put('/v1/nodes/{id:web}/states/provision?target=provide'),
      put(
        '/v1/nodes/{id:web}/states/provision',
        { target: 'provide' },
        { headers: { 'content-type': 'text/plain' } },
      ),
      get('/v1/nodes/{id:web}/states/provision'),
      put('/v1/nodes/{id:web}/states', { target: 'manage' }),
      put('/v1/nodes/{run}-web/states/provision', { target: 'provide' }),
      put('/v1/nodes/nobody/states/provision', { target: 'provide' }),
    ],
  ),
  conversation(
    'what is said beside the target',
    ['1.34', '1.56', '1.69', '1.92', 'newest'],
    [
      ...aNodeIn('web', 'available'),
      ask('active', { configdrive: 5 }),
      ask('active', { configdrive: [] }),
      ask('active', { configdrive: 'not base64!' }),
      ask('active', { configdrive: { wheels: 4 } }),
      ask('active', { configdrive: { meta_data: 'x' } }),
      ask('active', { configdrive: { user_data: 5 } }),
      ask('active', { configdrive: { vendor_data: {}, wheels: 4 } }),
      ask('active', { configdrive: { network_data: [] } }),
      ask('active', { deploy_steps: 'x' }),
      ask('active', { deploy_steps: [{}] }),
      ask('active', { deploy_steps: ['x'] }),
      ask('active', { deploy_steps: [{ ...step, priority: 'x' }] }),
      ask('active', { deploy_steps: [{ ...step, priority: -1 }] }),
      ask('active', { deploy_steps: [{ ...step, interface: 'wheels', priority: 1 }] }),
      ask('active', { deploy_steps: [{ ...step, wheels: 1, priority: 1 }] }),
      ask('active', { deploy_steps: [{ interface: 'deploy', step: '', args: {}, priority: 1 }] }),
      ask('active', { deploy_steps: [{ interface: 'deploy', step: 'x', args: 'x', priority: 1 }] }),
      ask('active', { clean_steps: [step] }),
      ask('active', { service_steps: [step] }),
      ask('active', { rescue_password: 'x' }),
      ask('active', { rescue_password: 5 }),
      ask('active', { disable_ramdisk: true }),
      ask('active', { disable_ramdisk: 'maybe' }),
      ask('active', { runbook: 'x' }),
      ask('manage', { configdrive: 'eA==' }),
      ask('manage', { deploy_steps: [{ ...step, priority: 1 }] }),
      force('{id:web}', { provision_state: 'active' }),
      ask('rebuild', { configdrive: 5 }),
      ask('rebuild', { configdrive: { wheels: 4 } }),
      ask('deleted', { configdrive: 'eA==' }),
      ask('rescue'),
      ask('rescue', { rescue_password: ' ' }),
      ask('rescue', { rescue_password: null }),
      ask('service'),
      ask('service', { service_steps: [] }),
      ask('service', { service_steps: [{}] }),
      ask('service', { service_steps: [step], runbook: 'x' }),
      ask('service', { runbook: '{run}' }),
      force('{id:web}', { provision_state: 'manageable' }),
      ask('clean'),
      ask('clean', { clean_steps: [] }),
      ask('clean', { clean_steps: 'x' }),
      ask('clean', { clean_steps: [{}] }),
      ask('clean', { clean_steps: [{ interface: 'wheels', step: 'x' }] }),
      ask('clean', { clean_steps: [{ interface: 'deploy', step: 'x', order: 'x' }] }),
      ask('clean', { clean_steps: [{ interface: 'deploy', step: 5 }] }),
      ask('clean', { clean_steps: [{ interface: 'deploy', step: 'x', args: [] }] }),
      ask('clean', { clean_steps: [{ interface: 'deploy', step: 'x', priority: 1 }] }),
      ask('clean', { clean_steps: [step], disable_ramdisk: 'maybe' }),
      ask('clean', { runbook: '{run}' }),
      ask('clean', { clean_steps: [step], runbook: '{run}' }),
    ],
  ),
  conversation(
    'verbs in maintenance',
    ['newest'],
    [
      ...aNodeIn('web', 'available', { maintenance: true }),
      ask('active'),
      force('{id:web}', { provision_state: 'active' }),
      ask('rebuild'),
      ask('rescue', { rescue_password: 'x' }),
      ask('service', { service_steps: [step] }),
      force('{id:web}', { provision_state: 'rescue' }),
      ask('unrescue'),
      force('{id:web}', { provision_state: 'manageable' }),
      ask('clean', { clean_steps: [step] }),
    ],
  ),
  conversation(
    'the life of a machine',
    ['1.38', 'newest'],
    [
      aNode('web', { resource_class: '{run}' }),
      ask('manage'),
      settle('/v1/nodes/{id:web}'),
      look,
      ask('inspect'),
      settle('/v1/nodes/{id:web}'),
      get('/v1/nodes/{id:web}?fields=inspection_started_at,inspection_finished_at,properties,last_error'),
      put('/v1/nodes/{id:web}/states/power', { target: 'power off' }),
      settle('/v1/nodes/{id:web}'),
      ask('provide'),
      settle('/v1/nodes/{id:web}'),
      look,
      given(put('/v1/nodes/{id:web}/traits', { traits: ['CUSTOM_A'] })),
      ask('active', { configdrive: 'eA==' }),
      settle('/v1/nodes/{id:web}'),
      get('/v1/nodes/{id:web}'),
      look,
      ask('active'),
      ask('rebuild'),
      settle('/v1/nodes/{id:web}'),
      look,
      ask('rescue', { rescue_password: 'secret' }),
      settle('/v1/nodes/{id:web}'),
      get('/v1/nodes/{id:web}'),
      ask('unrescue'),
      settle('/v1/nodes/{id:web}'),
      look,
      ask('deleted'),
      settle('/v1/nodes/{id:web}'),
      get('/v1/nodes/{id:web}'),
      ask('manage'),
      settle('/v1/nodes/{id:web}'),
      ask('adopt'),
      settle('/v1/nodes/{id:web}'),
      look,
      ask('deleted'),
      settle('/v1/nodes/{id:web}'),
      ask('manage'),
      settle('/v1/nodes/{id:web}'),
      ask('clean', { clean_steps: [{ interface: 'deploy', step: 'nothing' }] }),
      settle('/v1/nodes/{id:web}'),
      get('/v1/nodes/{id:web}'),
      ask('provide'),
      ask('manage'),
      settle('/v1/nodes/{id:web}'),
      look,
      ask('clean', { clean_steps: [{ interface: 'vendor', step: 'log_passthrough' }] }),
      settle('/v1/nodes/{id:web}'),
      get('/v1/nodes/{id:web}'),
      get('/v1/nodes/{id:web}/history', { at: 'newest' }),
      get('/v1/nodes/{id:web}/history/detail', { at: 'newest' }),
      get('/v1/nodes/{id:web}/history?detail=true', { at: 'newest' }),
    ],
  ),
  conversation(
    'a machine that is serviced',
    ['1.87', 'newest'],
    [
      ...aNodeIn('web', 'active'),
      ask('service', { service_steps: [{ interface: 'vendor', step: 'log_passthrough' }] }),
      settle('/v1/nodes/{id:web}'),
      get('/v1/nodes/{id:web}'),
      ask('service', { service_steps: [{ interface: 'vendor', step: 'nothing' }] }),
      settle('/v1/nodes/{id:web}'),
      get('/v1/nodes/{id:web}'),
      ask('abort'),
      settle('/v1/nodes/{id:web}'),
      get('/v1/nodes/{id:web}'),
    ],
  ),
  conversation(
    'aborted, and held no longer',
    ['1.37', '1.41', '1.85', '1.109'],
    [
      ...aNodeIn('web', 'manageable'),
      ...[
        ['clean wait', 'manageable'],
        ['clean hold', 'manageable'],
        ['inspect wait', 'manageable'],
        ['rescue wait', 'rescue'],
      ].flatMap(([state, target]) => [
        force('{id:web}', { provision_state: state ?? '', target_provision_state: target ?? null }),
        ask('abort'),
        settle('/v1/nodes/{id:web}'),
        look,
        get('/v1/nodes/{id:web}?fields=provision_state,last_error,maintenance'),
      ]),
      force('{id:web}', { provision_state: 'wait call-back', target_provision_state: 'active' }),
      ask('abort', {}),
      settle('/v1/nodes/{id:web}'),
      look,
    ],
  ),
]
