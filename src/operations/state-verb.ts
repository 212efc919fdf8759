import { okAsync, type Result, type ResultAsync } from 'neverthrow'
import type { WatchedNode } from '../waiting/watched-node.js'
import type { LongWork } from './long-work.js'
import type { ModuleContext } from './module-context.js'
import {
  lifecycleChange,
  requestState,
  waitForState,
  type LifecycleChange,
  type LifecycleRequest,
} from './provision-verb.js'
import type { VerbOutcome, WaitForVerbError } from './waiting-verb.js'

/** A verb that takes a node from one state to another, and needs nothing done before or after it. */
export interface StateVerb<Input> {
  /** The name of the call, such as `rescue.enter`. */
  readonly name: `${string}.${string}`
  readonly verb: LifecycleRequest['target']
  readonly deadlineMs: number
  /** The rest of the request. Default: nothing. */
  readonly body?: (input: Input) => Omit<LifecycleRequest, 'target'>
}

/** What such a verb consists of, to be passed to `waitingVerb`. */
export function stateVerb<Input = undefined>(
  context: ModuleContext,
  { name, verb, deadlineMs, body }: StateVerb<Input>,
) {
  return {
    ...RETURNS_CHANGE,
    name,
    deadlineMs,
    ask: (node: WatchedNode, input: Input, work: LongWork) =>
      requestState(context, node, { ...body?.(input), target: verb }, work),
    wait: (node: WatchedNode, work: LongWork): Promise<Result<WatchedNode, WaitForVerbError>> =>
      waitForState(context, node, verb, work),
  }
}

/** What the calls of a verb return that takes a node to another state. */
export const RETURNS_CHANGE = {
  joined: 'joined' as VerbOutcome,
  asked: lifecycleChange,
  done: (node: WatchedNode, outcome: VerbOutcome): ResultAsync<LifecycleChange, WaitForVerbError> =>
    okAsync(lifecycleChange(node, outcome)),
}
