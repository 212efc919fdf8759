import * as z from 'zod'
import { waitOptionsWith } from '../../operations/input-schemas.js'
import type { WaitOptions } from '../../operations/module-context.js'

/** How a serial console is got. */
export interface SerialConsoleOptions extends WaitOptions {
  /** Whether one that is on is switched off and on again, which cuts off whoever uses it. Default: false. */
  readonly reset?: boolean | undefined
}

export const serialConsoleOptions: z.ZodType<SerialConsoleOptions> = waitOptionsWith({
  reset: z.boolean('must be true or false').optional(),
})
