import { err, ok, type Result } from 'neverthrow'
import { UnexpectedFailureError, type RequestError } from '../../client/errors/client-errors.js'
import { followSignal, scopeOf, sharedScope, type RequestScope } from '../../client/requests/call-signal.js'
import { onAbort } from '../../clock/on-abort.js'
import type { ModuleParts } from '../../operations/module-context.js'
import { isTemporary } from '../../operations/retry-until.js'
import { AbortedError } from '../../transport/transport-errors.js'

/** `pending` when the deadline passed. */
type Decision = Result<'decided' | 'pending', RequestError>

interface Waiting {
  readonly uuid: string
  /** The options of the call that waits. */
  readonly scope: RequestScope
  readonly settle: (decision: Decision) => void
}

/** Ironic looks for a node in some tens of milliseconds, unless the nodes are locked. */
const FIRST_MS = 200
const LONGEST_MS = 1_000

/** While Ironic cannot be reached, the pauses keep growing up to this. */
const LONGEST_IN_OUTAGE_MS = 15_000

/**
 * Waits until Ironic has decided on allocations. Each poll is one list of the undecided allocations, shared by all
 * waiting calls, so a hundred waits cost no more than one.
 */
export class AllocationWait {
  readonly #context: Pick<ModuleParts, 'client' | 'clock'>
  readonly #waiting = new Set<Waiting>()
  #running = false
  /** Ends the current pause or poll when no call is waiting any more. */
  #rouse = new AbortController()
  #lastFailure: RequestError | undefined

  constructor(context: Pick<ModuleParts, 'client' | 'clock'>) {
    this.#context = context
  }

  /** Waits for one existing allocation, also through an outage. */
  decided(uuid: string, until: number, signal?: AbortSignal): Promise<Decision> {
    const { clock } = this.#context
    return new Promise((resolve) => {
      const over = new AbortController()
      const leave = () =>
        waiting.settle(err(new AbortedError('The allocation was aborted.', { sent: 'maybe' })))
      const waiting: Waiting = {
        uuid,
        scope: scopeOf(signal),
        settle: (decision) => {
          if (!this.#waiting.delete(waiting)) return
          over.abort()
          stopListening()
          if (this.#waiting.size === 0) this.#rouse.abort()
          resolve(decision)
        },
      }
      const stopListening = onAbort(signal, leave)
      this.#waiting.add(waiting)
      if (signal?.aborted) return leave()
      const expire = () =>
        waiting.settle(this.#lastFailure === undefined ? ok('pending') : err(this.#lastFailure))
      clock.sleep(Math.max(0, until - clock.now()), over.signal).then(expire, () => undefined)
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
        const waiting = [...this.#waiting]
        if (waiting.length > 0) await this.#look(waiting, this.#rouse.signal)
        const longest = this.#lastFailure === undefined ? LONGEST_MS : LONGEST_IN_OUTAGE_MS
        pauseMs = Math.min(longest, pauseMs * 2)
      }
    } catch (cause) {
      const failure = new UnexpectedFailureError(
        'A function or object that was passed in threw while waiting for an allocation.',
        { cause },
      )
      for (const { settle } of [...this.#waiting]) settle(err(failure))
    } finally {
      this.#running = false
    }
  }

  async #look(waiting: readonly Waiting[], over: AbortSignal): Promise<void> {
    const filter = { state: 'allocating' }
    const { signal, end } = followSignal(over, sharedScope(waiting.map(({ scope }) => scope)))
    const listed = await this.#context.client.allocations.list({ filter, retryForMs: 0, signal }).all()
    end()
    if (signal.aborted) return
    this.#lastFailure = listed.isErr() ? listed.error : undefined
    if (listed.isErr()) {
      if (!isTemporary(listed.error)) for (const { settle } of waiting) settle(err(listed.error))
      return
    }
    const undecided = new Set(listed.value.map(({ uuid }) => uuid))
    for (const { uuid, settle } of waiting) if (!undecided.has(uuid)) settle(ok('decided'))
  }
}
