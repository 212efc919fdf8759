/**
 * - `stable`: rests until a verb is sent.
 * - `busy`: Ironic works on it and holds the node's lock; every verb is refused.
 * - `wait`: Ironic waits for the machine (its agent) and mostly holds no lock.
 * - `hold`: paused by a step until somebody sends `unhold` or `abort`.
 * - `failed`: rests after a failure.
 */
export type ProvisionPhase = 'stable' | 'busy' | 'wait' | 'hold' | 'failed'

/** What a provision state says of a machine. */
export interface ProvisionStateFacts {
  /** What the state says of the machine, for people. */
  readonly meaning: string
  readonly phase: ProvisionPhase
  /** What `target_provision_state` reads meanwhile; more than one where the way in decides. */
  readonly targets: readonly string[]
  /** True when an instance may be on the machine's disk, so that only a tear-down ends it. */
  readonly occupied: boolean
}

function state(
  phase: ProvisionPhase,
  occupied: boolean,
  targets: readonly string[],
  meaning: string,
): ProvisionStateFacts {
  return { phase, occupied, targets, meaning }
}

/**
 * Every provision state that Ironic shows, as data.
 *
 * @see openstack/ironic `ironic/common/states.py` and `ironic/common/state_machine.py`
 */
export const PROVISION_STATES = {
  enroll: state('stable', false, [], 'known to Ironic, its management controller not yet proven'),
  verifying: state('busy', false, ['manageable'], 'its management controller is being tried'),
  manageable: state('stable', false, [], 'managed, and not offered for deployment'),
  available: state('stable', false, [], 'free to be deployed'),
  active: state('stable', true, [], 'deployed'),
  error: state('stable', true, [], 'its tear-down failed; only another tear-down ends it'),
  rescue: state('stable', true, [], 'running the rescue ramdisk'),

  inspecting: state('busy', false, ['manageable'], 'its hardware is being inspected'),
  'inspect wait': state('wait', false, ['manageable'], 'inspection waits for the agent'),
  'inspect failed': state('failed', false, ['manageable'], 'its inspection failed'),

  cleaning: state('busy', false, ['available', 'manageable'], 'it is being cleaned'),
  'clean wait': state('wait', false, ['available', 'manageable'], 'cleaning waits for the agent'),
  'clean hold': state('hold', false, ['available', 'manageable'], 'cleaning is paused by a step'),
  'clean failed': state('failed', false, ['available', 'manageable'], 'its cleaning failed'),

  deploying: state('busy', true, ['active'], 'it is being deployed'),
  'wait call-back': state('wait', true, ['active'], 'the deployment waits for the agent'),
  'deploy hold': state('hold', true, ['active'], 'the deployment is paused by a step'),
  'deploy failed': state('failed', true, ['active'], 'its deployment failed'),
  deleting: state('busy', true, ['available'], 'its instance is being torn down'),

  adopting: state('busy', true, ['active'], 'a running machine is being taken over'),
  'adopt failed': state('failed', true, ['active'], 'taking over a running machine failed'),

  rescuing: state('busy', true, ['rescue'], 'its rescue ramdisk is being started'),
  'rescue wait': state('wait', true, ['rescue'], 'rescue waits for the agent'),
  'rescue failed': state('failed', true, ['rescue'], 'starting its rescue ramdisk failed'),
  unrescuing: state('busy', true, ['active'], 'it is being brought back from rescue'),
  'unrescue failed': state('failed', true, ['active'], 'bringing it back from rescue failed'),

  servicing: state('busy', true, ['active'], 'the deployed machine is being serviced'),
  'service wait': state('wait', true, ['active'], 'service waits for the agent'),
  'service hold': state('hold', true, ['active'], 'service is paused by a step'),
  'service failed': state('failed', true, ['active'], 'servicing the deployed machine failed'),
} as const satisfies Record<string, ProvisionStateFacts>

/** A provision state that this library has heard of. */
export type KnownProvisionState = keyof typeof PROVISION_STATES

/** A provision state as Ironic words it. A newer Ironic may have one that this list does not know. */
export type ProvisionState = KnownProvisionState | (string & {})

/** The facts of a state, or `undefined` when this library has never heard of it. */
export function provisionStateFacts(state: ProvisionState): ProvisionStateFacts | undefined {
  return Object.hasOwn(PROVISION_STATES, state) ? PROVISION_STATES[state as KnownProvisionState] : undefined
}
