import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import type { Command, Order, Report } from './messages.js'

/** How far a call has come: its end, or its boundary. */
export type Reached = Extract<Report, { readonly event: 'stopped' | 'ended' }>

interface Waiting {
  readonly ready: () => void
  readonly reached: (report: Reached) => void
  readonly died: (error: Error) => void
}

/** A child process that makes calls. */
export class ProgramProcess {
  readonly #child: ChildProcess
  readonly #waiting = new Map<string, Waiting>()
  #stderr = ''

  constructor(program: string) {
    this.#child = fork(program, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'], execArgv: [] })
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#stderr += chunk.toString()))
    this.#child.on('message', (report: Report) => {
      const waiting = this.#waiting.get(report.id)
      if (report.event === 'ready') waiting?.ready()
      else waiting?.reached(report)
    })
    this.#child.on('exit', (code, signal) => {
      const error = new Error(`The process ended by itself: ${String(code ?? signal)}\n${this.#stderr}`)
      for (const { died } of this.#waiting.values()) died(error)
    })
  }

  /** Makes all calls at once. Resolves when each has stopped or ended. */
  async run(orders: readonly Order[]): Promise<readonly Reached[]> {
    const begun = orders.map((order) => this.#begin(order))
    await Promise.all(begun.map(({ settled }) => settled))
    this.#tell({ command: 'send' })
    return Promise.all(begun.map(({ reached }) => reached))
  }

  /** Kills the process with SIGKILL, which it cannot handle. */
  async kill(): Promise<void> {
    this.#waiting.clear()
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
  }

  #begin(order: Order) {
    let settle: () => void = () => undefined
    const settled = new Promise<void>((resolve) => (settle = resolve))
    const reached = new Promise<Reached>((resolve, reject) => {
      this.#waiting.set(order.id, {
        ready: settle,
        reached: (report) => {
          settle()
          resolve(report)
        },
        died: (error) => {
          settle()
          reject(error)
        },
      })
    })
    this.#tell({ command: 'run', order })
    return { settled, reached }
  }

  #tell(command: Command): void {
    this.#child.send(command)
  }
}
