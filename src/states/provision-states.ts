/**
 * - `stable`: rests until a verb is sent.
 * - `busy`: Ironic works on it and holds the node's lock; every verb is refused.
 * - `wait`: Ironic waits for the machine (its agent) and mostly holds no lock.
 * - `hold`: paused by a step until somebody sends `unhold` or `abort`.
 * - `failed`: rests after a failure.
 */
export type ProvisionPhase = 'stable' | 'busy' | 'wait' | 'hold' | 'failed'

/** A field of a node that holds a step. */
export type StepField = 'clean_step' | 'deploy_step' | 'service_step'

/** A verb that leads out of a failure. */
export type RecoverVerb = 'manage' | 'unrescue' | 'abort' | 'rebuild' | 'deleted'

/** How a node gets out of a state that tells of a failure. */
export interface StateRecovery {
  readonly verb: RecoverVerb
  /** The verb where the instance need not be kept. Default: the same. */
  readonly destroying?: RecoverVerb
  /** True for a state that tells of a failure only together with a `last_error`. */
  readonly ifError?: boolean
}

/** What a provision state says of a machine. */
export interface ProvisionStateFacts {
  /** What the state says of the machine, for people. */
  readonly meaning: string
  readonly phase: ProvisionPhase
  /** What `target_provision_state` reads meanwhile; more than one where the way in decides. */
  readonly targets: readonly string[]
  /** True when an instance may be on the machine's disk, so that only a tear-down ends it. */
  readonly occupied: boolean
  /** Where Ironic shows the step that it does, or that failed; absent where it does none. */
  readonly step?: StepField
  /** Present where the state tells of a failure. */
  readonly recovery?: StateRecovery
  /** True where Ironic removes a node that is not in maintenance. */
  readonly removable?: boolean
}

function state(
  phase: ProvisionPhase,
  occupied: boolean,
  targets: readonly string[],
  meaning: string,
  rest: Pick<ProvisionStateFacts, 'step' | 'recovery' | 'removable'> = {},
): ProvisionStateFacts {
  return { phase, occupied, targets, meaning, ...rest }
}

const MANAGE = { verb: 'manage' } as const
const UNRESCUE = { verb: 'unrescue' } as const
const CLEANED = ['available', 'manageable'] as const
const CLEANING = { step: 'clean_step' } as const
const DEPLOYING = { step: 'deploy_step' } as const
const SERVICING = { step: 'service_step' } as const

/**
 * Every provision state that Ironic shows, as data.
 *
 * @see openstack/ironic `ironic/common/states.py` and `ironic/common/state_machine.py`
 */
export const PROVISION_STATES = {
  enroll: state('stable', false, [], 'known to Ironic, its management controller not yet proven', {
    recovery: { ...MANAGE, ifError: true },
    removable: true,
  }),
  verifying: state('busy', false, ['manageable'], 'its management controller is being tried'),
  manageable: state('stable', false, [], 'managed, and not offered for deployment', { removable: true }),
  available: state('stable', false, [], 'free to be deployed', { removable: true }),
  active: state('stable', true, [], 'deployed'),
  error: state('stable', true, [], 'its tear-down failed; only another tear-down ends it', {
    recovery: { verb: 'deleted' },
  }),
  rescue: state('stable', true, [], 'running the rescue ramdisk'),

  inspecting: state('busy', false, ['manageable'], 'its hardware is being inspected'),
  'inspect wait': state('wait', false, ['manageable'], 'inspection waits for the agent'),
  'inspect failed': state('failed', false, ['manageable'], 'its inspection failed', { recovery: MANAGE }),

  cleaning: state('busy', false, CLEANED, 'it is being cleaned', CLEANING),
  'clean wait': state('wait', false, CLEANED, 'cleaning waits for the agent', CLEANING),
  'clean hold': state('hold', false, CLEANED, 'cleaning is paused by a step', CLEANING),
  'clean failed': state('failed', false, CLEANED, 'its cleaning failed', { ...CLEANING, recovery: MANAGE }),

  deploying: state('busy', true, ['active'], 'it is being deployed', DEPLOYING),
  'wait call-back': state('wait', true, ['active'], 'the deployment waits for the agent', DEPLOYING),
  'deploy hold': state('hold', true, ['active'], 'the deployment is paused by a step', DEPLOYING),
  'deploy failed': state('failed', true, ['active'], 'its deployment failed', {
    ...DEPLOYING,
    recovery: { verb: 'rebuild', destroying: 'deleted' },
  }),
  deleting: state('busy', true, ['available'], 'its instance is being torn down'),

  adopting: state('busy', true, ['active'], 'a running machine is being taken over'),
  'adopt failed': state('failed', true, ['active'], 'taking over a running machine failed', {
    recovery: MANAGE,
    removable: true,
  }),

  rescuing: state('busy', true, ['rescue'], 'its rescue ramdisk is being started'),
  'rescue wait': state('wait', true, ['rescue'], 'rescue waits for the agent'),
  'rescue failed': state('failed', true, ['rescue'], 'starting its rescue ramdisk failed', {
    recovery: UNRESCUE,
  }),
  unrescuing: state('busy', true, ['active'], 'it is being brought back from rescue'),
  'unrescue failed': state('failed', true, ['active'], 'bringing it back from rescue failed', {
    recovery: UNRESCUE,
  }),

  servicing: state('busy', true, ['active'], 'the deployed machine is being serviced', SERVICING),
  'service wait': state('wait', true, ['active'], 'service waits for the agent', SERVICING),
  'service hold': state('hold', true, ['active'], 'service is paused by a step', SERVICING),
  'service failed': state('failed', true, ['active'], 'servicing the deployed machine failed', {
    ...SERVICING,
    recovery: { verb: 'abort' },
  }),
} as const satisfies Record<string, ProvisionStateFacts>

/** A provision state that this library has heard of. */
export type KnownProvisionState = keyof typeof PROVISION_STATES

/** A provision state as Ironic words it. A newer Ironic may have one that this list does not know. */
export type ProvisionState = KnownProvisionState | (string & {})

/** The facts of a state, or `undefined` when this library has never heard of it. */
export function provisionStateFacts(state: ProvisionState): ProvisionStateFacts | undefined {
  return Object.hasOwn(PROVISION_STATES, state) ? PROVISION_STATES[state as KnownProvisionState] : undefined
}
