import { err, ok, type Result } from 'neverthrow'
import type { ModuleContext } from '../../../operations/module-context.js'
import { lifecycleChange, type LifecycleChange } from '../../../operations/provision-verb.js'
import type { CallScope } from '../../../operations/run-operation.js'
import type { TransitionStep } from '../../../states/plan-transition.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { NoPathError, type BringToError } from './bring-to-errors.js'
import { inMaintenance, noPath, pathOf } from './bring-to-plan.js'
import type { GoalState, PathVerb } from './path-input.js'
import { runVerb, waitUntilOver, type SentVerb } from './run-verb.js'

/** A node that was brought to a state. `joined`: the call only waited. */
export interface BroughtTo extends LifecycleChange {
  /** The steps taken, in order. */
  readonly steps: readonly TransitionStep[]
  /** Whether the node is in maintenance, which the call neither begins nor ends. */
  readonly maintenance: boolean
}

export interface Journey extends CallScope {
  readonly to: GoalState
  readonly allow: readonly PathVerb[]
}

/** Brings a node to a state: reads it, plans the path, takes the first step, and reads it again. */
export async function bringTo(
  context: ModuleContext,
  found: WatchedNode,
  { to, allow, ...work }: Journey,
): Promise<Result<BroughtTo, BringToError>> {
  const steps: TransitionStep[] = []
  let node = found
  for (;;) {
    const plan = pathOf(node, to, allow)
    if (plan.plan !== 'ready') return err(noPath(node, to, plan))
    const [next] = plan.steps
    if (next === undefined) return ok(brought(node, steps))
    const done = await take(next, node)
    if (done.isErr()) return err(done.error)
    node = done.value
    steps.push(next)
  }

  function take(step: TransitionStep, at: WatchedNode): Promise<Result<WatchedNode, BringToError>> {
    if (step.step === 'wait') return waitUntilOver(context, at, work)
    if ((step.verb === 'provide' || step.verb === 'deleted') && at.maintenance)
      return Promise.resolve(err(inMaintenance(at)))
    if (isSendable(step.verb)) return runVerb(context, at, step.verb, work)
    const reason = `it would take the verb "${step.verb}", which bringTo does not send.`
    const details = { node: at.uuid, from: at.provision_state, to, needs: [step.verb] }
    return Promise.resolve(err(new NoPathError(reason, details)))
  }
}

const SENDABLE: readonly string[] = [
  'manage',
  'provide',
  'adopt',
  'abort',
  'unhold',
  'unrescue',
  'deleted',
] satisfies SentVerb[]

function isSendable(verb: string): verb is SentVerb {
  return SENDABLE.includes(verb)
}

function brought(node: WatchedNode, steps: readonly TransitionStep[]): BroughtTo {
  const outcome =
    steps.length === 0 ? 'was_there' : steps.every(({ step }) => step === 'wait') ? 'joined' : 'changed'
  return { ...lifecycleChange(node, outcome), steps, maintenance: node.maintenance }
}
