import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { AskOptions, ModuleContext, ModuleParts } from '../../operations/module-context.js'
import type { CallScope } from '../../operations/run-operation.js'
import { watchNode } from '../../operations/watch-node.js'
import { isLocked } from '../../states/observed-node.js'
import { failed, pending, reached, type Verdict } from '../../states/verdict.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { ConsoleChangeError, RequestConsoleError, WaitForConsoleError } from './console-errors.js'

/** The requested state of a console. */
export type ConsoleGoal = 'on' | 'off'

export function requestConsole(
  { client }: ModuleParts,
  node: WatchedNode,
  goal: ConsoleGoal,
  { signal }: AskOptions,
): ResultAsync<void, RequestConsoleError> {
  return client.nodeConsole.set(node.uuid, { enabled: goal === 'on' }, { signal })
}

/** Waits until a console is in the requested state. */
export function waitForConsole(
  context: ModuleContext,
  node: WatchedNode,
  goal: ConsoleGoal,
  work: CallScope,
): Promise<Result<WatchedNode, WaitForConsoleError>> {
  return watchNode(context, node, work, {
    goal: `the console to be ${goal}`,
    judge: (seen) => judgeConsole(seen, goal),
  })
}

/** Switches a console and waits, unless it is in the requested state already. */
export async function changeConsole(
  context: ModuleContext,
  node: WatchedNode,
  goal: ConsoleGoal,
  work: CallScope,
): Promise<Result<WatchedNode, ConsoleChangeError>> {
  return isConsole(node, goal) ? ok(node) : turnConsole(context, node, goal, work)
}

/** Switches a console and waits. */
export async function turnConsole(
  context: ModuleContext,
  node: WatchedNode,
  goal: ConsoleGoal,
  work: CallScope,
): Promise<Result<WatchedNode, ConsoleChangeError>> {
  const asked = await requestConsole(context, node, goal, work)
  return asked.isErr() ? err(asked.error) : waitForConsole(context, node, goal, work)
}

/** Whether a console is in the requested state and no change is in progress. */
export function isConsole(node: WatchedNode, goal: ConsoleGoal): boolean {
  return judgeConsole(node, goal).verdict === 'reached'
}

/** Judges by the lock: Ironic holds it from accepting a change until the change has ended. */
function judgeConsole(node: WatchedNode, goal: ConsoleGoal): Verdict {
  if (isLocked(node)) return pending('Ironic is at work on the node')
  const isOn = node.console_enabled === true
  return isOn === (goal === 'on') ? reached : failed(`the console is still ${isOn ? 'on' : 'off'}`)
}
