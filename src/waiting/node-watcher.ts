import { err, type Result } from 'neverthrow'
import type { RequestError } from '../client/errors/client-errors.js'
import type { IronicClient } from '../client/ironic-client.js'
import { followSignal, scopeOf, sharedScope, type CallSignal } from '../client/requests/call-signal.js'
import type { Clock } from '../clock/clock.js'
import { onAbort } from '../clock/on-abort.js'
import { DebugLog } from '../tracing/debug-log.js'
import { errorIn } from '../tracing/trace-channel.js'
import { explainFailure } from './failure-evidence.js'
import { EndMemory } from './end-memory.js'
import type { LookReader } from './look-reader.js'
import { NodeWatch, type WatchEnd, type WatchOptions } from './node-watch.js'
import { abortedWait, outcomeOf, timedOut, unjudged, waitDetails, type WaitResult } from './wait-outcome.js'
import { RoundPace } from './round-pace.js'
import { isDueBy, nodesOf, type Round } from './round-plan.js'
import { looks, waits, type LookEvent, type WaitEvent } from './wait-events.js'
import type { WatchedNode } from './watched-node.js'

const debug = new DebugLog('wait')

/** A read in progress, with the waits that want it; it ends when the last of them does. */
interface Look {
  readonly wantedBy: Set<Watching>
  readonly call: CallSignal
  /** Whether it reads several nodes. */
  readonly isShared: boolean
}

interface Watching {
  readonly watch: NodeWatch
  readonly finish: (result: WaitResult) => void
  /** Ends the wait with an exception of the caller's clock, which the operation turns into an error. */
  readonly fail: (cause: unknown) => void
  /** Aborted when the wait is over for any reason. */
  readonly over: AbortSignal
  look: Look | undefined
  /** True once the outcome is decided and only its explanation is missing. */
  judged: boolean
}

/** Looks that are due within this time are brought forward, so that waits share their requests. */
const TOGETHER_MS = 400

/** How old a node may be that a source of the caller's returns. */
const MOST_AGE_MS = 1_000

/**
 * The time limit of a look at first. A look that hangs delays all that share it, so it is cut short; a server that is
 * only slow gets twice the time of the last look.
 */
const FIRST_PATIENCE_MS = 20_000
const LONGEST_PATIENCE_MS = 60_000

/** The polling loop for nodes. All waits of a driver share it, and with it their requests. */
export class NodeWatcher {
  readonly #client: IronicClient
  readonly #reader: LookReader
  readonly #clock: Clock
  readonly #random: () => number
  readonly #watching = new Set<Watching>()
  readonly #memory = new EndMemory()
  readonly #pace: RoundPace
  #rouse = new AbortController()
  #running = false
  #isRousing = false
  #patienceMs = FIRST_PATIENCE_MS

  constructor(parts: { client: IronicClient; reader: LookReader; clock: Clock; random: () => number }) {
    this.#client = parts.client
    this.#reader = parts.reader
    this.#clock = parts.clock
    this.#random = parts.random
    this.#pace = new RoundPace(parts.reader, parts.random)
  }

  /** Watches a node until the judge decides, the deadline passes or the signal is aborted. */
  watch(options: WatchOptions): Promise<WaitResult> {
    const { operation, node, instance, goal, deadlineMs } = options
    return waits.trace(
      () => ({ operation, node, instance, goal, deadlineMs, looks: 0 }),
      (event) => this.#watch(options, event),
      errorIn,
    )
  }

