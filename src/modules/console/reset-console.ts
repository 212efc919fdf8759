import { err, type Result } from 'neverthrow'
import { detachedSignal } from '../../client/requests/call-signal.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { LATE_EFFECT_MS } from '../../operations/retry-until.js'
import type { CallScope } from '../../operations/run-operation.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import { turnConsole, waitForConsole } from './change-console.js'
import type { ConsoleChangeError } from './console-errors.js'

/** How long to try to switch a console back on after a reset that was aborted or failed. */
const RECOVERY_MS = 60_000

const MAY_BE_OFF =
  'The console may be off now: the reset switched it off and could not switch it back on. Call console.enable.'

/**
 * Switches a console off and on again. After a reset that fails or is aborted, tries to switch the console back on:
 * nobody asked for it to stay off.
 */
export async function resetConsole(
  context: ModuleContext,
  node: WatchedNode,
  work: CallScope,
): Promise<Result<WatchedNode, ConsoleChangeError>> {
  const off = await turnConsole(context, node, 'off', work)
  const on = off.isErr() ? off : await turnConsole(context, node, 'on', work)
  if (on.isOk()) return on
  // A request without an answer may take effect later and switch the console off then.
  if (off.isErr() && mayHaveHappened(off.error)) await context.clock.sleep(LATE_EFFECT_MS)
  const recovered = await recover()
  if (recovered === 'stayed on') return err(on.error)
  if (recovered.isErr()) return err(on.error.withSentence(MAY_BE_OFF))
  // It was off and is on again, though on the second attempt: the reset is done.
  const isReset = off.isOk() && on.error.kind !== 'aborted' && on.error.kind !== 'wait_timed_out'
  return isReset ? recovered : err(on.error)

  /**
   * Ignores the caller's signal and deadline. Waits for "off" first: Ironic ignores a request for "on" while it is still
   * switching the console off.
   */
  async function recover(): Promise<Result<WatchedNode, ConsoleChangeError> | 'stayed on'> {
    const deadlineAt = context.clock.now() + RECOVERY_MS
    const during = { operation: work.operation, deadlineAt, signal: detachedSignal(work.signal) }
    const settled = await waitForConsole(context, node, 'off', during)
    if (settled.isErr() && settled.error.kind === 'transition_failed') return 'stayed on'
    const again = await turnConsole(context, node, 'on', during)
    // If the wait failed, the console may still go off later.
    const isBlind = settled.isErr() && settled.error.kind !== 'wait_timed_out'
    return isBlind && again.isOk() ? err(settled.error) : again
  }
}
