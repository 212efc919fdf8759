import { onAbort } from '../../clock/on-abort.js'

interface Run<T> {
  readonly result: Promise<T>
  readonly stop: AbortController
  callers: number
}

/** One run of some work for all who ask for it meanwhile. It is aborted when the last of them has gone. */
export class SharedWork<T> {
  readonly #work: (signal: AbortSignal) => Promise<T>
  #run: Run<T> | undefined

  constructor(work: (signal: AbortSignal) => Promise<T>) {
    this.#work = work
  }

  /** The result of the run that is under way, or of a new one; `undefined` as soon as `signal` is aborted. */
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
