import type { ModuleContext } from '../module-context.js'
import type { LongWork } from './watch-node.js'

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 60_000

/**
 * How long a tear-down pauses before it tries again what was refused for a cause that passes: longer each time, until
 * the node changes its state.
 */
export class TearDownPace {
  readonly #context: Pick<ModuleContext, 'clock' | 'random'>
  readonly #work: Pick<LongWork, 'deadlineAt' | 'signal'>
  #pauses = 0

  constructor(
    context: Pick<ModuleContext, 'clock' | 'random'>,
    work: Pick<LongWork, 'deadlineAt' | 'signal'>,
  ) {
    this.#context = context
    this.#work = work
  }

  /** Whether nothing was refused yet in this state. */
  get isFirst(): boolean {
    return this.#pauses === 0
  }

  restart(): void {
    this.#pauses = 0
  }

  /** False when the deadline comes before the end of the pause. */
  async pause(): Promise<boolean> {
    const { clock, random } = this.#context
    const ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(this.#pauses, 10))
    const pause = Math.round(ceiling * (0.5 + random() / 2))
    if (clock.now() + pause > this.#work.deadlineAt) return false
    this.#pauses += 1
    await clock.sleep(pause, this.#work.signal)
    return true
  }
}
