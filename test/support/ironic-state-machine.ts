/**
 * The state machine of Ironic 39.0, read from its source: the `target_provision_state` of each state, and
 * where each event leads. `EVENT_OF_VERB` maps the verbs that a caller may send to events.
 *
 * @see openstack/ironic `ironic/common/state_machine.py` (add_state, add_transition) and
 *   `ironic/common/states.py` (VERBS)
 */
export const IRONIC_STATE_MACHINE: Readonly<
  Record<string, { readonly target: string | null; readonly on: Readonly<Record<string, string>> }>
> = {
  active: {
    target: null,
    on: { rebuild: 'deploying', delete: 'deleting', rescue: 'rescuing', service: 'servicing' },
  },
  'adopt failed': { target: 'active', on: { adopt: 'adopting', manage: 'manageable' } },
  adopting: { target: 'active', on: { done: 'active', fail: 'adopt failed' } },
  available: { target: null, on: { deploy: 'deploying', manage: 'manageable' } },
  'clean failed': { target: 'available', on: { manage: 'manageable' } },
  'clean hold': { target: 'available', on: { abort: 'clean failed', unhold: 'clean wait' } },
  'clean wait': {
    target: 'available',
    on: { fail: 'clean failed', abort: 'clean failed', hold: 'clean hold', resume: 'cleaning' },
  },
  cleaning: {
    target: 'available',
    on: {
      done: 'available',
      fail: 'clean failed',
      wait: 'clean wait',
      hold: 'clean hold',
      manage: 'manageable',
    },
  },
  deleting: { target: 'available', on: { fail: 'error', clean: 'cleaning' } },
  'deploy failed': {
    target: 'active',
    on: { rebuild: 'deploying', deploy: 'deploying', delete: 'deleting' },
  },
  'deploy hold': { target: 'active', on: { unhold: 'wait call-back', abort: 'deploy failed' } },
  deploying: {
    target: 'active',
    on: { fail: 'deploy failed', wait: 'wait call-back', hold: 'deploy hold', done: 'active' },
  },
  enroll: { target: null, on: { manage: 'verifying' } },
  error: { target: null, on: { rebuild: 'deploying', delete: 'deleting' } },
  'inspect failed': { target: 'manageable', on: { manage: 'manageable', inspect: 'inspecting' } },
  'inspect wait': {
    target: 'manageable',
    on: { done: 'manageable', fail: 'inspect failed', abort: 'inspect failed', resume: 'inspecting' },
  },
  inspecting: {
    target: 'manageable',
    on: { done: 'manageable', fail: 'inspect failed', wait: 'inspect wait' },
  },
  manageable: {
    target: null,
    on: { provide: 'cleaning', clean: 'cleaning', inspect: 'inspecting', adopt: 'adopting' },
  },
  rescue: { target: null, on: { rescue: 'rescuing', delete: 'deleting', unrescue: 'unrescuing' } },
  'rescue failed': {
    target: 'rescue',
    on: { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  },
  'rescue wait': {
    target: 'rescue',
    on: { resume: 'rescuing', fail: 'rescue failed', abort: 'rescue failed', delete: 'deleting' },
  },
  rescuing: { target: 'rescue', on: { done: 'rescue', wait: 'rescue wait', fail: 'rescue failed' } },
  'service failed': {
    target: 'active',
    on: {
      service: 'servicing',
      rescue: 'rescuing',
      wait: 'service wait',
      hold: 'service hold',
      delete: 'deleting',
      abort: 'active',
    },
  },
  'service hold': {
    target: 'active',
    on: { service: 'servicing', unhold: 'service wait', fail: 'service failed', abort: 'service failed' },
  },
  'service wait': {
    target: 'active',
    on: {
      hold: 'service hold',
      resume: 'servicing',
      fail: 'service failed',
      abort: 'service failed',
      delete: 'deleting',
    },
  },
  servicing: {
    target: 'active',
    on: { done: 'active', fail: 'service failed', wait: 'service wait', hold: 'service hold' },
  },
  'unrescue failed': {
    target: 'active',
    on: { rescue: 'rescuing', unrescue: 'unrescuing', delete: 'deleting' },
  },
  unrescuing: { target: 'active', on: { done: 'active', fail: 'unrescue failed' } },
  verifying: { target: 'manageable', on: { done: 'manageable', fail: 'enroll' } },
  'wait call-back': {
    target: 'active',
    on: {
      hold: 'deploy hold',
      resume: 'deploying',
      fail: 'deploy failed',
      abort: 'deploy failed',
      delete: 'deleting',
    },
  },
}

/**
 * The event that each `target` of a provision request fires. `deploy` and `undeploy` are synonyms of two
 * others.
 */
export const EVENT_OF_VERB = {
  active: 'deploy',
  rebuild: 'rebuild',
  deleted: 'delete',
  manage: 'manage',
  provide: 'provide',
  inspect: 'inspect',
  abort: 'abort',
  clean: 'clean',
  adopt: 'adopt',
  rescue: 'rescue',
  unrescue: 'unrescue',
  unhold: 'unhold',
  service: 'service',
} as const
