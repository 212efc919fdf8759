import { AbortedError, type IronicDriverError } from 'ironic-driver'
import { err, ok, type Result } from 'neverthrow'
import type { Outcome } from './scenario.js'

interface Report {
  readonly outcomes: readonly (
    | { readonly outcome: 'not_started' }
    | { readonly outcome: 'done'; readonly value: unknown }
    | { readonly outcome: 'failed'; readonly error: IronicDriverError }
  )[]
}

/** Returns the outcome of the only item of a bulk call. */
export function onlyOutcome(report: Result<Report, IronicDriverError>): Outcome {
  if (report.isErr()) return err(report.error)
  const [outcome] = report.value.outcomes
  if (outcome === undefined || outcome.outcome === 'not_started')
    return err(new AbortedError('The item was not started.', { sent: 'no' }))
  return outcome.outcome === 'done' ? ok(outcome.value) : err(outcome.error)
}
