import createDebug from 'debug'
import { err, ok, type Result } from 'neverthrow'
import type { IronicClient } from '../client/ironic-client.js'
import type { Clock } from '../clock/clock.js'
import { provisionStateFacts } from '../states/provision-states.js'
import { AbortedError } from '../transport/transport-errors.js'
import { explainFailure } from './failure-evidence.js'
import type { NodeReader } from './node-reader.js'
import { NodeWatch, type WatchEnd, type WatchOptions } from './node-watch.js'
import {
  LostSightError,
  TransitionDivergedError,
  WaitStalledError,
  WaitTimedOutError,
  type WaitError,
} from './wait-errors.js'
import { currentStep, type WatchedNode } from './watched-node.js'

const debug = createDebug('ironic-driver:wait')

/** `undefined` when the node is gone and that is what was waited for. */
export type WaitResult = Result<WatchedNode | undefined, WaitError>

interface Watching {
  readonly watch: NodeWatch
  readonly finish: (result: WaitResult) => void
}

/** Looks that are due this soon are taken along, so that waits come to share their requests. */
const TOGETHER_MS = 400

/** The shortest time between two rounds of looks when many wait. */
const ROUND_MS = 1_000
const MANY = 3

/** The one polling loop of the library. All waits of a driver share it, and with it their requests. */
export class NodeWatcher {
  readonly #client: IronicClient
  readonly #reader: NodeReader
  readonly #clock: Clock
  readonly #random: () => number
  readonly #watching = new Set<Watching>()
  #rouse = new AbortController()
  #running = false
  #lastRoundAt = 0

  constructor(parts: { client: IronicClient; reader: NodeReader; clock: Clock; random: () => number }) {
    this.#client = parts.client
    this.#reader = parts.reader
    this.#clock = parts.clock
    this.#random = parts.random
  }

