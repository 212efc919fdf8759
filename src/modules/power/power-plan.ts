import type { WaitOptions } from '../../operations/module-context.js'
import type { PowerTarget } from '../../states/power-states.js'
import type { PowerModeOptions } from './power-input.js'

/** The name of a power change. */
export type PowerVerb = 'on' | 'off' | 'reboot'

export interface PowerAttempt {
  readonly target: PowerTarget
  /** Sent to Ironic; only for soft targets. */
  readonly timeoutMs?: number
}

const HARD: Readonly<Record<PowerVerb, PowerTarget>> = {
  on: 'power on',
  off: 'power off',
  reboot: 'rebooting',
}
const SOFT = { off: 'soft power off', reboot: 'soft rebooting' } as const

const HARD_DEADLINE_MS = 5 * 60_000
const SOFT_TIMEOUT_MS = 60_000

/** Returns the power target to request first. */
export function firstAttempt(
  verb: PowerVerb,
  { mode = 'hard', softTimeoutMs, deadlineMs = Infinity }: WaitOptions & PowerModeOptions,
): PowerAttempt {
  if (verb === 'on' || mode === 'hard') return { target: HARD[verb] }
  const usualMs = mode === 'soft' ? SOFT_TIMEOUT_MS : Math.min(SOFT_TIMEOUT_MS, deadlineMs / 2)
  return { target: SOFT[verb], timeoutMs: softTimeoutMs ?? usualMs }
}

/** Returns the options of the second attempt, for when the operating system did not respond or cannot be asked. */
export function secondAttempt<Options extends PowerModeOptions>(options: Options): Options | undefined {
  return options.mode === 'soft-then-hard' ? { ...options, mode: 'hard' } : undefined
}

/** Returns the default deadline. */
export function powerDeadlineMs(verb: PowerVerb, options: WaitOptions & PowerModeOptions): number {
  return HARD_DEADLINE_MS + (firstAttempt(verb, options).timeoutMs ?? 0)
}
