import type { IronicClient } from '../client/ironic-client.js'
import type { Advice } from '../errors/ironic-driver-error.js'
import { redactText } from '../errors/redaction.js'
import { isHidden } from '../states/hidden-values.js'
import type { NodeWatch } from './node-watch.js'
import { TransitionFailedError, type WaitErrorDetails } from './wait-errors.js'

/** How far the clocks of this process and of Ironic may differ. */
const SKEW_MS = 60_000

/**
 * Returns the error of a failed transition. Ironic clears `last_error` at the next power change, often before it was
 * read; the node's history still has it.
 *
 * @param over - Aborted when the wait has ended in another way, so that the explanation is no longer needed.
 */
export async function explainFailure(
  client: IronicClient,
  watch: NodeWatch,
  why: string,
  details: WaitErrorDetails,
  over: AbortSignal,
): Promise<TransitionFailedError> {
  const text = watch.lastError ?? (await lastErrorInHistory(client, watch, over))
  const lastError = text === undefined ? null : redactText(text)
  const reason = lastError === null ? whyUnknown(watch) : `Ironic says: ${lastError}`
  return new TransitionFailedError(`Waited for ${watch.options.goal}, but ${why}. ${reason}`, {
    ...details,
    lastError,
    advice: adviceFor(watch, lastError),
  })
}

function whyUnknown({ lastSeen }: NodeWatch): string {
  return isHidden(lastSeen?.last_error)
    ? 'Ironic hides the reason from this login, which lacks the permission baremetal:node:get:last_error. Ask someone who may read the `last_error` of the node.'
    : 'Ironic gives no reason.'
}

function adviceFor({ options }: NodeWatch, lastError: string | null): Advice {
  try {
    return options.failureAdvice?.(lastError) ?? 'fix_node'
  } catch {
    return 'fix_node'
  }
}

async function lastErrorInHistory(
  client: IronicClient,
  watch: NodeWatch,
  signal: AbortSignal,
): Promise<string | undefined> {
  const features = await client.features({ signal })
  if (features.isErr() || !features.value.supports('node_history')) return undefined
  const events = client.nodeHistory.list(watch.options.node, { retryForMs: 5_000, signal })
  let found: string | undefined
  for await (const listed of events) {
    if (listed.isErr()) return undefined
    const { severity, event, created_at } = listed.value
    const isOfThisWait = Date.parse(created_at) >= watch.startedAt - SKEW_MS
    if (isOfThisWait && severity === 'ERROR' && event !== null) found = event
  }
  return found
}