  /** Watches a node until it is judged, the deadline passes or the signal is aborted. */
  watch(options: WatchOptions): Promise<WaitResult> {
    const watch = new NodeWatch(options, this.#clock.now())
    if (options.signal?.aborted) return Promise.resolve(err(abortedWait(watch)))
    return new Promise((resolve) => {
      const over = new AbortController()
      const watching: Watching = {
        watch,
        finish: (result) => {
          if (!this.#watching.delete(watching)) return
          over.abort()
          options.signal?.removeEventListener('abort', onAbort)
          resolve(result)
        },
      }
      const onAbort = () => watching.finish(err(abortedWait(watch)))
      options.signal?.addEventListener('abort', onAbort, { once: true })
      this.#watching.add(watching)
      void this.#clock
        .sleep(options.deadlineMs, over.signal)
        .then(() => watching.finish(err(this.#timedOut(watch))))
      this.#start()
    })
  }

  /** Looks at a node at once (at all, without one): something outside has seen it change. */
  wake(node?: string): void {
    for (const { watch } of this.#watching)
      if (node === undefined || watch.options.node === node) watch.nextLookAt = this.#clock.now()
    this.#rouse.abort()
  }

  #start(): void {
    this.#rouse.abort()
    if (this.#running) return
    this.#running = true
    void this.#loop()
  }

  async #loop(): Promise<void> {
    while (this.#watching.size > 0) {
      const waiting = [...this.#watching].filter(({ watch }) => !watch.lookedAtNow)
      const pause = this.#nextRoundAt(waiting) - this.#clock.now()
      if (pause > 0) {
        this.#rouse = new AbortController()
        await this.#clock.sleep(pause, this.#rouse.signal)
        continue
      }
      this.#lastRoundAt = this.#clock.now()
      const due = waiting.filter(({ watch }) => watch.nextLookAt <= this.#lastRoundAt + TOGETHER_MS)
      void this.#look(this.#reader.wouldList(due.length) ? waiting : due)
    }
    this.#running = false
  }

  #nextRoundAt(waiting: readonly Watching[]): number {
    const next = Math.min(...waiting.map(({ watch }) => watch.nextLookAt), this.#clock.now() + 60_000)
    return this.#watching.size > MANY ? Math.max(next, this.#lastRoundAt + ROUND_MS) : next
  }

  async #look(due: readonly Watching[]): Promise<void> {
    for (const { watch } of due) watch.lookedAtNow = true
    const startedAt = this.#clock.now()
    const nodes = [...new Set(due.map(({ watch }) => watch.options.node))]
    const looks = await this.#reader.readMany(
      nodes.map((node) => ({ node })),
      { retryForMs: 0 },
    )
    const now = this.#clock.now()
    const byNode = new Map(nodes.map((node, index) => [node, looks[index]]))
    debug('looked at %d nodes for %d waits in %d ms', nodes.length, due.length, now - startedAt)
    for (const watching of due) {
      const { watch } = watching
      const look = byNode.get(watch.options.node) ?? ok(undefined)
      const end = watch.observe(look, now, now - startedAt, this.#random)
      watch.lookedAtNow = false
      if (end !== undefined) void this.#conclude(watching, end)
    }
    this.#rouse.abort()
  }

  async #conclude({ watch, finish }: Watching, end: WatchEnd): Promise<void> {
    const { options, lastSeen } = watch
    const elapsedMs = this.#clock.now() - watch.startedAt
    const details = {
      operation: options.operation,
      node: options.node,
      instance: options.instance,
      lastSeen,
      elapsedMs,
    }
    switch (end.end) {
      case 'reached':
        return finish(ok(end.node))
      case 'failed':
        // Until the history is read, the loop has nothing more to look at for this wait.
        watch.nextLookAt = Number.POSITIVE_INFINITY
        return finish(err(await explainFailure(this.#client, watch, end.why, details)))
      case 'diverged':
        return finish(
          err(
            new TransitionDivergedError(
              `While waiting for ${options.goal}, the node went another way: ${end.why}.`,
              details,
            ),
          ),
        )
      case 'stalled':
        return finish(
          err(
            new WaitStalledError(
              `While waiting for ${options.goal}, the node is ${end.why}: no conductor seems to work on it. Look at the conductors; restarting the one it belongs to moves it to a failed state.`,
              details,
            ),
          ),
        )
      case 'lost_sight':
        return finish(
          err(
            new LostSightError(
              `While waiting for ${options.goal}, the node could not be read for minutes. Ironic may go on with it; look at the node once Ironic can be reached.`,
              { ...details, cause: end.cause },
            ),
          ),
        )
    }
  }

  #timedOut(watch: NodeWatch): WaitTimedOutError {
    const { options, lastSeen } = watch
    return new WaitTimedOutError(
      `The deadline passed while waiting for ${options.goal}. ${whereabouts(lastSeen)}`,
      {
        operation: options.operation,
        node: options.node,
        instance: options.instance,
        lastSeen,
        elapsedMs: this.#clock.now() - watch.startedAt,
      },
    )
  }
}

function whereabouts(node: WatchedNode | undefined): string {
  if (node === undefined) return 'It could not be read in that time, so it is not known where it is.'
  const { provision_state, power_state, reservation } = node
  const step = currentStep(node)
  const where = `It was last seen in state "${provision_state}"${step === undefined ? '' : `, at ${step}`}, power "${String(power_state)}"`
  if (reservation !== null) return `${where}, locked by ${reservation}: Ironic is still at work on it.`
  return provisionStateFacts(provision_state)?.phase === 'busy'
    ? `${where}, and nobody holds its lock: no conductor seems to work on it.`
    : `${where}.`
}

function abortedWait({ options }: NodeWatch): AbortedError {
  return new AbortedError(
    `Waiting for ${options.goal} was aborted by its caller. What Ironic has accepted goes on.`,
    { sent: 'maybe', operation: options.operation, node: options.node, instance: options.instance },
  )
}
