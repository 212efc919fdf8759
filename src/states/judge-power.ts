import { says, type SentencePattern } from '../errors/sentence-pattern.js'
import { isLocked, type ObservedNode } from './observed-node.js'
import { POWER_TARGETS, type PowerTarget } from './power-states.js'
import { failed, failedOnceConfirmed, pending, reached, type Verdict } from './verdict.js'

/**
 * Judges a node after a power request was accepted.
 *
 * Accepting the request set `target_power_state` and cleared `last_error`. When it ends, well or not, Ironic clears
 * the target and then releases the lock. A failure shows in `power_state`; for a reboot, which never shows `power
 * off`, it shows only in `last_error`.
 */
export function judgePower(node: ObservedNode, target: PowerTarget): Verdict {
  const { ends, repeatable } = POWER_TARGETS[target]
  if (node.target_power_state !== null) return pending(`changing to "${node.target_power_state}"`)
  if (isLocked(node)) return pending(`in state "${String(node.power_state)}" and still locked`)
  if (node.power_state !== ends)
    return failedOnceConfirmed(`its power state is "${String(node.power_state)}", not "${ends}"`)
  if (!repeatable && isPowerFailure(node.last_error)) return failed(`"${target}" failed`)
  return reached
}

/**
 * Returns whether the text is the one that Ironic writes when a power change fails; any other `last_error` has
 * another cause.
 */
function isPowerFailure(lastError: string | null): boolean {
  return lastError !== null && POWER_FAILURES.some((pattern) => says(lastError, pattern))
}

const POWER_FAILURES: readonly SentencePattern[] = [
  [/failed to (change|set)/i, /power/i],
  [/power/i, /fail/i],
]
