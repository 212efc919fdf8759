import type { Result } from 'neverthrow'
import type { RequestError } from '../client/errors/client-errors.js'
import type { Advice } from '../errors/ironic-driver-error.js'
import { isHidden } from '../states/hidden-values.js'
import { isLocked } from '../states/observed-node.js'
import { provisionStateFacts } from '../states/provision-states.js'
import type { Verdict } from '../states/verdict.js'
import type { EndMemory } from './end-memory.js'
import {
  CONFIRM_AFTER_MS,
  forecastOf,
  nextLookMs,
  SHORTEST_PAUSE_MS,
  type PacedForecast,
} from './poll-pace.js'
import { progressOf, signatureOf, type OnProgress } from './progress.js'
import { StepLog } from './step-log.js'
import { nodeChanges, type WaitEvent } from './wait-events.js'
import type { WatchedNode } from './watched-node.js'

/** What a wait waits for. */
export interface WatchOptions {
  /** The public call that waits. */
  readonly operation: string
  /** UUID of the node. */
  readonly node: string
  readonly instance?: string | undefined
  /** The node as it was seen before the wait; reported if it cannot be read again. */
  readonly found?: WatchedNode | undefined
  /** Judges each look; `undefined` stands for a node that no longer exists. */
  readonly judge: (node: WatchedNode | undefined) => Verdict
  /** Completes the sentence "Waited for …": `the node to become active`. */
  readonly goal: string
  readonly deadlineMs: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
  /** The `last_error` that the node showed before, which does not concern this wait. */
  readonly staleError?: string | null | undefined
  /** The advice of a failure, depending on the error text from Ironic. Default: `fix_node`. */
  readonly failureAdvice?: ((lastError: string | null) => Advice) | undefined
}

/** How a look ends a wait. */
export type WatchEnd =
  | { readonly end: 'reached'; readonly node: WatchedNode | undefined }
  | { readonly end: 'failed'; readonly why: string }
  | { readonly end: 'diverged' | 'stalled'; readonly why: string }
  | { readonly end: 'lost_sight'; readonly cause: RequestError }

/** A conductor leaves a busy node without a lock for this long only when it has died. */
const ORPHANED_AFTER_MS = 120_000

/** How long a node may be unreadable (server down, network gone, login refused) before a wait gives up. */
const BLIND_FOR_MS = 300_000

/**
 * The most that one look counts of the time since the last one: a pause, and for a failed look also a read that hung.
 * Longer gaps come from a clock that was set or a machine that slept, and prove nothing.
 */
const LONGEST_IDLE_GAP_MS = 40_000
const LONGEST_GAP_MS = 100_000

/** The shortest time between two reads of a node, however often it is reported as changed. */
const WAKE_MS = 250

/** One wait: what it has seen so far, and when it looks again. */
export class NodeWatch {
  readonly options: WatchOptions
  readonly event: WaitEvent | undefined
  readonly startedAt: number
  nextLookAt: number
  lastSeen: WatchedNode | undefined
  /** The last error text that belongs to this wait. Kept here because Ironic clears it. */
  lastError: string | null = null
  /** How often the node was read for this wait. */
  looks = 0
  #signature: string | undefined
  #seenAt: number | undefined
  #changedAt: number
  #lookedAt: number
  readonly #steps: StepLog
  /** When the wait may end, as its last look shows it. */
  forecast: PacedForecast
  #idleMs = 0
  #wokenMeanwhile = false
  #isWoken = false
  #failures = 0
  #blindMs = 0
  #doubtedAt: number | undefined

  /** @param memory - What the driver has learnt of earlier waits, and learns from this one. */
  constructor(options: WatchOptions, now: number, memory: EndMemory, event?: WaitEvent) {
    this.options = options
    this.event = event
    this.#steps = new StepLog(options.operation, memory, now, options.found)
    this.startedAt = now
    this.lastSeen = options.found
    this.#changedAt = now
    this.#lookedAt = now
    this.forecast = this.#forecast(now)
    this.nextLookAt = now + SHORTEST_PAUSE_MS
  }

