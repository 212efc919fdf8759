import { says, type SentencePattern } from '../errors/sentence-pattern.js'
import { isLocked, type ObservedNode } from './observed-node.js'
import { POWER_TARGETS, type PowerTarget } from './power-states.js'
import { failed, failedUnlessConfirmed, pending, reached, type Verdict } from './verdict.js'

/**
 * Judges a node after a power request was accepted.
 *
 * Accepting it set `target_power_state` and cleared `last_error`; its end clears the target and then the lock,
 * whether it worked or not. What tells a failure is `power_state`, and for a reboot, which never shows
 * `power off`, only `last_error`.
 */
export function judgePower(node: ObservedNode, target: PowerTarget): Verdict {
  const { ends, repeatable } = POWER_TARGETS[target]
  if (node.target_power_state !== null) return pending(`changing to "${node.target_power_state}"`)
  if (isLocked(node)) return pending(`in state "${String(node.power_state)}" and still locked`)
  if (node.power_state !== ends)
    return failedUnlessConfirmed(`its power state is "${String(node.power_state)}", not "${ends}"`)
  if (!repeatable && isPowerFailure(node.last_error)) return failed(`"${target}" failed`)
  return reached
}

/** The text that Ironic leaves when a power change fails; another `last_error` is about something else. */
function isPowerFailure(lastError: string | null): boolean {
  return lastError !== null && POWER_FAILURES.some((pattern) => says(lastError, pattern))
}

const POWER_FAILURES: readonly SentencePattern[] = [
  [/failed to (change|set)/i, /power/i],
  [/power/i, /fail/i],
]