  #watch(options: WatchOptions, event: WaitEvent | undefined): Promise<WaitResult> {
    const watch = new NodeWatch(options, this.#clock.now(), this.#memory, event)
    if (options.signal?.aborted) return Promise.resolve(err(abortedWait(watch)))
    return new Promise((resolve, reject) => {
      const over = followSignal(undefined, scopeOf(options.signal))
      const leave = (settle: () => void) => {
        if (!this.#watching.delete(watching)) return
        over.abort()
        stopListening()
        if (watch.event !== undefined) watch.event.looks = watch.looks
        this.#release(watching)
        settle()
      }
      const watching: Watching = {
        watch,
        over: over.signal,
        look: undefined,
        judged: false,
        finish: (result) => leave(() => resolve(result)),
        fail: (cause) => leave(() => reject(cause instanceof Error ? cause : new Error(String(cause)))),
      }
      const stopListening = onAbort(options.signal, () => watching.finish(err(abortedWait(watch))))
      this.#watching.add(watching)
      this.#clock
        .sleep(options.deadlineMs, over.signal)
        .then(() => watching.finish(err(timedOut(watch, this.#clock.now()))))
        .catch(watching.fail)
      this.#start()
    })
  }

  /** Looks at a node at once, or at all nodes: something outside has seen a change. */
  wake(node?: string): void {
    for (const { watch, look } of this.#watching)
      if (node === undefined || watch.options.node === node) watch.wake(this.#clock.now(), look !== undefined)
    this.#rouse.abort()
  }

  #start(): void {
    this.#rouse.abort()
    if (this.#running) return
    this.#running = true
    void this.#run()
  }

  async #run(): Promise<void> {
    try {
      while (this.#watching.size > 0) await this.#step()
    } catch (cause) {
      failAll([...this.#watching], cause)
    } finally {
      // At once, or a wait that begins now would not be polled.
      this.#running = false
    }
  }

  /** Sleeps until a look is due, or begins it. */
  async #step(): Promise<void> {
    const waiting = [...this.#watching].filter(({ look, judged }) => look === undefined && !judged)
    const now = this.#clock.now()
    const watches = waiting.map(({ watch }) => watch)
    const round = this.#pace.next(watches, this.#watching.size, now)
    if (round.at > now) {
      this.#rouse = new AbortController()
      return this.#clock.sleep(round.at - now, this.#rouse.signal)
    }
    this.#pace.begin(now)
    this.#lookAt(waiting, now, round)
  }

  /** Uses one list for all waits, or a separate look for each node that is due, so that none waits for another. */
  #lookAt(waiting: readonly Watching[], now: number, { isList }: Round): void {
    const due = waiting.filter(({ watch }) => isDueBy(watch, now, TOGETHER_MS))
    if (isList || this.#reader.wouldList(nodesOf(due.map(({ watch }) => watch))))
      return this.#lookTogether(waiting)
    const byNode = new Map<string, Watching[]>()
    for (const watching of due) {
      const { node } = watching.watch.options
      byNode.set(node, [...(byNode.get(node) ?? []), watching])
    }
    for (const group of byNode.values()) this.#lookTogether(group)
  }

  #lookTogether(group: readonly Watching[]): void {
    this.#look(group).catch((cause: unknown) => failAll(group, cause))
  }

  async #look(due: readonly Watching[]): Promise<void> {
    const nodes = [...new Set(due.map(({ watch }) => watch.options.node))]
    const begun = () => {
      const sharedBy = due.flatMap(({ watch }) => watch.event ?? [])
      return { nodes: nodes.length, waits: due.length, sharedBy, failed: 0 }
    }
    await looks.trace(
      begun,
      (event) => this.#read(nodes, due, event),
      (errors) => (errors.length < nodes.length ? undefined : errors[0]),
    )
  }

  async #read(
    nodes: readonly string[],
    due: readonly Watching[],
    event: LookEvent | undefined,
  ): Promise<readonly RequestError[]> {
    const startedAt = this.#clock.now()
    const call = followSignal(undefined, {
      ...sharedScope(due.map(({ watch }) => scopeOf(watch.options.signal))),
      isLook: true,
      deadlineAt: startedAt + this.#patienceMs,
    })
    const look: Look = { wantedBy: new Set(due), call, isShared: nodes.length > 1 }
    for (const watching of due) watching.look = look
    // Nodes as they were before the youngest of these waits began would be misjudged.
    const youngestMs = Math.min(...due.map(({ watch }) => startedAt - watch.startedAt))
    const maxAgeMs = Math.min(MOST_AGE_MS, Math.max(0, youngestMs))
    const reads = this.#reader.look(nodes, { maxAgeMs, signal: call.signal })
    const errors: RequestError[] = []
    await Promise.all(
      nodes.map(async (node, index) => {
        const seen = await reads[index]
        if (seen === undefined) return
        if (seen.isErr()) errors.push(seen.error)
        for (const watching of due)
          if (watching.watch.options.node === node) this.#observe(watching, look, seen, startedAt)
      }),
    )
    if (event !== undefined) event.failed = errors.length
    debug.line(
      'looked at %d nodes for %d waits in %d ms',
      nodes.length,
      due.length,
      this.#clock.now() - startedAt,
    )
    return errors
  }

  #observe(
    watching: Watching,
    look: Look,
    seen: Result<WatchedNode | undefined, RequestError>,
    startedAt: number,
  ): void {
    if (watching.look !== look) return
    this.#release(watching)
    const { watch } = watching
    const now = this.#clock.now()
    const tookMs = now - startedAt
    const isCutShort = seen.isErr() && seen.error.kind === 'request_timed_out'
    this.#patienceMs = Math.min(LONGEST_PATIENCE_MS, Math.max(FIRST_PATIENCE_MS, tookMs * 2))
    if (look.isShared && !isCutShort) this.#pace.listTook(tookMs, now)
    let end: WatchEnd | undefined
    try {
      // A look that was cut short does not show how long the next one takes.
      end = watch.observe(seen, now, isCutShort ? 0 : tookMs, this.#random)
    } catch (cause) {
      return watching.finish(err(unjudged(watch, now, cause)))
    }
    if (end === undefined) return this.#rouseSoon()
    watching.judged = true
    // A callback may have ended the wait: then there is nothing left to explain.
    if (this.#watching.has(watching)) this.#conclude(watching, end).catch(watching.fail)
  }

  async #conclude({ watch, finish, over }: Watching, end: WatchEnd): Promise<void> {
    const now = this.#clock.now()
    if (end.end !== 'failed') return finish(outcomeOf(watch, end, now))
    const explained = await explainFailure(this.#client, watch, end.why, waitDetails(watch, now), over)
    finish(err(explained))
  }

  /** Lets the loop plan again, once for all waits that saw the same list. */
  #rouseSoon(): void {
    if (this.#isRousing) return
    this.#isRousing = true
    const rouse = () => {
      this.#isRousing = false
      this.#rouse.abort()
    }
    this.#clock.sleep(0).then(rouse, rouse)
  }

  /** Releases the read that a wait used, and the loop's sleep after the last wait. */
  #release(watching: Watching): void {
    const { look } = watching
    watching.look = undefined
    look?.wantedBy.delete(watching)
    if (look?.wantedBy.size === 0) look.call.abort()
    if (this.#watching.size === 0) this.#rouse.abort()
  }
}

function failAll(waiting: readonly Watching[], cause: unknown): void {
  for (const { fail } of waiting) fail(cause)
}
