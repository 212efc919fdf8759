import type { ReadOptions, ReadResult } from '../waiting/node-reader.js'
import type { ModuleParts } from './module-context.js'

/** Between the look that does not find a node and the one that has to confirm it. */
const CONFIRM_AFTER_MS = 2_500

/**
 * Reads a node that was there a moment ago. One that is not found is looked for once more: a proxy or a server that is
 * just starting may answer 404, and what is believed gone is never cleaned up.
 */
export async function readConfirmed(
  { reader, clock }: Pick<ModuleParts, 'reader' | 'clock'>,
  node: string,
  options: ReadOptions = {},
): Promise<ReadResult> {
  const first = await reader.read({ node }, options)
  if (first.isErr() || first.value !== undefined) return first
  await clock.sleep(CONFIRM_AFTER_MS, options.signal)
  return reader.read({ node }, options)
}
