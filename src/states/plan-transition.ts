import {
  PROVISION_STATES,
  provisionStateFacts,
  type KnownProvisionState,
  type ProvisionState,
  type ProvisionStateFacts,
} from './provision-states.js'
import { ABORT_LEADS_TO, PROVISION_VERBS, verbIsLegal, type ProvisionVerb } from './provision-verbs.js'

/** One step on the way of a node from a state to another. */
export type TransitionStep =
  /** A verb to send. `to` is where it ends when it goes well. */
  | {
      readonly step: 'send'
      readonly verb: ProvisionVerb
      readonly from: KnownProvisionState
      readonly to: KnownProvisionState
    }
  /** The end of what is under way, to be waited for. */
  | { readonly step: 'wait'; readonly from: KnownProvisionState; readonly to: KnownProvisionState }

/**
 * How a node gets from a state to another.
 *
 * - `ready`: by these steps; none when it is there.
 * - `needs`: only by verbs that were not allowed: `verbs` of the `steps`.
 * - `none`: Ironic knows no way, or this library does not know the state.
 */
export type TransitionPlan =
  | { readonly plan: 'ready'; readonly steps: readonly TransitionStep[] }
  | {
      readonly plan: 'needs'
      readonly verbs: readonly ProvisionVerb[]
      readonly steps: readonly TransitionStep[]
    }
  | { readonly plan: 'none'; readonly why: string }

/** What is known of a node beside its state, and what may be done to it. */
export interface TransitionOptions {
  /** Where the node is on its way to: its `target_provision_state`. Default: the most usual one of its state. */
  readonly target?: string | null | undefined
  /**
   * Verbs that may be sent beside those that do no harm (`manage`, `provide`, `unhold`, `unrescue`, and `abort` after a
   * service that failed). With `abort`, what waits or is held may be aborted; with `deleted`, an instance torn down.
   */
  readonly allow?: readonly ProvisionVerb[] | undefined
  /**
   * Whether the node has an instance: in a state without one, that is of a machine that is to be adopted. Default: what
   * its state says.
   */
  readonly hasInstance?: boolean | undefined
}

/** Unless it is allowed, `abort` is sent after a failed service only: what waits or is held goes on. */
const HARMLESS: readonly ProvisionVerb[] = ['manage', 'provide', 'unhold', 'unrescue', 'abort']

/** In the order in which they are preferred where two ways are equally long. */
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
 * The shortest way from one provision state to another, for the newest Ironic. Pure: it asks nobody. What is under way
 * is waited for, and what is held goes on by `unhold`, since nothing else can be sent to such a node. A path that erases
 * a disk with an instance on it (`deleted`, and `provide` of a machine that was to be adopted) is `needs`, unless the verb
 * is allowed.
 */
export function planTransition(
  from: ProvisionState,
  to: ProvisionState,
  { target, allow = [], hasInstance = false }: TransitionOptions = {},
): TransitionPlan {
  const start = provisionStateFacts(from)
  if (start === undefined) return none(`this library does not know the state "${from}"`)
  if (provisionStateFacts(to)?.phase !== 'stable')
    return none(`"${to}" is no state that a node can be brought to`)
  const path = (verbs: readonly ProvisionVerb[]) =>
    shortestPath(from as KnownProvisionState, to as KnownProvisionState, { target, verbs, allow })

  const isAllowed = (verb: ProvisionVerb) => {
    const isErased = verb === 'provide' && (hasInstance || start.occupied)
    return allow.includes(verb) || (HARMLESS.includes(verb) && !isErased)
  }
  const allowed = VERBS.filter((verb) => HARMLESS.includes(verb) || allow.includes(verb))
  const steps = path(allowed) ?? path(VERBS)
  if (steps === undefined) return none(`Ironic knows no way from "${from}" to "${to}"`)
  const verbs = steps.flatMap((step) => (step.step === 'send' && !isAllowed(step.verb) ? [step.verb] : []))
  return verbs.length === 0 ? { plan: 'ready', steps } : { plan: 'needs', verbs, steps }
}

interface Search {
  /** Where the node is on its way to. Every step ends in a state that rests, so it tells of the first step alone. */
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
