import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { watchNode, type LongWork } from '../../operations/watch-node.js'
import { isLocked } from '../../states/observed-node.js'
import { diverged, failed, pending, reached, type Verdict } from '../../states/verdict.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { ConsoleChangeError, RequestConsoleError, WaitForConsoleError } from './console-errors.js'
import type { ConsoleChange } from './console-module.js'

/** What a console is to be. */
export type ConsoleGoal = 'on' | 'off'

export function requestConsole(
  { client }: ModuleContext,
  node: WatchedNode,
  goal: ConsoleGoal,
  { signal }: AskOptions,
): ResultAsync<void, RequestConsoleError> {
  return client.nodeConsole.set(node.uuid, { enabled: goal === 'on' }, { signal })
}

/** Waits until a console is what it was asked to be. */
export async function waitForConsole(
  context: ModuleContext,
  node: WatchedNode,
  goal: ConsoleGoal,
  work: LongWork,
): Promise<Result<ConsoleChange, WaitForConsoleError>> {
  const wait = { goal: `the console to be ${goal}`, judge: (seen?: WatchedNode) => judgeConsole(seen, goal) }
  const waited = await watchNode(context, node, { ...work, instance: node.instance_uuid }, wait)
  return waited.map((seen) => consoleChange(seen ?? node))
}

/** Asks and waits. One that is so already is not asked for. */
export async function changeConsole(
  context: ModuleContext,
  node: WatchedNode,
  goal: ConsoleGoal,
  work: LongWork,
): Promise<Result<ConsoleChange, ConsoleChangeError>> {
  if (judgeConsole(node, goal).verdict === 'reached') return ok(consoleChange(node))
  const asked = await requestConsole(context, node, goal, work)
  return asked.isErr() ? err(asked.error) : waitForConsole(context, node, goal, work)
}

/** Ironic holds the lock from the moment that it accepts a change until the change is over. */
function judgeConsole(node: WatchedNode | undefined, goal: ConsoleGoal): Verdict {
  if (node === undefined) return diverged('the node no longer exists')
  if (isLocked(node)) return pending('Ironic is at work on the node')
  const isOn = node.console_enabled === true
  return isOn === (goal === 'on') ? reached : failed(`the console is still ${isOn ? 'on' : 'off'}`)
}

function consoleChange(node: WatchedNode): ConsoleChange {
  const { uuid, instance_uuid, console_enabled } = node
  return { node: uuid, instance: instance_uuid, enabled: console_enabled === true }
}
