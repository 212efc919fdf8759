/**
 * The events that move a node between provision states: the verbs, and the results that a conductor reports.
 */
export type ProvisionEvent =
  | 'deploy'
  | 'rebuild'
  | 'delete'
  | 'clean'
  | 'manage'
  | 'provide'
  | 'inspect'
  | 'abort'
  | 'adopt'
  | 'rescue'
  | 'unrescue'
  | 'unhold'
  | 'service'
  | 'wait'
  | 'hold'
  | 'resume'
  | 'done'
  | 'fail'

type Transition = readonly [from: string, event: ProvisionEvent, to: string, since?: number]

/**
 * The transitions of Ironic's state machine. The fourth column is the newest microversion of the first server
 * that has the transition. The version of a request plays no part in it.
 *
 * @see openstack/ironic `ironic/common/state_machine.py`
 */
const TRANSITIONS: readonly Transition[] = [
  ['enroll', 'manage', 'verifying'],
  ['verifying', 'done', 'manageable'],
  ['verifying', 'fail', 'enroll'],

  ['available', 'deploy', 'deploying'],
  ['available', 'manage', 'manageable'],

  ['deploying', 'wait', 'wait call-back'],
  ['deploying', 'hold', 'deploy hold', 85],
  ['deploying', 'done', 'active'],
  ['deploying', 'fail', 'deploy failed'],
  ['wait call-back', 'hold', 'deploy hold', 85],
  ['wait call-back', 'resume', 'deploying'],
  ['wait call-back', 'fail', 'deploy failed'],
  ['wait call-back', 'abort', 'deploy failed', 110],
  ['wait call-back', 'delete', 'deleting'],
  ['deploy hold', 'unhold', 'wait call-back', 85],
  ['deploy hold', 'abort', 'deploy failed', 85],
  ['deploy failed', 'rebuild', 'deploying'],
  ['deploy failed', 'deploy', 'deploying'],
  ['deploy failed', 'delete', 'deleting'],

  ['active', 'rebuild', 'deploying'],
  ['active', 'delete', 'deleting'],
  ['active', 'rescue', 'rescuing'],
  ['active', 'service', 'servicing', 87],

  ['deleting', 'fail', 'error'],
  ['deleting', 'clean', 'cleaning'],
  ['error', 'rebuild', 'deploying'],
  ['error', 'delete', 'deleting'],

  ['cleaning', 'done', 'available'],
  ['cleaning', 'manage', 'manageable'],
  ['cleaning', 'wait', 'clean wait'],
  ['cleaning', 'hold', 'clean hold', 85],
  ['cleaning', 'fail', 'clean failed'],
  ['clean wait', 'hold', 'clean hold', 85],
  ['clean wait', 'resume', 'cleaning'],
  ['clean wait', 'fail', 'clean failed'],
  ['clean wait', 'abort', 'clean failed'],
  ['clean hold', 'unhold', 'clean wait', 85],
  ['clean hold', 'abort', 'clean failed', 85],
  ['clean failed', 'manage', 'manageable'],

  ['manageable', 'provide', 'cleaning'],
  ['manageable', 'clean', 'cleaning'],
  ['manageable', 'inspect', 'inspecting'],
  ['manageable', 'adopt', 'adopting'],

  ['inspecting', 'wait', 'inspect wait'],
  ['inspecting', 'done', 'manageable'],
  ['inspecting', 'fail', 'inspect failed'],
  ['inspect wait', 'resume', 'inspecting', 83],
  ['inspect wait', 'done', 'manageable'],
  ['inspect wait', 'fail', 'inspect failed'],
  ['inspect wait', 'abort', 'inspect failed'],
  ['inspect failed', 'manage', 'manageable'],
  ['inspect failed', 'inspect', 'inspecting'],

  ['adopting', 'done', 'active'],
  ['adopting', 'fail', 'adopt failed'],
  ['adopt failed', 'adopt', 'adopting'],
  ['adopt failed', 'manage', 'manageable'],

  ['rescuing', 'wait', 'rescue wait'],
  ['rescuing', 'done', 'rescue'],
  ['rescuing', 'fail', 'rescue failed'],
  ['rescue wait', 'resume', 'rescuing'],
  ['rescue wait', 'fail', 'rescue failed'],
  ['rescue wait', 'abort', 'rescue failed'],
  ['rescue wait', 'delete', 'deleting'],
  ['rescue', 'rescue', 'rescuing'],
  ['rescue', 'unrescue', 'unrescuing'],
  ['rescue', 'delete', 'deleting'],
  ['rescue failed', 'rescue', 'rescuing'],
  ['rescue failed', 'unrescue', 'unrescuing'],
  ['rescue failed', 'delete', 'deleting'],
  ['unrescuing', 'done', 'active'],
  ['unrescuing', 'fail', 'unrescue failed'],
  ['unrescue failed', 'rescue', 'rescuing'],
  ['unrescue failed', 'unrescue', 'unrescuing'],
  ['unrescue failed', 'delete', 'deleting'],

  ['servicing', 'wait', 'service wait', 87],
  ['servicing', 'hold', 'service hold', 87],
  ['servicing', 'done', 'active', 87],
  ['servicing', 'fail', 'service failed', 87],
  ['service wait', 'resume', 'servicing', 87],
  ['service wait', 'hold', 'service hold', 87],
  ['service wait', 'fail', 'service failed', 87],
  ['service wait', 'abort', 'service failed', 87],
  ['service wait', 'delete', 'deleting', 99],
  ['service hold', 'service', 'servicing', 87],
  ['service hold', 'unhold', 'service wait', 87],
  ['service hold', 'fail', 'service failed', 101],
  ['service hold', 'abort', 'service failed', 87],
  ['service failed', 'service', 'servicing', 87],
  ['service failed', 'rescue', 'rescuing', 87],
  ['service failed', 'wait', 'service wait', 101],
  ['service failed', 'hold', 'service hold', 101],
  ['service failed', 'delete', 'deleting', 96],
  ['service failed', 'abort', 'active', 101],
]

