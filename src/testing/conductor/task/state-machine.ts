import type { TimingName } from '../../hardware/timings.js'

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

/**
 * The state after an event; with the newest microversion of the first server that has the transition, unless
 * every server has it.
 */
type Edge = string | readonly [to: string, since: number]

interface StateRow {
  /**
   * `busy`: a conductor works on the node, and a restart of the conductor fails it. `wait`: an agent works,
   * until the time-out. `hold`: a step has paused the work. `failed`, `stable`: nothing is under way.
   */
  readonly phase: 'stable' | 'busy' | 'wait' | 'hold' | 'failed'
  /** The stable state to which this state leads; null for a stable state. */
  readonly target: string | null
  /** The newest microversion of the first server that has the state, unless every server has it. */
  readonly since?: number
  /** The time limit of the wait, and whether a heartbeat of the agent restarts it. */
  readonly timeout?: TimingName
  readonly heartbeatsExtendTimeout?: true
  /** True when Ironic answers an agent that looks up its node. */
  readonly agentIsKnown?: true
  /** True when the node may be changed in this unstable state. In every failed state it may. */
  readonly updatable?: true
  readonly powerIsNotCompared?: true
  readonly on: Partial<Readonly<Record<ProvisionEvent, Edge>>>
}

/**
 * Ironic's state machine: a row for each provision state, with its transitions. Only the server's version
 * decides which transitions exist, never that of a request.
 *
 * @see openstack/ironic `ironic/common/state_machine.py` and `ironic/common/states.py`
 */
