import { type KnownProvisionState, provisionStateFacts, type ProvisionState } from './provision-states.js'

/** Where a provision verb is allowed, and where it leads. */
export interface ProvisionVerbFacts {
  /** The microversion that introduced the verb. */
  readonly since: string
  /** The states in which it is allowed. */
  readonly from: readonly KnownProvisionState[]
  /** The states between start and end, including those of waiting and holding. */
  readonly via: readonly KnownProvisionState[]
  /** The states in which it ends when it succeeds. */
  readonly ends: readonly KnownProvisionState[]
  /** The states in which it ends when it fails. */
  readonly failures: readonly KnownProvisionState[]
  /**
   * What proves that it was done.
   *
   * - `end`: the end state, since the verb does nothing on a node that is there.
   * - `way`: only that the node went through it; it can be repeated and ends where it began.
   * - `leaving`: any state other than the one in which it was sent.
   */
  readonly shownBy: 'end' | 'way' | 'leaving'
  /** What happens to the instance on the node: it stays, the verb removes it, or it does not matter. */
  readonly instance: 'stays' | 'leaves' | 'any'
}

const deployment = {
  via: ['deploying', 'wait call-back', 'deploy hold'],
  ends: ['active'],
  failures: ['deploy failed'],
  instance: 'stays',
} as const

const TEAR_DOWN_SOURCES = [
  'active',
  'wait call-back',
  'deploy failed',
  'error',
  'rescue',
  'rescue wait',
  'rescue failed',
  'unrescue failed',
  'service wait',
  'service failed',
] as const

/**
 * The effect of each `target` of `PUT /v1/nodes/{node}/states/provision`, for the newest Ironic. Older ones allow
 * `deleted` and `abort` in fewer states, and no microversion shows which.
 *
 * @see openstack/ironic `ironic/common/state_machine.py` and `ironic/api/controllers/v1/versions.py`
 */
export const PROVISION_VERBS = {
  active: { since: '1.1', from: ['available', 'deploy failed'], shownBy: 'end', ...deployment },
  rebuild: { since: '1.1', from: ['active', 'deploy failed', 'error'], shownBy: 'way', ...deployment },
  deleted: {
    since: '1.1',
    from: TEAR_DOWN_SOURCES,
    via: ['deleting'],
    ends: ['cleaning', 'clean wait', 'clean hold', 'clean failed', 'available', 'manageable'],
    failures: ['error'],
    shownBy: 'end',
    instance: 'leaves',
  },
  manage: {
    since: '1.4',
    from: ['enroll', 'available', 'clean failed', 'inspect failed', 'adopt failed'],
    via: ['verifying'],
    ends: ['manageable'],
    failures: ['enroll'],
    shownBy: 'end',
    instance: 'any',
  },
  provide: {
    since: '1.4',
    from: ['manageable'],
    via: ['cleaning', 'clean wait', 'clean hold'],
    ends: ['available'],
    failures: ['clean failed'],
    shownBy: 'end',
    instance: 'any',
  },
  inspect: {
    since: '1.6',
    from: ['manageable', 'inspect failed'],
    via: ['inspecting', 'inspect wait'],
    ends: ['manageable'],
    failures: ['inspect failed'],
    shownBy: 'way',
    instance: 'any',
  },
  clean: {
    since: '1.15',
    from: ['manageable'],
    via: ['cleaning', 'clean wait', 'clean hold'],
    ends: ['manageable'],
    failures: ['clean failed'],
    shownBy: 'way',
    instance: 'any',
  },
  adopt: {
    since: '1.17',
    from: ['manageable', 'adopt failed'],
    via: ['adopting'],
    ends: ['active'],
    failures: ['adopt failed'],
    shownBy: 'end',
    instance: 'stays',
  },
  rescue: {
    since: '1.38',
    from: ['active', 'rescue', 'rescue failed', 'unrescue failed', 'service failed'],
    via: ['rescuing', 'rescue wait'],
    ends: ['rescue'],
    failures: ['rescue failed'],
    shownBy: 'end',
    instance: 'stays',
  },
  unrescue: {
    since: '1.38',
    from: ['rescue', 'rescue failed', 'unrescue failed'],
    via: ['unrescuing'],
    ends: ['active'],
    failures: ['unrescue failed'],
    shownBy: 'end',
    instance: 'stays',
  },
  service: {
    since: '1.87',
    from: ['active', 'service hold', 'service failed'],
    via: ['servicing', 'service wait', 'service hold'],
    ends: ['active'],
    failures: ['service failed'],
    shownBy: 'way',
    instance: 'stays',
  },
  unhold: {
    since: '1.85',
    from: ['clean hold', 'deploy hold', 'service hold'],
    via: [],
    ends: ['clean wait', 'wait call-back', 'service wait', 'servicing', 'cleaning', 'deploying'],
    failures: [],
    shownBy: 'leaving',
    instance: 'any',
  },
  abort: {
    since: '1.13',
    from: [
      'clean wait',
      'clean hold',
      'inspect wait',
      'rescue wait',
      'wait call-back',
      'deploy hold',
      'service wait',
      'service hold',
      'service failed',
    ],
    via: [],
    ends: ['clean failed', 'inspect failed', 'rescue failed', 'deploy failed', 'active'],
    failures: [],
    shownBy: 'leaving',
    instance: 'any',
  },
} as const satisfies Record<string, ProvisionVerbFacts>

/** A `target` of `PUT /v1/nodes/{node}/states/provision`. */
export type ProvisionVerb = keyof typeof PROVISION_VERBS

/** The microversion that allowed `abort` in a state, where it is later than that of the verb. */
export const ABORT_SINCE: Partial<Record<KnownProvisionState, `1.${number}`>> = {
  'rescue wait': '1.38',
  'inspect wait': '1.41',
  'deploy hold': '1.85',
  'service wait': '1.87',
  'service hold': '1.87',
  'service failed': '1.87',
  'wait call-back': '1.110',
}

/** The state that `abort` leads to from each state in which it is allowed. */
export const ABORT_LEADS_TO = {
  'clean wait': 'clean failed',
  'clean hold': 'clean failed',
  'inspect wait': 'inspect failed',
  'rescue wait': 'rescue failed',
  'wait call-back': 'deploy failed',
  'deploy hold': 'deploy failed',
  'service wait': 'active',
  'service hold': 'active',
  'service failed': 'active',
} as const satisfies Readonly<
  Record<(typeof PROVISION_VERBS)['abort']['from'][number], (typeof PROVISION_VERBS)['abort']['ends'][number]>
>

/** Returns whether the newest Ironic allows the verb in that state, or `undefined` for an unknown state. */
export function verbIsLegal(verb: ProvisionVerb, state: ProvisionState): boolean | undefined {
  if (provisionStateFacts(state) === undefined) return undefined
  return isAmong(PROVISION_VERBS[verb].from, state)
}

/**
 * Returns whether a node's state may belong to this verb: some verbs go through the same states to different ends.
 */
export function isUnderWay(
  verb: ProvisionVerb,
  node: { readonly provision_state: ProvisionState; readonly target_provision_state: string | null },
): boolean {
  const { via, ends }: ProvisionVerbFacts = PROVISION_VERBS[verb]
  const { provision_state: state, target_provision_state: target } = node
  return isAmong(via, state) && (target === null || isAmong(ends, target))
}

/** Returns whether a state is in a list of states. */
export function isAmong(states: readonly string[], state: string): boolean {
  return states.includes(state)
}
