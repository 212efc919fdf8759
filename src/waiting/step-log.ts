import { currentStep, type WatchedNode } from './watched-node.js'
import type { EndSpan } from './end-forecast.js'
import type { EndMemory } from './end-memory.js'

interface SeenStep {
  readonly key: string
  /** The middle of the two looks between which it began. */
  readonly begunAt: number
  /** Half the time between those looks. */
  readonly uncertainMs: number
}

/** A wait through more steps than this learns from the latest. */
const MOST_STEPS = 32

/**
 * The steps that a node went through during a wait. A step is what takes its own time: a provision state, its step
 * and power change, under one operation, driver and deploy interface.
 */
export class StepLog {
  readonly #operation: string
  readonly #memory: EndMemory
  readonly #startedAt: number
  /** The step that is seen, and none when nobody knows when it began. */
  readonly #steps: SeenStep[] = []
  #key: string | undefined
  #updatedAt: string | null | undefined

  /**
   * @param found - The node before the operation began, which shows whether the first step was there already.
   */
  constructor(operation: string, memory: EndMemory, startedAt: number, found: WatchedNode | undefined) {
    this.#startedAt = startedAt
    this.#operation = operation
    this.#memory = memory
    if (found === undefined) return
    this.#key = stepKey(operation, found)
    this.#updatedAt = found.provision_updated_at
  }

  /** Notes the node as it is seen now; `lastSeenAt` is when it was seen before. */
  note(node: WatchedNode, lastSeenAt: number | undefined, now: number): void {
    const key = stepKey(this.#operation, node)
    const isSame = key === this.#key && node.provision_updated_at === this.#updatedAt
    const isKnown = this.#key !== undefined
    this.#key = key
    this.#updatedAt = node.provision_updated_at
    if (isSame || !isKnown) return
    // The first step began with the request that this wait follows.
    const uncertainMs = lastSeenAt === undefined ? 0 : (now - lastSeenAt) / 2
    const begunAt = lastSeenAt === undefined ? this.#startedAt : now - uncertainMs
    this.#steps.push({ key, begunAt, uncertainMs })
    if (this.#steps.length > MOST_STEPS) this.#steps.shift()
  }

  /** Returns how long the current step has lasted, and when earlier waits ended after its begin. */
  outlook(now: number): { readonly elapsedMs: number; readonly spans: readonly EndSpan[] } {
    const step = this.#steps.findLast(({ key }) => this.#memory.recall(key).length > 0)
    if (step === undefined) return { elapsedMs: 0, spans: [] }
    const spans = this.#memory.recall(step.key).map(({ fromMs, toMs }) => ({
      fromMs: Math.max(0, fromMs - step.uncertainMs),
      toMs: toMs + step.uncertainMs,
    }))
    return { elapsedMs: now - step.begunAt, spans }
  }

  /** Learns from the end of the wait, which came between two looks. */
  end(lastSeenAt: number | undefined, now: number): void {
    for (const { key, begunAt, uncertainMs } of this.#steps) {
      const fromMs = Math.max(0, (lastSeenAt ?? this.#startedAt) - begunAt - uncertainMs)
      const toMs = now - begunAt + uncertainMs
      if (toMs > fromMs) this.#memory.learn(key, { fromMs, toMs })
    }
  }
}

function stepKey(operation: string, node: WatchedNode): string {
  return JSON.stringify([
    operation,
    node.driver,
    node.deploy_interface,
    node.provision_state,
    node.target_provision_state,
    node.target_power_state,
    currentStep(node),
  ])
}
