import type { PowerTarget } from '../../states/power-states.js'
import type { PowerMode } from './power-input.js'

export interface PowerAttempt {
  readonly target: PowerTarget
  /** Sent to Ironic; only for soft targets. */
  readonly timeoutMs?: number
}

/** What to ask for, in this order, until one works. */
export function powerAttempts(
  change: 'off' | 'reboot',
  mode: PowerMode,
  softTimeoutMs: number,
): readonly PowerAttempt[] {
  const hard: PowerAttempt = { target: change === 'off' ? 'power off' : 'rebooting' }
  const soft: PowerAttempt = {
    target: change === 'off' ? 'soft power off' : 'soft rebooting',
    timeoutMs: softTimeoutMs,
  }
  switch (mode) {
    case 'hard':
      return [hard]
    case 'soft':
      return [soft]
    case 'soft-then-hard':
      return [soft, hard]
  }
}
