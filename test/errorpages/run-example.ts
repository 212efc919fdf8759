import type { IronicDriverError } from 'ironic-driver'
import { runBlock, type BlockEnd } from '../examples/run-block.js'
import type { Scenario } from './scenario.js'

/** Runs the example of a page in its scenario. */
export async function runExample(code: string, scenario: Scenario): Promise<BlockEnd> {
  try {
    // `meanwhile` advances the clock by itself; `run` would advance it past that.
    const running = runBlock(code, { ...scenario.scope })
    await scenario.meanwhile?.()
    return await (scenario.clock?.run(running) ?? running)
  } finally {
    await scenario.close?.()
  }
}

/** Returns the error that the call of an example has returned as `result`. */
export function errorOf(end: BlockEnd): IronicDriverError {
  const result = end.result as { readonly error?: IronicDriverError } | undefined
  if (result?.error === undefined) throw new Error(`The example does not fail. It printed:\n${end.printed}`)
  return result.error
}
