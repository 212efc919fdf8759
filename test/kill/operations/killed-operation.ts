import type { Call } from '../process/messages.js'
import type { KillWorld } from '../world/kill-world.js'

/** What is wrong with the world; empty when nothing is. */
export type Problems = readonly string[]

/** A call of the successor process, and the expected world after it. */
export interface NextCall {
  readonly call: Call
  readonly judge: () => Promise<Problems>
}

/** An operation on nodes of its own, ready to start. */
export interface PreparedOperation {
  /** The call in which the first process is killed. */
  readonly call: Call
  /** The documented calls after that: each way with its calls, in this order. */
  readonly ways: Readonly<Record<string, readonly NextCall[]>>
}

export interface KilledOperation {
  readonly name: string
  readonly prepare: (world: KillWorld) => Promise<PreparedOperation>
}
