import type { ReadOptions, ReadResult } from '../waiting/node-reader.js'
import { CONFIRM_AFTER_MS } from '../waiting/poll-pace.js'
import type { ModuleParts } from './module-context.js'

/**
 * Reads a node that existed a moment ago. If it is missing, reads it again after a pause: a proxy or a server
 * that is starting may answer 404, and a node wrongly believed gone is never cleaned up.
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
