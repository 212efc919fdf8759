import { baseRun } from './base-run.js'
import { caseId, type MatrixCase } from './matrix-case.js'
import { casesOf, worldsOf } from './list-cases.js'
import type { MatrixOptions } from './matrix-options.js'
import { runCase } from './run-case.js'
import { sampled, sampleSize } from './sample.js'
import type { Violation } from './violation.js'

export interface FoundViolation extends Violation {
  readonly id: string
}

/** The result of all cases of one operation. */
export interface OperationReport {
  readonly operation: string
  readonly tried: number
  readonly all: number
  readonly violations: readonly FoundViolation[]
}

/** Runs all cases of an operation, or a sample of them. */
export async function runOperation(operation: string, options: MatrixOptions): Promise<OperationReport> {
  const violations: FoundViolation[] = await withoutBase(operation)
  const all = await casesOf(operation)
  const chosen = options.cases === 'all' ? all : sampled(all, sampleSize(all.length), options.seed)
  for (const one of chosen) violations.push(...(await violationsOf(one)))
  return { operation, tried: chosen.length, all: all.length, violations }
}

export async function violationsOf(one: MatrixCase): Promise<readonly FoundViolation[]> {
  const found = await runCase(one)
  return found.map((violation) => ({ id: caseId(one), ...violation }))
}

/**
 * Returns the violation of a scenario that fails without any disruption, so that its cases would test
 * nothing.
 */
async function withoutBase(operation: string): Promise<FoundViolation[]> {
  const found: FoundViolation[] = []
  for (const world of worldsOf(operation)) {
    const { outcome } = await baseRun(operation, world)
    if (outcome.isErr())
      found.push({
        id: `${operation}/${world}`,
        rule: 'fails without disruption',
        why: outcome.error.message,
      })
  }
  return found
}
