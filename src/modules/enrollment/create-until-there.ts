import { ok, type Result } from 'neverthrow'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import type { IronicDriverError } from '../../errors/ironic-driver-error.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { retryUntil, type RetryUntil } from '../../operations/retry-until.js'

/** The result of creating a resource under a UUID of ours, and whether it exists in Ironic. */
export interface Creation<T, E> {
  readonly made: Result<T, E>
  /** `maybe` when a reply was lost and no later one settled it. */
  readonly isThere: 'yes' | 'no' | 'maybe'
}

/** How to create a resource, and how to read it by its UUID. */
export interface Creating<T, E, ReadE> {
  readonly create: () => PromiseLike<Result<T, E>>
  readonly read: () => PromiseLike<Result<T, ReadE>>
}

/**
 * Creates a resource under a UUID of ours until it exists or is refused for good. After a lost reply it sends the
 * request again: a duplicate then means that the first one succeeded, if the resource can be read by that UUID.
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
    // Another resource has its name or address, and ours was never created.
    if (found.isErr() && found.error.kind === 'not_found') answers.isOneLost = false
    return found.isOk() ? ok(found.value) : asked
  })
  if (made.isOk()) return { made, isThere: 'yes' }
  return { made, isThere: answers.isOneLost ? 'maybe' : 'no' }
}
