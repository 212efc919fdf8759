import { err, type Result } from 'neverthrow'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { LongWork } from '../../operations/long-work.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { LATE_EFFECT_MS } from '../../operations/retry-until.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { turnConsole, waitForConsole } from './change-console.js'
import type { ConsoleChangeError } from './console-errors.js'

/** How long it is tried to get a console back on after a reset that was aborted or failed. */
const RECOVERY_MS = 60_000

const MAY_BE_OFF =
  'The console may be off now: it was to be switched off and on again, and could not be brought back on. Call console.enable.'

/**
 * Switches a console off and on again. A reset that fails or is aborted leaves the console on if that can be had:
 * otherwise it would stay off, which nobody asked for.
 */
export async function resetConsole(
  context: ModuleContext,
  node: WatchedNode,
  work: LongWork,
): Promise<Result<WatchedNode, ConsoleChangeError>> {
  const off = await turnConsole(context, node, 'off', work)
  const on = off.isErr() ? off : await turnConsole(context, node, 'on', work)
  if (on.isOk()) return on
  // A request that got no answer may still be on its way, and switch the console off only later.
  if (off.isErr() && mayHaveHappened(off.error)) await context.clock.sleep(LATE_EFFECT_MS)
  const recovered = await recover()
  if (recovered === 'stayed on') return err(on.error)
  if (recovered.isErr()) return err(on.error.saying(MAY_BE_OFF))
  // It was off and is on again, if at the second try: that is what was asked for.
  const isReset = off.isOk() && on.error.kind !== 'aborted' && on.error.kind !== 'wait_timed_out'
  return isReset ? recovered : err(on.error)

  /** Not with the caller's signal and time. While it is still being switched off, Ironic passes over a wish for on. */
  async function recover(): Promise<Result<WatchedNode, ConsoleChangeError> | 'stayed on'> {
    const deadlineAt = context.clock.now() + RECOVERY_MS
    const during = { operation: work.operation, deadlineAt }
    const settled = await waitForConsole(context, node, 'off', during)
    if (settled.isErr() && settled.error.kind === 'transition_failed') return 'stayed on'
    const again = await turnConsole(context, node, 'on', during)
    // Who did not see it go off does not know either whether it will yet.
    const isBlind = settled.isErr() && settled.error.kind !== 'wait_timed_out'
    return isBlind && again.isOk() ? err(settled.error) : again
  }
}
