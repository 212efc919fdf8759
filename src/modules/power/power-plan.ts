import type { PowerTarget } from '../../states/power-states.js'
import type { PowerModeOptions } from './power-input.js'

export interface PowerAttempt {
  readonly target: PowerTarget
  /** Sent to Ironic; only for soft targets. */
  readonly timeoutMs?: number
}

/** What to ask for, and what else when the machine did not obey or cannot be asked. */
export type PowerPlan = readonly [PowerAttempt, PowerAttempt?]

export const SWITCH_ON: PowerPlan = [{ target: 'power on' }]

const HARD_DEADLINE_MS = 5 * 60_000
const SOFT_TIMEOUT_MS = 60_000

export function powerPlan(
  change: 'off' | 'reboot',
  options: PowerModeOptions & { readonly deadlineMs?: number | undefined },
): PowerPlan {
  const { mode = 'hard', deadlineMs = Infinity } = options
  const hard: PowerAttempt = { target: change === 'off' ? 'power off' : 'rebooting' }
  const soft = (timeoutMs: number): PowerAttempt => ({
    target: change === 'off' ? 'soft power off' : 'soft rebooting',
    timeoutMs: options.softTimeoutMs ?? timeoutMs,
  })
  switch (mode) {
    case 'hard':
      return [hard]
    case 'soft':
      return [soft(SOFT_TIMEOUT_MS)]
    case 'soft-then-hard':
      return [soft(Math.min(SOFT_TIMEOUT_MS, deadlineMs / 2)), hard]
  }
}

/** How long to wait in all when the caller does not say. */
export function planDeadlineMs(plan: readonly (PowerAttempt | undefined)[]): number {
  return plan.reduce((total, attempt) => total + (attempt?.timeoutMs ?? 0), HARD_DEADLINE_MS)
}