const STATES: Readonly<Record<string, StateRow>> = {
  enroll: { phase: 'stable', target: null, powerIsNotCompared: true, on: { manage: 'verifying' } },
  verifying: {
    phase: 'busy',
    target: 'manageable',
    updatable: true,
    on: { done: 'manageable', fail: 'enroll' },
  },
  manageable: {
    phase: 'stable',
    target: null,
    on: { provide: 'cleaning', clean: 'cleaning', inspect: 'inspecting', adopt: 'adopting' },
  },
  available: { phase: 'stable', target: null, on: { deploy: 'deploying', manage: 'manageable' } },
  active: {
    phase: 'stable',
    target: null,
    on: { rebuild: 'deploying', delete: 'deleting', rescue: 'rescuing', service: ['servicing', 87] },
  },
  error: { phase: 'stable', target: null, updatable: true, on: { rebuild: 'deploying', delete: 'deleting' } },
  rescue: {
    phase: 'stable',
    target: null,
    on: { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  },
  deploying: {
    phase: 'busy',
    target: 'active',
    agentIsKnown: true,
    on: { wait: 'wait call-back', hold: ['deploy hold', 85], done: 'active', fail: 'deploy failed' },
  },
  'wait call-back': {
    phase: 'wait',
    target: 'active',
    timeout: 'deployTimeout',
    heartbeatsExtendTimeout: true,
    agentIsKnown: true,
    powerIsNotCompared: true,
    on: {
      hold: ['deploy hold', 85],
      resume: 'deploying',
      fail: 'deploy failed',
      abort: ['deploy failed', 110],
      delete: 'deleting',
    },
  },
  'deploy hold': {
    phase: 'hold',
    target: 'active',
    since: 85,
    on: { unhold: ['wait call-back', 85], abort: ['deploy failed', 85] },
  },
  'deploy failed': {
    phase: 'failed',
    target: 'active',
    on: { rebuild: 'deploying', deploy: 'deploying', delete: 'deleting' },
  },
  deleting: { phase: 'busy', target: 'available', on: { fail: 'error', clean: 'cleaning' } },
  cleaning: {
    phase: 'busy',
    target: 'available',
    agentIsKnown: true,
    on: {
      done: 'available',
      manage: 'manageable',
      wait: 'clean wait',
      hold: ['clean hold', 85],
      fail: 'clean failed',
    },
  },
  'clean wait': {
    phase: 'wait',
    target: 'available',
    timeout: 'cleanTimeout',
    heartbeatsExtendTimeout: true,
    agentIsKnown: true,
    powerIsNotCompared: true,
    on: { hold: ['clean hold', 85], resume: 'cleaning', fail: 'clean failed', abort: 'clean failed' },
  },
  'clean hold': {
    phase: 'hold',
    target: 'available',
    since: 85,
    on: { unhold: ['clean wait', 85], abort: ['clean failed', 85] },
  },
  'clean failed': { phase: 'failed', target: 'available', on: { manage: 'manageable' } },
  inspecting: {
    phase: 'busy',
    target: 'manageable',
    agentIsKnown: true,
    updatable: true,
    on: { wait: 'inspect wait', done: 'manageable', fail: 'inspect failed' },
  },
  'inspect wait': {
    phase: 'wait',
    target: 'manageable',
    timeout: 'inspectTimeout',
    agentIsKnown: true,
    updatable: true,
    on: { resume: ['inspecting', 83], done: 'manageable', fail: 'inspect failed', abort: 'inspect failed' },
  },
  'inspect failed': {
    phase: 'failed',
    target: 'manageable',
    on: { manage: 'manageable', inspect: 'inspecting' },
  },
  adopting: { phase: 'busy', target: 'active', on: { done: 'active', fail: 'adopt failed' } },
  'adopt failed': {
    phase: 'failed',
    target: 'active',
    powerIsNotCompared: true,
    on: { adopt: 'adopting', manage: 'manageable' },
  },
  rescuing: {
    phase: 'busy',
    target: 'rescue',
    agentIsKnown: true,
    on: { wait: 'rescue wait', done: 'rescue', fail: 'rescue failed' },
  },
  'rescue wait': {
    phase: 'wait',
    target: 'rescue',
    timeout: 'rescueTimeout',
    agentIsKnown: true,
    on: { resume: 'rescuing', fail: 'rescue failed', abort: 'rescue failed', delete: 'deleting' },
  },
  'rescue failed': {
    phase: 'failed',
    target: 'rescue',
    on: { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  },
  unrescuing: { phase: 'busy', target: 'active', on: { done: 'active', fail: 'unrescue failed' } },
  'unrescue failed': {
    phase: 'failed',
    target: 'active',
    on: { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  },
  servicing: {
    phase: 'busy',
    target: 'active',
    since: 87,
    on: {
      wait: ['service wait', 87],
      hold: ['service hold', 87],
      done: ['active', 87],
      fail: ['service failed', 87],
    },
  },
  'service wait': {
    phase: 'wait',
    target: 'active',
    since: 87,
    timeout: 'serviceTimeout',
    heartbeatsExtendTimeout: true,
    agentIsKnown: true,
    on: {
      resume: ['servicing', 87],
      hold: ['service hold', 87],
      fail: ['service failed', 87],
      abort: ['service failed', 87],
      delete: ['deleting', 99],
    },
  },
  'service hold': {
    phase: 'hold',
    target: 'active',
    since: 85,
    updatable: true,
    on: {
      service: ['servicing', 87],
      unhold: ['service wait', 87],
      fail: ['service failed', 101],
      abort: ['service failed', 87],
    },
  },
  'service failed': {
    phase: 'failed',
    target: 'active',
    since: 87,
    on: {
      service: ['servicing', 87],
      rescue: ['rescuing', 87],
      wait: ['service wait', 101],
      hold: ['service hold', 101],
      delete: ['deleting', 96],
      abort: ['active', 101],
    },
  },
}

/** Returns the row of a provision state, or `undefined` when Ironic has no such state. */
export function stateRow(state: string): StateRow | undefined {
  return Object.hasOwn(STATES, state) ? STATES[state] : undefined
}

/**
 * Returns the state after the event, or `undefined` when a server of that newest microversion refuses the
 * event.
 */
export function nextState(from: string, event: string, serverMinor: number): string | undefined {
  const edge = stateRow(from)?.on[event as ProvisionEvent]
  if (edge === undefined || typeof edge === 'string') return edge
  const [to, since] = edge
  return since > serverMinor ? undefined : to
}

/** Returns whether a node may be changed in this unstable state. */
export function isUpdatable(state: string): boolean {
  const row = stateRow(state)
  return row?.phase === 'failed' || row?.updatable === true
}
