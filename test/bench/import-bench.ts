import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { report } from './measure.js'

const RUNS = 15
const root = fileURLToPath(new URL('../../', import.meta.url))

/** What an import costs a new process, beside that of zod alone. `npm run build` comes first. */
export function importBench(): void {
  const specifiers = ['zod', 'ironic-driver', 'ironic-driver/client', 'ironic-driver/testing'] as const
  const samples = new Map<string, number[]>(specifiers.map((specifier) => [specifier, []]))
  // In turns, so that what else the computer does meets all of them.
  for (let run = 0; run < RUNS; run += 1)
    for (const [specifier, costs] of samples) costs.push(importCostMs(specifier))

  const [yardstick = NaN, ...costs] = [...samples.values()].map(
    (sample) => sample.sort((one, other) => one - other)[Math.floor(RUNS / 2)] ?? NaN,
  )
  for (const [index, cost] of costs.entries()) {
    const details = `${cost.toFixed(0)} ms of processor time; zod ${yardstick.toFixed(0)} ms`
    report(`import '${specifiers[index + 1]}' / import 'zod'`, cost / yardstick, details)
  }
}

/** A package may import itself by its name: that is the build, as its users get it. */
function importCostMs(specifier: string): number {
  const program = `
    const before = process.cpuUsage()
    await import('${specifier}')
    const { user, system } = process.cpuUsage(before)
    console.log((user + system) / 1_000)`
  const args = ['--input-type=module', '--eval', program]
  return Number(execFileSync(process.execPath, args, { cwd: root, encoding: 'utf8' }))
}
