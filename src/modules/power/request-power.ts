import { err, ok, type Result } from 'neverthrow'
import { detachedSignal } from '../../client/requests/call-signal.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { AskOptions, ModuleParts } from '../../operations/module-context.js'
import { OutcomeUnknownError } from '../../operations/node-errors.js'
import { POWER_TARGETS } from '../../states/power-states.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { RequestPowerOffError } from './power-errors.js'
import type { PowerAttempt } from './power-plan.js'

/**
 * Requests a power change. After a lost answer, reads the node: a new target or the requested state proves that Ironic
 * accepted the request. A finished reboot leaves no trace, and sending it again would reboot the node twice, so the
 * outcome is then reported as unknown.
 */
export async function requestPower(
  { client, reader }: ModuleParts,
  node: WatchedNode,
  attempt: PowerAttempt,
  options: AskOptions,
): Promise<Result<void, RequestPowerOffError>> {
  const sent = await client.nodeStates.power(node.uuid, attempt, { signal: options.signal })
  if (sent.isOk() || !mayHaveHappened(sent.error) || sent.error.kind === 'aborted') return sent

  const facts = POWER_TARGETS[attempt.target]
  const seen = await reader.read({ node: node.uuid }, { signal: detachedSignal(options.signal) })
  const now = seen.isOk() ? seen.value : undefined
  if (now?.target_power_state === facts.shows && node.target_power_state !== facts.shows) return ok(undefined)
  if (facts.repeatable && now?.target_power_state === null && now.power_state === facts.ends)
    return ok(undefined)
  return err(
    new OutcomeUnknownError(
      `The answer to "${attempt.target}" was lost, and the node does not show whether Ironic accepted the request. It was not sent again. Check the node before you send it again.`,
      { node: node.uuid, cause: sent.error },
    ),
  )
}
