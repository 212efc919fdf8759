import { expect, it } from 'vitest'
import { matrixOptions } from './matrix-options.js'
import { violationText, writeReport } from './matrix-report.js'
import { OPERATIONS } from './operations.js'
import { runOperation } from './run-operation.js'

/** How many files share the operations, so that as many workers can be at work. */
const PARTS = 6

/** A test for each operation of this part. */
export function defineMatrix(part: number): void {
  const options = matrixOptions(process.env)
  const mine = OPERATIONS.filter((_, index) => index % PARTS === part - 1)
  it.each(mine)('%s leaves the world as it says, whatever fails', async (operation) => {
    const report = await runOperation(operation, options)
    if (options.reportFolder !== undefined) writeReport(options.reportFolder, report)
    expect(violationText(report)).toBe('')
    expect(report.tried).toBeGreaterThan(0)
  })
}
