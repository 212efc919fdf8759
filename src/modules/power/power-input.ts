import * as z from 'zod'
import { milliseconds, waitOptionsWith, askOptionsWith } from '../../operations/input-schemas.js'
import type { AskOptions, WaitOptions } from '../../operations/module-context.js'

/**
 * How a node is switched off or restarted.
 *
 * - `hard`: cuts the power.
 * - `soft`: asks the operating system, which may refuse.
 * - `soft-then-hard`: asks the operating system, and cuts the power if it does not respond in time or cannot be asked.
 */
export type PowerMode = 'hard' | 'soft' | 'soft-then-hard'

/** The mode and the time-out of a power change. */
export interface PowerModeOptions {
  /** Default: `hard`. */
  readonly mode?: PowerMode | undefined
  /**
   * How long the operating system has to respond, in milliseconds; Ironic measures the time. Default: 60 000, or half
   * of `deadlineMs` when that is less than 120 000.
   */
  readonly softTimeoutMs?: number | undefined
}

export interface RequestPowerModeOptions extends AskOptions {
  /** Default: `hard`. `soft-then-hard` is not available: it has to wait between its two requests. */
  readonly mode?: 'hard' | 'soft' | undefined
  /** How long the operating system has to respond, in milliseconds; Ironic measures the time. Default: 60 000. */
  readonly softTimeoutMs?: number | undefined
}

const softTimeoutMs = milliseconds.optional()

export const powerModeOptions: z.ZodType<WaitOptions & PowerModeOptions> = z.lazy(() =>
  waitOptionsWith({
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
      message: 'must be less than deadlineMs, to leave time to cut the power',
    },
  ),
)

export const requestPowerModeOptions: z.ZodType<RequestPowerModeOptions> = z.lazy(() =>
  askOptionsWith({
    mode: z.enum(['hard', 'soft'], 'must be "hard" or "soft"').optional(),
    softTimeoutMs,
  }),
)