  /** Moves the next look to now; during a look, to right after it, since that look may have come too early. */
  wake(now: number, isLooking: boolean): void {
    this.#wokenMeanwhile ||= isLooking
    this.#isWoken = true
    this.nextLookAt = Math.max(now, this.#lookedAt + WAKE_MS)
  }

  /** Processes one look. */
  observe(
    look: Result<WatchedNode | undefined, RequestError>,
    now: number,
    readMs: number,
    random: () => number,
  ): WatchEnd | undefined {
    const gapMs = Math.min(Math.max(now - this.#lookedAt, 0), LONGEST_GAP_MS)
    const lastSeenAt = this.#seenAt
    this.looks += 1
    const end = look.isOk() ? this.#see(look.value, now, gapMs) : this.#miss(look.error, gapMs)
    this.#lookedAt = now
    if (end?.end === 'reached' || end?.end === 'failed') this.#steps.end(lastSeenAt, now)
    this.forecast = this.#forecast(now)
    this.nextLookAt = now + nextLookMs(this.forecast, { failures: this.#failures, readMs, random })
    if (this.#doubtedAt !== undefined && look.isOk())
      this.nextLookAt = Math.min(this.nextLookAt, this.#doubtedAt + CONFIRM_AFTER_MS)
    this.#isWoken = this.#wokenMeanwhile
    if (this.#wokenMeanwhile) this.nextLookAt = Math.min(this.nextLookAt, now + WAKE_MS)
    this.#wokenMeanwhile = false
    return end
  }

  /** Whether the next look must not be put off for others: to confirm a failure, or after a failed read or a hint. */
  get isUrgent(): boolean {
    return this.#failures > 0 || this.#doubtedAt !== undefined || this.#isWoken
  }

  #forecast(now: number): PacedForecast {
    const outlook = this.#steps.outlook(now)
    return forecastOf({ now, node: this.lastSeen, unchangedMs: now - this.#changedAt, outlook })
  }

  #see(node: WatchedNode | undefined, now: number, gapMs: number): WatchEnd | undefined {
    this.#failures = 0
    this.#blindMs = 0
    if (node !== undefined) this.#remember(node, now, gapMs)

    const verdict = this.options.judge(node)
    if (node !== undefined && !isUnconfirmed(verdict)) this.#doubtedAt = undefined
    else if (now - (this.#doubtedAt ??= now) < CONFIRM_AFTER_MS) return undefined
    switch (verdict.verdict) {
      case 'reached':
        return { end: 'reached', node }
      case 'diverged':
        return { end: 'diverged', why: verdict.why }
      case 'failed':
        return { end: 'failed', why: verdict.why }
      case 'pending':
        return this.#isOrphaned(node)
          ? { end: 'stalled', why: `${verdict.why}, without a lock and without a change` }
          : undefined
    }
  }

  #remember(node: WatchedNode, now: number, gapMs: number): void {
    this.lastSeen = node
    this.#steps.note(node, this.#seenAt, now)
    const unseenMs = this.#seenAt === undefined ? undefined : now - this.#seenAt
    this.#seenAt = now
    const { last_error } = node
    if (last_error !== null && last_error !== this.options.staleError && !isHidden(last_error))
      this.lastError = last_error
    const signature = signatureOf(node)
    const isIdle = !isLocked(node) && signature === this.#signature
    this.#idleMs = isIdle ? this.#idleMs + Math.min(gapMs, LONGEST_IDLE_GAP_MS) : 0
    if (signature === this.#signature) return
    this.#signature = signature
    this.#changedAt = now
    const { operation, instance } = this.options
    const progress = progressOf(node, { operation, instance, elapsedMs: now - this.startedAt })
    nodeChanges.publish(() => ({ ...progress, wait: this.event, unseenMs }))
    report(this.options.onProgress, progress)
  }

  #miss(error: RequestError, gapMs: number): WatchEnd | undefined {
    this.#failures += 1
    this.#idleMs = 0
    this.#blindMs += gapMs
    return this.#blindMs >= BLIND_FOR_MS ? { end: 'lost_sight', cause: error } : undefined
  }

  #isOrphaned(node: WatchedNode | undefined): boolean {
    // There may be a lock that is hidden from the caller.
    if (node === undefined || node.reservation !== null) return false
    return provisionStateFacts(node.provision_state)?.phase === 'busy' && this.#idleMs >= ORPHANED_AFTER_MS
  }
}

function isUnconfirmed(verdict: Verdict): boolean {
  return verdict.verdict === 'failed' && verdict.unconfirmed === true
}

/** A callback that throws or rejects is the caller's mistake, and must not end the wait. */
function report(onProgress: OnProgress | undefined, progress: Parameters<OnProgress>[0]): void {
  try {
    const returned: unknown = onProgress?.(progress)
    Promise.resolve(returned).catch(() => undefined)
  } catch {
    return
  }
}
