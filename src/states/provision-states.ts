/**
 * - `stable`: rests until a verb is sent.
 * - `busy`: Ironic works on the node and holds its lock; every verb is refused.
 * - `wait`: Ironic waits for the agent on the node, mostly without a lock.
 * - `hold`: paused by a step until a client sends `unhold` or `abort`.
 * - `failed`: rests after a failure.
 */
export type ProvisionPhase = 'stable' | 'busy' | 'wait' | 'hold' | 'failed'

/**
 * A field of a node that holds a step.
 *
 * @inline
 */
export type StepField = 'clean_step' | 'deploy_step' | 'service_step'

/** A verb that recovers a node from a failure. */
export type RecoverVerb = 'manage' | 'unrescue' | 'abort' | 'rebuild' | 'deleted'

/**
 * How to recover a node from a failed state.
 *
 * @inline
 */
export interface StateRecovery {
  readonly verb: RecoverVerb
  /** The verb when the instance need not be kept. Default: the same as `verb`. */
  readonly destroying?: RecoverVerb
  /** True when the state means a failure only together with a `last_error`. */
  readonly ifError?: boolean
}

/** The facts about a provision state. */
export interface ProvisionStateFacts {
  /** What the state means, in words. */
  readonly meaning: string
  readonly phase: ProvisionPhase
  /** The `target_provision_state` in this state; several when it depends on how the node got there. */
  readonly targets: readonly string[]
  /** True when an instance may be on the disk, so that only a tear-down removes it. */
  readonly occupied: boolean
  /** The field that shows the step in progress or failed; absent in a state without steps. */
  readonly step?: StepField
  /** Present for a failed state. */
  readonly recovery?: StateRecovery
  /** True when Ironic deletes a node in this state without maintenance mode. */
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
  enroll: state('stable', false, [], 'enrolled, its management controller not verified yet', {
    recovery: { ...MANAGE, ifError: true },
    removable: true,
  }),
  verifying: state('busy', false, ['manageable'], 'its management controller is being verified'),
  manageable: state('stable', false, [], 'managed, but not available for deployment', { removable: true }),
  available: state('stable', false, [], 'available for deployment', { removable: true }),
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

  adopting: state('busy', true, ['active'], 'a running machine is being adopted'),
  'adopt failed': state('failed', true, ['active'], 'adopting a running machine failed', {
    recovery: MANAGE,
    removable: true,
  }),

  rescuing: state('busy', true, ['rescue'], 'its rescue ramdisk is being started'),
  'rescue wait': state('wait', true, ['rescue'], 'rescue waits for the agent'),
  'rescue failed': state('failed', true, ['rescue'], 'starting its rescue ramdisk failed', {
    recovery: UNRESCUE,
  }),
  unrescuing: state('busy', true, ['active'], 'it is returning from rescue'),
  'unrescue failed': state('failed', true, ['active'], 'its return from rescue failed', {
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

/** A provision state that this library knows. */
export type KnownProvisionState = keyof typeof PROVISION_STATES

/** A provision state in Ironic's words. A newer Ironic may have one that is not in the list. */
export type ProvisionState = KnownProvisionState | (string & {})

/** Returns the facts about a state, or `undefined` for an unknown one. */
export function provisionStateFacts(state: ProvisionState): ProvisionStateFacts | undefined {
  return Object.hasOwn(PROVISION_STATES, state) ? PROVISION_STATES[state as KnownProvisionState] : undefined
}
