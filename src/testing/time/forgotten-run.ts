/** Real milliseconds without a turn of the clock; the usual time-out of a test is 5,000. */
const PATIENCE_MS = 3_000

/** A timer that is this much late was held up: a debugger stopped the process, or other work filled it. */
const HELD_UP_MS = 500

/** A clock that a test may have forgotten to advance. */
interface StandingClock {
  /** Whether something sleeps. */
  readonly isAwaited: () => boolean
}

/** The clocks on which a sleep has begun since they were last advanced. */
const standing = new Set<ForgottenRun>()
let warned = false
let isListening = false

/**
 * Warns once when something sleeps on a clock that nothing advances: a test that awaits a call without `clock.run` would
 * only time out. Sleeps that begin while the clock advances do not count: a watch in the background may sleep on.
 */
export class ForgottenRun {
  readonly #clock: StandingClock
  #timer: ReturnType<typeof setTimeout> | undefined
  /** What else kept the process alive when the wait began. */
  #atWork: readonly string[] = []

  constructor(clock: StandingClock) {
    this.#clock = clock
  }

  /** Begins to wait for the clock to be advanced. */
  sleepBegan(): void {
    if (warned || standing.has(this)) return
    standing.add(this)
    listenForExit()
    this.#atWork = workInProgress()
    this.#wait()
  }

  #wait(): void {
    const dueAt = performance.now() + PATIENCE_MS
    this.#timer = setTimeout(() => {
      const wasHeldUp = performance.now() - dueAt > HELD_UP_MS
      // A test may hold the clock on purpose while it reads a file or lets real time pass.
      if (wasHeldUp || hasMore(workInProgress(), this.#atWork)) this.#wait()
      else this.check(`for ${PATIENCE_MS / 1_000} s`)
    }, PATIENCE_MS)
    const { unref } = this.#timer as { readonly unref?: () => void }
    unref?.call(this.#timer)
  }

  /** The clock advances. */
  turned(): void {
    if (!standing.delete(this)) return
    clearTimeout(this.#timer)
  }

  /** Warns if something still sleeps. */
  check(howLong: string): void {
    this.turned()
    if (warned || !this.#clock.isAwaited()) return
    warned = true
    warn(
      `ManualClock: a call sleeps ${howLong}, and nothing advances the clock. Await \`clock.run(call)\` in place of the call, or advance the clock by \`clock.advance(ms)\`.`,
    )
  }
}

/** Returns the kinds of work that keep the process alive, such as `Timeout` or `TCPSocketWrap`, as often as there is such. */
function workInProgress(): readonly string[] {
  return processOf()?.getActiveResourcesInfo?.() ?? []
}

function hasMore(now: readonly string[], before: readonly string[]): boolean {
  const count = (of: readonly string[], kind: string) => of.filter((one) => one === kind).length
  return now.some((kind) => count(now, kind) > count(before, kind))
}

interface WarningProcess {
  readonly getActiveResourcesInfo?: () => readonly string[]
  readonly emitWarning?: (text: string, options: object) => void
  readonly once?: (event: 'beforeExit', listener: () => void) => void
}

function processOf(): WarningProcess | undefined {
  return (globalThis as { readonly process?: WarningProcess }).process
}

/** A process whose only work sleeps on a manual clock ends before the time is over. */
function listenForExit(): void {
  if (isListening) return
  isListening = true
  processOf()?.once?.('beforeExit', () => {
    for (const run of standing) run.check('at the end of the process')
  })
}

function warn(text: string): void {
  processOf()?.emitWarning?.(text, { type: 'ManualClockWarning', code: 'MANUAL_CLOCK_STANDS' })
}
