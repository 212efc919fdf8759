import { ok, type Result } from 'neverthrow'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { IronicDriverError } from '../../errors/ironic-driver-error.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { retryUntil, type RetryUntil } from '../../operations/retry-until.js'

/** What came of making something under a UUID of ours, and whether it is in Ironic. */
export interface Creation<T, E> {
  readonly made: Result<T, E>
  /** `maybe` when an answer was lost and none since then has told. */
  readonly isThere: 'yes' | 'no' | 'maybe'
}

/** How something is made, and how it is read by the UUID that it was made under. */
export interface Creating<T, E, ReadE> {
  readonly create: () => PromiseLike<Result<T, E>>
  readonly read: () => PromiseLike<Result<T, ReadE>>
}

/**
 * Makes something under a UUID of ours until it is there or refused for good. After a lost answer it is sent again: that
 * it is a duplicate then says that it was made, if it can be read by that UUID.
 */
export async function createUntilThere<T, E extends IronicDriverError, ReadE extends IronicDriverError>(
  context: ModuleContext,
  persistence: RetryUntil,
  { create, read }: Creating<T, E, ReadE>,
): Promise<Creation<T, E>> {
  const answers = { isOneLost: false }
  const made = await retryUntil(context, persistence, async (): Promise<Result<T, E>> => {
    const asked = await create()
    if (asked.isOk()) return asked
    answers.isOneLost ||= mayHaveHappened(asked.error)
    if (!answers.isOneLost || asked.error.kind !== 'duplicate') return asked
    const found = await read()
    // Somebody else has its name or its address, and ours was never made.
    if (found.isErr() && found.error.kind === 'not_found') answers.isOneLost = false
    return found.isOk() ? ok(found.value) : asked
  })
  if (made.isOk()) return { made, isThere: 'yes' }
  return { made, isThere: answers.isOneLost ? 'maybe' : 'no' }
}
