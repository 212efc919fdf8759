import type { IronicDriverError } from 'ironic-driver'
import { DAY_MS } from './base-run.js'
import type { MatrixSite } from './matrix-site.js'
import type { Outcome, Pending } from './scenarios/scenario.js'
import { worldFacts, type WorldFacts } from './world-facts.js'

/** How a call ended: its Result, or an ending that must never happen. */
export type Ending =
  | { readonly is: 'settled'; readonly outcome: Outcome }
  | { readonly is: 'pending' }
  | { readonly is: 'threw'; readonly what: string }

/** The longest time that anything may take. */
const LONGEST_MS = 3 * DAY_MS

/** Advances the clock until the work has settled, or until it is known that it never will. */
export async function ending({ clock }: MatrixSite, work: () => Pending): Promise<Ending> {
  let settled: Ending | undefined
  const settling = (async (): Promise<Ending> => {
    try {
      return { is: 'settled', outcome: await work() }
    } catch (cause) {
      return { is: 'threw', what: String(cause) }
    }
  })().then((end) => (settled = end))
  try {
    return await clock.run(settling, { limitMs: LONGEST_MS, patienceMs: 100 })
  } catch {
    return settled ?? { is: 'pending' }
  }
}

export function errorOf(end: Ending): IronicDriverError | undefined {
  return end.is === 'settled' && end.outcome.isErr() ? end.outcome.error : undefined
}

export function isOkEnd(end: Ending): boolean {
  return end.is === 'settled' && end.outcome.isOk()
}

/** Releases what a disruption still holds, and gives all work under way time to end. */
export async function settledWorld({ clock, simulator, node }: MatrixSite): Promise<WorldFacts> {
  await clock.advance(DAY_MS)
  if (node.exists && node.now.reservation === 'simulator' && simulator.nodes.length > 0)
    await clock.advance(DAY_MS)
  return worldFacts(simulator)
}
