import { expect, it } from 'vitest'
import { matrixOptions } from './matrix-options.js'
import { violationText, writeReport } from './matrix-report.js'
import { OPERATIONS } from './operations.js'
import { runOperation } from './run-operation.js'

/** How many files share the operations, and so how many workers can run. */
const PARTS = 6

/** Defines a test for each operation of this part. */
export function defineMatrix(part: number): void {
  const options = matrixOptions(process.env)
  const mine = OPERATIONS.filter((_, index) => index % PARTS === part - 1)
  it.each(mine)('%s leaves the world that it reports, with any disruption', async (operation) => {
    const report = await runOperation(operation, options)
    if (options.reportFolder !== undefined) writeReport(options.reportFolder, report)
    expect(violationText(report)).toBe('')
    expect(report.tried).toBeGreaterThan(0)
  })
}
