import { provisionStateFacts } from '../states/provision-states.js'
import type { NodeChangeEvent, WaitEvent } from '../waiting/wait-events.js'
import { Tally } from './tally.js'

interface WaitedNode {
  waits: number
  state: string | undefined
  step: { readonly name: string; readonly since: number } | undefined
}

/** A step that has ended, as a wait saw it. */
export interface EndedStep {
  readonly name: string
  readonly durationMs: number
  /** The state that the node failed into. */
  readonly failedIn: string | undefined
}

/** The nodes that are waited for now. Several waits may share one. */
export class WaitedNodes {
  readonly states = new Tally('ironic.provision_state')
  readonly #nodes = new Map<string, WaitedNode>()

  get size(): number {
    return this.#nodes.size
  }

  begin({ node }: WaitEvent): void {
    const known = this.#nodes.get(node)
    if (known === undefined) this.#nodes.set(node, { waits: 1, state: undefined, step: undefined })
    else known.waits += 1
  }

  end({ node }: WaitEvent): void {
    const known = this.#nodes.get(node)
    if (known === undefined) return
    known.waits -= 1
    if (known.waits > 0) return
    if (known.state !== undefined) this.states.add(known.state, -1)
    this.#nodes.delete(node)
  }

  /** Notes a change, and returns the step that it ended. */
  change({ wait, provision_state: state, step }: NodeChangeEvent, now: number): EndedStep | undefined {
    const known = wait === undefined ? undefined : this.#nodes.get(wait.node)
    if (known === undefined) return undefined
    if (known.state !== state) {
      if (known.state !== undefined) this.states.add(known.state, -1)
      this.states.add(state, 1)
      known.state = state
    }
    const hasFailed = provisionStateFacts(state)?.phase === 'failed'
    // A failed node shows the step that failed.
    const running = hasFailed ? undefined : step
    const before = known.step
    if (before?.name === running) return undefined
    known.step = running === undefined ? undefined : { name: running, since: now }
    return before === undefined
      ? undefined
      : { name: before.name, durationMs: now - before.since, failedIn: hasFailed ? state : undefined }
  }
}
