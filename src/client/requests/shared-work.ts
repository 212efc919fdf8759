import { onAbort } from '../../clock/on-abort.js'

interface Run<T> {
  readonly result: Promise<T>
  readonly stop: AbortController
  callers: number
}

/**
 * Shares one run of some work between all callers that ask for it meanwhile. The run is aborted when the last one
 * leaves.
 */
export class SharedWork<T> {
  readonly #work: (signal: AbortSignal) => Promise<T>
  #run: Run<T> | undefined

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#work = work
  }

  /** Returns the result of the current run, or of a new one; `undefined` as soon as `signal` is aborted. */
  join(signal?: AbortSignal): Promise<T | undefined> {
    if (signal?.aborted) return Promise.resolve(undefined)
    const run = (this.#run ??= this.#start())
    run.callers += 1
    return new Promise((resolve, reject) => {
      const leave = () => {
        run.callers -= 1
        if (run.callers === 0) {
          this.#forget(run)
          run.stop.abort()
        }
        resolve(undefined)
      }
      const stopListening = onAbort(signal, leave)
      run.result.then(resolve, reject).finally(stopListening)
    })
  }

  #start(): Run<T> {
    const stop = new AbortController()
    const run = { result: this.#work(stop.signal), stop, callers: 0 }
    const forget = () => this.#forget(run)
    run.result.then(forget, forget)
    return run
  }

  #forget(run: Run<T>): void {
    if (this.#run === run) this.#run = undefined
  }
}