const EDGES = new Map(TRANSITIONS.map(([from, event, to, since = 0]) => [`${from}/${event}`, { to, since }]))

/**
 * Returns the state after the event, or `undefined` when a server of that newest microversion refuses the
 * event.
 */
export function nextState(from: string, event: string, serverMinor: number): string | undefined {
  const edge = EDGES.get(`${from}/${event}`)
  return edge === undefined || edge.since > serverMinor ? undefined : edge.to
}

/** The target state of each state; a stable state has none. */
export const TARGET_OF: Readonly<Record<string, string | null>> = {
  enroll: null,
  manageable: null,
  available: null,
  active: null,
  error: null,
  rescue: null,
  verifying: 'manageable',
  deploying: 'active',
  'wait call-back': 'active',
  'deploy hold': 'active',
  'deploy failed': 'active',
  deleting: 'available',
  cleaning: 'available',
  'clean wait': 'available',
  'clean hold': 'available',
  'clean failed': 'available',
  inspecting: 'manageable',
  'inspect wait': 'manageable',
  'inspect failed': 'manageable',
  adopting: 'active',
  'adopt failed': 'active',
  rescuing: 'rescue',
  'rescue wait': 'rescue',
  'rescue failed': 'rescue',
  unrescuing: 'active',
  'unrescue failed': 'active',
  servicing: 'active',
  'service wait': 'active',
  'service hold': 'active',
  'service failed': 'active',
}

export const FAILURE_STATES: ReadonlySet<string> = new Set([
  'deploy failed',
  'clean failed',
  'inspect failed',
  'rescue failed',
  'unrescue failed',
  'adopt failed',
  'service failed',
])

/** @see openstack/ironic `ironic/common/states.py` (UPDATE_ALLOWED_STATES) */
export const UPDATE_ALLOWED_STATES: ReadonlySet<string> = new Set([
  'deploy failed',
  'inspecting',
  'inspect failed',
  'inspect wait',
  'clean failed',
  'error',
  'verifying',
  'adopt failed',
  'rescue failed',
  'unrescue failed',
  'service',
  'service hold',
  'service failed',
])
