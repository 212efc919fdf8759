import type { Result } from 'neverthrow'
import * as z from 'zod'
import type { UnexpectedFailureError } from '../client/errors/client-errors.js'
import type { InvalidInputError } from '../errors/invalid-input-error.js'
import type { IronicDriverError } from '../errors/ironic-driver-error.js'
import { signal } from './input-schemas.js'
import type { AbortedError } from '../transport/transport-errors.js'

/** The outcome of one item of a bulk call. */
export type BulkOutcome<Subject, Value, Failure extends IronicDriverError> =
  | { readonly outcome: 'done'; readonly subject: Subject; readonly value: Value }
  | { readonly outcome: 'failed'; readonly subject: Subject; readonly error: Failure }
  /** It was not started: `signal` or `drain` was aborted, or another item failed and `afterFailure` is `stop`. */
  | { readonly outcome: 'not_started'; readonly subject: Subject }

/** The outcomes of a bulk call, in the order of its items. */
export interface BulkReport<Subject, Value, Failure extends IronicDriverError> {
  readonly outcomes: readonly BulkOutcome<Subject, Value, Failure>[]
  readonly done: number
  readonly failed: number
  readonly notStarted: number
}

/** Options of a bulk call. */
export interface BulkOptions {
  /** How many items to process at once. Default: 50. */
  readonly concurrency?: number | undefined
  /** Whether to `go-on` (the default) when an item fails, or to `stop`: start no more items. */
  readonly afterFailure?: 'go-on' | 'stop' | undefined
  /** Aborting this starts no more items, and lets those under way finish. Aborting `signal` ends those as well. */
  readonly drain?: AbortSignal | undefined
}

export interface BulkRun<Item, Subject, Value, Failure extends IronicDriverError> extends BulkOptions {
  readonly items: readonly Item[]
  readonly subjectOf: (item: Item) => Subject
  readonly work: (item: Item) => PromiseLike<Result<Value, Failure>>
  readonly signal?: AbortSignal | undefined
  readonly onOutcome?: ((outcome: BulkOutcome<Subject, Value, Failure>) => void) | undefined
}

const CONCURRENCY = 50

export const bulkShape = {
  concurrency: z.number().int('must be a whole number').min(1, 'must be at least 1').optional(),
  afterFailure: z.enum(['go-on', 'stop'], 'must be "go-on" or "stop"').optional(),
  drain: signal,
  onOutcome: z.custom<() => void>((value) => typeof value === 'function', 'must be a function').optional(),
}

/** Processes the items, at most `concurrency` at once, and reports every outcome. */
export async function runBulk<Item, Subject, Value, Failure extends IronicDriverError>(
  run: BulkRun<Item, Subject, Value, Failure>,
): Promise<BulkReport<Subject, Value, Failure>> {
  const { items, subjectOf, work, signal, drain, concurrency = CONCURRENCY, afterFailure = 'go-on' } = run
  const outcomes = items.map((item): BulkOutcome<Subject, Value, Failure> => ({
    outcome: 'not_started',
    subject: subjectOf(item),
  }))
  const queue = items.entries()
  let isStopped = false
  const worker = async () => {
    for (const [index, item] of queue) {
      if (isStopped || signal?.aborted === true || drain?.aborted === true) return
      const subject = subjectOf(item)
      const result = await work(item)
      const outcome: BulkOutcome<Subject, Value, Failure> = result.isOk()
        ? { outcome: 'done', subject, value: result.value }
        : { outcome: 'failed', subject, error: result.error }
      outcomes[index] = outcome
      isStopped ||= result.isErr() && afterFailure === 'stop'
      report(run.onOutcome, outcome)
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker))
  return bulkReport(outcomes)
}

/** Counts the outcomes. */
export function bulkReport<Subject, Value, Failure extends IronicDriverError>(
  outcomes: readonly BulkOutcome<Subject, Value, Failure>[],
): BulkReport<Subject, Value, Failure> {
  const count = (status: string) => outcomes.filter((outcome) => outcome.outcome === status).length
  return { outcomes, done: count('done'), failed: count('failed'), notStarted: count('not_started') }
}

/** Calls the callback. An error in it is the caller's mistake, and must not stop a call half way. */
function report<Outcome>(onOutcome: ((outcome: Outcome) => void) | undefined, outcome: Outcome): void {
  try {
    const returned: unknown = onOutcome?.(outcome)
    Promise.resolve(returned).catch(() => undefined)
  } catch {
    return
  }
}

/** The errors of a bulk call as a whole. The report holds the errors of its items. */
export type BulkError = InvalidInputError | AbortedError | UnexpectedFailureError
