import type { Result } from 'neverthrow'
import { PROVISION_VERBS } from '../states/provision-verbs.js'
import { diverged, type Verdict } from '../states/verdict.js'
import type { WatchOptions } from '../waiting/node-watch.js'
import type { WaitError } from '../waiting/wait-errors.js'
import { currentStep, type WatchedNode } from '../waiting/watched-node.js'
import type { ModuleContext, ModuleParts } from './module-context.js'
import { judgeLifecycle, type AwaitedVerb } from './provision-verb-plan.js'
import type { CallScope } from './run-operation.js'

type Watch = Pick<WatchOptions, 'goal' | 'judge' | 'failureAdvice'>

/** A wait on a node that must not disappear. */
export interface NodeWait extends Omit<Watch, 'judge'> {
  readonly judge: (seen: WatchedNode) => Verdict
}

/** Watches a node until the deadline of the call. A node that is removed meanwhile has diverged. */
export async function watchNode(
  context: ModuleContext,
  node: WatchedNode,
  work: CallScope,
  { judge, ...wait }: NodeWait,
): Promise<Result<WatchedNode, WaitError>> {
  const watched = await watchUntilGone(context, node, work, {
    ...wait,
    judge: (seen) => (seen === undefined ? diverged('the node no longer exists') : judge(seen)),
  })
  return watched.map((seen) => seen ?? node)
}

/** Watches a node that may disappear; `judge` then gets `undefined`. */
export function watchUntilGone(
  { watcher, clock }: ModuleParts,
  node: WatchedNode,
  { operation, instance, deadlineAt, signal, onProgress }: CallScope,
  wait: Watch,
): Promise<Result<WatchedNode | undefined, WaitError>> {
  return watcher.watch({
    operation,
    node: node.uuid,
    instance: (instance === undefined ? node.instance_uuid : instance) ?? undefined,
    found: node,
    deadlineMs: Math.max(0, deadlineAt - clock.now()),
    signal,
    onProgress,
    ...wait,
  })
}

const GOALS: Readonly<Record<AwaitedVerb, string>> = {
  active: 'the instance to become active',
  rebuild: 'the rebuilt instance to become active',
  manage: 'the node to be managed',
  provide: 'the node to be cleaned and available',
  inspect: 'the hardware to be inspected',
  clean: 'the node to be cleaned',
  service: 'the node to be serviced',
  adopt: 'the node to be adopted',
  rescue: 'the rescue system to run',
  unrescue: 'the node to leave rescue',
}

/**
 * Waits until a provision verb that Ironic has accepted has ended. A verb that keeps the instance on the node is
 * about that instance, if there is one.
 */
export function waitForState(
  context: ModuleContext,
  node: WatchedNode,
  verb: AwaitedVerb,
  work: CallScope,
  failureAdvice?: NodeWait['failureAdvice'],
): Promise<Result<WatchedNode, WaitError>> {
  const isOfInstance = PROVISION_VERBS[verb].instance === 'stays'
  const instance = isOfInstance ? (work.instance ?? node.instance_uuid ?? undefined) : undefined
  // Keep the step: Ironic clears it before it shows the failure.
  let step = currentStep(node)
  return watchNode(context, node, work, {
    goal: GOALS[verb],
    failureAdvice,
    judge: (seen) => {
      step = currentStep(seen) ?? step
      const verdict = judgeLifecycle(seen, verb, instance)
      if (verdict.verdict !== 'failed' || step === undefined) return verdict
      return { ...verdict, why: `${verdict.why}, last seen at step ${step}` }
    },
  })
}
