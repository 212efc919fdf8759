import type { Result } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import type { Allocation } from '../../client/resources/allocations.js'
import type { AskOptions, ModuleParts } from '../../operations/module-context.js'

/** Ironic makes three attempts within seconds; an allocation undecided after that has lost its conductor. */
const DECIDED_WITHIN_MS = 15_000
const PAUSE_MS = 500

/**
 * Waits until Ironic has decided on an allocation that is to be removed, and returns it. Until then Ironic may write
 * traits on a node between a read and the removal, and nothing leads back to that node afterwards.
 */
export async function settledAllocation(
  { client, clock }: ModuleParts,
  uuid: string,
  { signal }: AskOptions,
): Promise<Result<Allocation, RequestError>> {
  const until = clock.now() + DECIDED_WITHIN_MS
  for (;;) {
    const found = await client.allocations.get(uuid, { signal })
    if (found.isErr() || found.value.state !== 'allocating' || clock.now() >= until) return found
    await clock.sleep(PAUSE_MS, signal)
  }
}
