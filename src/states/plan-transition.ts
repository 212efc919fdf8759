import {
  PROVISION_STATES,
  provisionStateFacts,
  type KnownProvisionState,
  type ProvisionState,
  type ProvisionStateFacts,
} from './provision-states.js'
import { ABORT_LEADS_TO, PROVISION_VERBS, verbIsLegal, type ProvisionVerb } from './provision-verbs.js'

/** One step of a node from one state to another. */
export type TransitionStep =
  /** A verb to send. `to` is the state in which it ends when it succeeds. */
  | {
      readonly step: 'send'
      readonly verb: ProvisionVerb
      readonly from: KnownProvisionState
      readonly to: KnownProvisionState
    }
  /** An operation in progress whose end must be awaited. */
  | { readonly step: 'wait'; readonly from: KnownProvisionState; readonly to: KnownProvisionState }

/**
 * How a node gets from one state to another.
 *
 * - `ready`: by these steps; none if the node is there already.
 * - `needs`: by these `steps`, but their `verbs` are not allowed.
 * - `none`: Ironic has no path, or this library does not know the state.
 */
export type TransitionPlan =
  | { readonly plan: 'ready'; readonly steps: readonly TransitionStep[] }
  | {
      readonly plan: 'needs'
      readonly verbs: readonly ProvisionVerb[]
      readonly steps: readonly TransitionStep[]
    }
  | { readonly plan: 'none'; readonly why: string }

/** What is known of a node besides its state, and what may be done to it. */
export interface TransitionOptions {
  /** The state that the node is heading for, its `target_provision_state`. Default: the usual one of its state. */
  readonly target?: string | null | undefined
  /**
   * Verbs that may be sent besides the harmless ones (`manage`, `provide`, `unhold`, `unrescue`, and `abort` after a
   * failed service). `abort` allows aborting an operation that waits or is held; `deleted` allows tearing down an
   * instance.
   */
  readonly allow?: readonly ProvisionVerb[] | undefined
  /**
   * Whether the node has an instance; in a state without one, that is a machine still to be adopted. Default: what
   * its state implies.
   */
  readonly hasInstance?: boolean | undefined
}

/** Without being allowed, `abort` is sent only after a failed service: what waits or is held continues. */
const HARMLESS: readonly ProvisionVerb[] = ['manage', 'provide', 'unhold', 'unrescue', 'abort']

/** In order of preference between paths of the same length. */
const VERBS: readonly ProvisionVerb[] = [
  ...HARMLESS,
  'adopt',
  'inspect',
  'clean',
  'service',
  'rebuild',
  'active',
  'rescue',
  'deleted',
]

/**
 * Returns the shortest path from one provision state to another, for the newest Ironic. It sends no requests. The
 * path waits for an operation in progress, and continues a held one by `unhold`, since such a node accepts nothing
 * else. A path that erases a disk with an instance on it (`deleted`, or `provide` of a machine still to be adopted)
 * is `needs`, unless the verb is allowed.
 */
export function planTransition(
  from: ProvisionState,
  to: ProvisionState,
  { target, allow = [], hasInstance = false }: TransitionOptions = {},
): TransitionPlan {
  const start = provisionStateFacts(from)
  if (start === undefined) return none(`this library does not know the state "${from}"`)
  if (provisionStateFacts(to)?.phase !== 'stable') return none(`a node cannot be brought to "${to}"`)
  const path = (verbs: readonly ProvisionVerb[]) =>
    shortestPath(from as KnownProvisionState, to as KnownProvisionState, { target, verbs, allow })

  const isAllowed = (verb: ProvisionVerb) => {
    const isErased = verb === 'provide' && (hasInstance || start.occupied)
    return allow.includes(verb) || (HARMLESS.includes(verb) && !isErased)
  }
  const allowed = VERBS.filter((verb) => HARMLESS.includes(verb) || allow.includes(verb))
  const steps = path(allowed) ?? path(VERBS)
  if (steps === undefined) return none(`Ironic has no path from "${from}" to "${to}"`)
  const verbs = steps.flatMap((step) => (step.step === 'send' && !isAllowed(step.verb) ? [step.verb] : []))
  return verbs.length === 0 ? { plan: 'ready', steps } : { plan: 'needs', verbs, steps }
}

interface Search {
  /**
   * The state that the node is heading for. Every step ends in a stable state, so it concerns only the first step.
   */
  readonly target: string | null | undefined
  readonly verbs: readonly ProvisionVerb[]
  readonly allow: readonly ProvisionVerb[]
}

function shortestPath(
  from: KnownProvisionState,
  to: KnownProvisionState,
  search: Search,
): readonly TransitionStep[] | undefined {
  const found = new Map<KnownProvisionState, readonly TransitionStep[]>([[from, []]])
  for (const [state, steps] of found) {
    if (state === to) return steps
    for (const step of stepsFrom(state, search)) if (!found.has(step.to)) found.set(step.to, [...steps, step])
  }
  return undefined
}

function stepsFrom(from: KnownProvisionState, { target, verbs, allow }: Search): readonly TransitionStep[] {
  const { phase, targets }: ProvisionStateFacts = PROVISION_STATES[from]
  const end = targets.find((one) => one === target) ?? targets[0]
  const onward = end as KnownProvisionState
  const send = (verb: ProvisionVerb): TransitionStep => ({
    step: 'send',
    verb,
    from,
    to: verb === 'unhold' ? onward : endOf(verb, from),
  })
  const legal = verbs.filter((verb) => verbIsLegal(verb, from) === true)
  if (phase === 'stable' || phase === 'failed') return legal.map(send)
  const aborted = allow.includes('abort') && legal.includes('abort') ? [send('abort')] : []
  return [...aborted, phase === 'hold' ? send('unhold') : { step: 'wait', from, to: onward }]
}

function endOf(verb: ProvisionVerb, from: KnownProvisionState): KnownProvisionState {
  if (verb === 'abort') return ABORT_LEADS_TO[from as keyof typeof ABORT_LEADS_TO]
  return verb === 'deleted' ? 'available' : PROVISION_VERBS[verb].ends[0]
}

function none(why: string): TransitionPlan {
  return { plan: 'none', why }
}
