import type { WaitOptions } from '../../operations/module-context.js'
import type { PowerTarget } from '../../states/power-states.js'
import type { PowerModeOptions } from './power-input.js'

/** A change of power, as it is called. */
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

/** What to ask for first. */
export function firstAttempt(
  verb: PowerVerb,
  { mode = 'hard', softTimeoutMs, deadlineMs = Infinity }: WaitOptions & PowerModeOptions,
): PowerAttempt {
  if (verb === 'on' || mode === 'hard') return { target: HARD[verb] }
  const usualMs = mode === 'soft' ? SOFT_TIMEOUT_MS : Math.min(SOFT_TIMEOUT_MS, deadlineMs / 2)
  return { target: SOFT[verb], timeoutMs: softTimeoutMs ?? usualMs }
}

/** How to try a second time when the machine did not obey or cannot be asked. */
export function secondAttempt<Options extends PowerModeOptions>(options: Options): Options | undefined {
  return options.mode === 'soft-then-hard' ? { ...options, mode: 'hard' } : undefined
}

/** How long to wait in all when the caller does not say. */
export function powerDeadlineMs(verb: PowerVerb, options: WaitOptions & PowerModeOptions): number {
  return HARD_DEADLINE_MS + (firstAttempt(verb, options).timeoutMs ?? 0)
}
