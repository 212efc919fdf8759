import { okAsync, type Result, type ResultAsync } from 'neverthrow'
import type { WatchedNode } from '../waiting/watched-node.js'
import type { ModuleContext } from './module-context.js'
import {
  lifecycleChange,
  requestState,
  type LifecycleChange,
  type LifecycleRequest,
} from './provision-verb.js'
import type { CallScope } from './run-operation.js'
import type { VerbOutcome, WaitForVerbError } from './waiting-verb.js'
import { waitForState } from './watch-node.js'

/** A verb that moves a node from one state to another, and needs nothing done before or after it. */
export interface StateVerb<Input> {
  /** The name of the call, such as `rescue.enter`. */
  readonly name: `${string}.${string}`
  readonly verb: LifecycleRequest['target']
  readonly deadlineMs: number
  /** Returns the rest of the request. Default: nothing. */
  readonly body?: (input: Input) => Omit<LifecycleRequest, 'target'>
}

/** Returns the definition of such a verb, for `waitingVerb`. */
export function stateVerb<Input = undefined>(
  context: ModuleContext,
  { name, verb, deadlineMs, body }: StateVerb<Input>,
) {
  return {
    ...RETURNS_CHANGE,
    name,
    deadlineMs,
    ask: (node: WatchedNode, input: Input, work: CallScope) =>
      requestState(context, node, { ...body?.(input), target: verb }, work),
    wait: (node: WatchedNode, work: CallScope): Promise<Result<WatchedNode, WaitForVerbError>> =>
      waitForState(context, node, verb, work),
  }
}

/** The results of the calls of a verb that moves a node to another state. */
export const RETURNS_CHANGE = {
  joined: 'joined' as VerbOutcome,
  asked: lifecycleChange,
  done: (node: WatchedNode, outcome: VerbOutcome): ResultAsync<LifecycleChange, WaitForVerbError> =>
    okAsync(lifecycleChange(node, outcome)),
}
