import { err, ok, type Result } from 'neverthrow'
import { UnexpectedFailureError, type RequestError } from '../../client/client-errors.js'
import { AbortedError } from '../../transport/transport-errors.js'
import type { ModuleContext } from '../module-context.js'
import { mayPass } from '../persist.js'

/** `pending` when the time for it is over. */
type Decision = Result<'decided' | 'pending', RequestError>

interface Waiting {
  readonly uuid: string
  readonly until: number
  readonly settle: (decision: Decision) => void
}

/** Ironic looks for a node in some tens of milliseconds, unless the nodes are locked. */
const FIRST_MS = 200
const LONGEST_MS = 1_000

/**
 * Waits until Ironic has decided upon allocations. All who wait share one list for each look, of the allocations that
 * are undecided still, so that a hundred cost no more than one.
 */
export class AllocationWait {
  readonly #context: Pick<ModuleContext, 'client' | 'clock'>
  readonly #waiting = new Set<Waiting>()
  #running = false
  #rouse = new AbortController()

  constructor(context: Pick<ModuleContext, 'client' | 'clock'>) {
    this.#context = context
  }

  /** Waits for one allocation that was made. What an outage hides is waited for too. */
  decided(uuid: string, until: number, signal?: AbortSignal): Promise<Decision> {
    return new Promise((resolve) => {
      const leave = () =>
        waiting.settle(err(new AbortedError('The allocation was aborted.', { sent: 'maybe' })))
      const waiting: Waiting = {
        uuid,
        until,
        settle: (decision) => {
          signal?.removeEventListener('abort', leave)
          this.#waiting.delete(waiting)
          if (this.#waiting.size === 0) this.#rouse.abort()
          resolve(decision)
        },
      }
      this.#waiting.add(waiting)
      if (signal?.aborted) return leave()
      signal?.addEventListener('abort', leave, { once: true })
      void this.#start()
    })
  }

  async #start(): Promise<void> {
    if (this.#running) return
    this.#running = true
    let pauseMs = FIRST_MS
    try {
      while (this.#waiting.size > 0) {
        this.#rouse = new AbortController()
        await this.#context.clock.sleep(pauseMs, this.#rouse.signal)
        pauseMs = Math.min(LONGEST_MS, pauseMs * 2)
        if (this.#waiting.size > 0) await this.#look([...this.#waiting])
      }
    } catch (cause) {
      const failure = new UnexpectedFailureError(
        'A part that was passed in threw while an allocation was waited for.',
        { cause },
      )
      for (const { settle } of [...this.#waiting]) settle(err(failure))
    } finally {
      this.#running = false
    }
  }

  async #look(waiting: readonly Waiting[]): Promise<void> {
    const filter = { state: 'allocating' }
    const listed = await this.#context.client.allocations.list({ filter, retryForMs: 0 }).all()
    const now = this.#context.clock.now()
    if (listed.isErr() && !mayPass(listed.error)) {
      for (const { settle } of waiting) settle(err(listed.error))
      return
    }
    const undecided = listed.isOk() ? new Set(listed.value.map(({ uuid }) => uuid)) : undefined
    for (const { uuid, until, settle } of waiting) {
      if (undecided?.has(uuid) === false) settle(ok('decided'))
      else if (now >= until) settle(listed.isErr() ? err(listed.error) : ok('pending'))
    }
  }
}
