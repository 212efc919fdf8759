import * as z from 'zod'
import { milliseconds, waitOptionsWith, askOptionsWith } from '../../operations/input-schemas.js'
import type { AskOptions, WaitOptions } from '../../operations/module-context.js'

/**
 * How a machine is switched off or restarted.
 *
 * - `hard`: the power is cut.
 * - `soft`: its operating system is asked, and may refuse.
 * - `soft-then-hard`: it is asked, and its power is cut when it does not obey in time or cannot be asked.
 */
export type PowerMode = 'hard' | 'soft' | 'soft-then-hard'

/** How a power change is made, and how patiently. */
export interface PowerModeOptions {
  /** Default: `hard`. */
  readonly mode?: PowerMode | undefined
  /**
   * How long the operating system has to obey, in milliseconds; Ironic keeps time. Default: 60 000, or half of a
   * deadline that is shorter than twice that.
   */
  readonly softTimeoutMs?: number | undefined
}

export interface RequestPowerModeOptions extends AskOptions {
  /** Default: `hard`. A mode of two tries has to wait between them, so it is not among these. */
  readonly mode?: 'hard' | 'soft' | undefined
  /** How long the operating system has to obey, in milliseconds; Ironic keeps time. Default: 60 000. */
  readonly softTimeoutMs?: number | undefined
}

const softTimeoutMs = milliseconds.optional()

export const powerModeOptions: z.ZodType<WaitOptions & PowerModeOptions> = waitOptionsWith({
  mode: z.enum(['hard', 'soft', 'soft-then-hard'], 'must be "hard", "soft" or "soft-then-hard"').optional(),
  softTimeoutMs,
}).refine(
  ({ mode, softTimeoutMs, deadlineMs }) =>
    mode !== 'soft-then-hard' ||
    softTimeoutMs === undefined ||
    deadlineMs === undefined ||
    softTimeoutMs < deadlineMs,
  {
    path: ['softTimeoutMs'],
    message: 'must be shorter than deadlineMs, or no time is left to cut the power',
  },
)

export const requestPowerModeOptions: z.ZodType<RequestPowerModeOptions> = askOptionsWith({
  mode: z.enum(['hard', 'soft'], 'must be "hard" or "soft"').optional(),
  softTimeoutMs,
})
