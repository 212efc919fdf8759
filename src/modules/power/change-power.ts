import { err, type Result } from 'neverthrow'
import type { ModuleContext, WaitOptions } from '../../operations/module-context.js'
import { judgePower } from '../../states/judge-power.js'
import type { PowerTarget } from '../../states/power-states.js'
import { diverged } from '../../states/verdict.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { PowerOffError, WaitForPowerError } from './power-errors.js'
import type { PowerChange, PowerStatus } from './power-module.js'
import { planDeadlineMs, type PowerPlan } from './power-plan.js'
import { requestPower } from './request-power.js'

type Work = WaitOptions & { readonly operation: string }

/** Asks and waits, one way after the other until one works. */
export async function changePower(
  context: ModuleContext,
  node: WatchedNode,
  plan: PowerPlan,
  work: Work,
): Promise<Result<PowerChange, PowerOffError>> {
  const deadlineAt = context.clock.now() + (work.deadlineMs ?? planDeadlineMs(plan))
  const [first, second] = plan
  const changed = await attempt(first)
  if (second === undefined || changed.isOk() || !leavesHardWay(changed.error)) return changed
  return attempt(second)

  async function attempt(way: PowerPlan[0]): Promise<Result<PowerChange, PowerOffError>> {
    const asked = await requestPower(context, node, way, work)
    if (asked.isErr()) return err(asked.error)
    const deadlineMs = Math.max(0, deadlineAt - context.clock.now())
    return waitForPower(context, node, way.target, { ...work, deadlineMs })
  }
}

/** Only a machine that did not obey, or cannot be asked, is cut off. A lock or a lost connection is no reason. */
function leavesHardWay(error: PowerOffError): boolean {
  return error.kind === 'transition_failed' || error.kind === 'unsupported_by_hardware'
}

/** Waits until a power change that was asked for is over. */
export async function waitForPower(
  { watcher }: ModuleContext,
  node: WatchedNode,
  done: PowerTarget,
  { operation, signal, onProgress, deadlineMs = planDeadlineMs([]) }: Work,
): Promise<Result<PowerChange, WaitForPowerError>> {
  const waited = await watcher.watch({
    operation,
    node: node.uuid,
    instance: node.instance_uuid ?? undefined,
    found: node,
    goal: `"${done}" to be done`,
    judge: (seen) => (seen === undefined ? diverged('it no longer exists') : judgePower(seen, done)),
    deadlineMs,
    signal,
    onProgress,
  })
  return waited.map((seen) => ({ ...statusOf(seen ?? node), done }))
}

export function statusOf(node: WatchedNode): PowerStatus {
  const { uuid, instance_uuid, power_state, target_power_state } = node
  return { node: uuid, instance: instance_uuid, power_state, target_power_state }
}
