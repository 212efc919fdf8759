import type { IronicClient } from '../client/ironic-client.js'
import { redactText } from '../errors/redaction.js'
import type { NodeWatch } from './node-watch.js'
import { TransitionFailedError, type WaitErrorDetails } from './wait-errors.js'

/** How far the clocks of this machine and of Ironic may differ. */
const SKEW_MS = 60_000

/**
 * Makes the error of a failed transition. Ironic clears `last_error` with the next power change, often before
 * anybody has read it: then the node's history still knows.
 */
export async function explainFailure(
  client: IronicClient,
  watch: NodeWatch,
  why: string,
  details: WaitErrorDetails,
): Promise<TransitionFailedError> {
  const text = watch.lastError ?? (await lastErrorInHistory(client, watch))
  const lastError = text === undefined ? null : redactText(text)
  const reason = lastError === null ? 'Ironic gives no reason.' : `Ironic says: ${lastError}`
  return new TransitionFailedError(`Waited for ${watch.options.goal}, but ${why}. ${reason}`, {
    ...details,
    lastError,
    advice: watch.options.failureAdvice?.(lastError) ?? 'fix_node',
  })
}

async function lastErrorInHistory(client: IronicClient, watch: NodeWatch): Promise<string | undefined> {
  const features = await client.features()
  if (features.isErr() || !features.value.supports('node_history')) return undefined
  const events = client.nodeHistory.list(watch.options.node, { retryForMs: 5_000, pageSize: 5 })
  let looked = 0
  for await (const event of events) {
    if (event.isErr() || (looked += 1) > 5) return undefined
    const { severity, event: text, created_at } = event.value
    if (Date.parse(created_at) < watch.startedAt - SKEW_MS) return undefined
    if (severity === 'ERROR' && text !== null) return text
  }
  return undefined
}
