import type { MatrixCase } from './matrix-case.js'
import { runCrowdTrial } from './run-crowd-trial.js'
import { runDisruptionTrial } from './run-disruption-trial.js'
import { runRaceTrial } from './run-race-trial.js'
import type { Violation } from './violation.js'

/** Runs one case and returns its violations. */
export async function runCase(one: MatrixCase): Promise<readonly Violation[]> {
  const rejections: string[] = []
  const onRejection = (reason: unknown) => void rejections.push(String(reason))
  process.on('unhandledRejection', onRejection)
  try {
    const found = await runTrial(one)
    const rejected = rejections.map((why): Violation => ({ rule: 'unhandled rejection', why }))
    return [...found, ...rejected]
  } finally {
    process.off('unhandledRejection', onRejection)
  }
}

function runTrial(one: MatrixCase): Promise<readonly Violation[]> {
  const { trial } = one
  switch (trial.kind) {
    case 'disruptions':
      return runDisruptionTrial(one, trial.disruptions)
    case 'race':
      return runRaceTrial(one, trial)
    case 'crowd':
      return runCrowdTrial(one.world, trial.name)
  }
}
