import * as z from 'zod'
import { waitOptionsWith } from '../../operations/input-schemas.js'
import type { WaitOptions } from '../../operations/module-context.js'

/** Options of `console.serial`. */
export interface SerialConsoleOptions extends WaitOptions {
  /** Whether to switch a console that is on off and on again, which disconnects its user. Default: false. */
  readonly reset?: boolean | undefined
}

export const serialConsoleOptions: z.ZodType<SerialConsoleOptions> = z.lazy(() =>
  waitOptionsWith({
    reset: z.boolean('must be true or false').optional(),
  }),
)
