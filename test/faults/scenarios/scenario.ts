import type { IronicDriverError } from 'ironic-driver'
import type { Result, ResultAsync } from 'neverthrow'
import type { Actor } from '../matrix-site.js'

export type Outcome = Result<unknown, IronicDriverError>

export type Pending = ResultAsync<unknown, IronicDriverError> | Promise<Outcome>

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly deadlineMs?: number | undefined
}

export type Call = (actor: Actor, options: CallOptions) => Pending

/** What somebody is advised to do after a failure, and which world it has to end in. */
export interface FollowUp {
  readonly call: Call
  /** `done`: as after the call without a disruption. `before`: as if it had not been called. */
  readonly endsIn: 'done' | 'before'
}

/** How one public operation is tried. */
export interface Scenario {
  readonly call: Call
  /** What the node is at first; `available` by default. */
  readonly from?: 'available' | 'active'
  /** What is done before, by a driver that meets no disruption. */
  readonly after?: (actor: Actor) => Pending
  /** What was done before is still under way: that is what is waited for. */
  readonly underWay?: true
  /** Worlds whose Ironic or hardware does not know it. */
  readonly notIn?: readonly string[]
  /** Whether it takes `deadlineMs`. */
  readonly waits?: true
  /** Whether it finds its node by the request, so that it is tried in the worlds that pick. */
  readonly picks?: true
  /** Whether it puts the instance of the request on a node. */
  readonly spawns?: true
  /** Whether a node that Ironic says it does not know is what the call is for: a 404 that lies is believed. */
  readonly believesGone?: true
  /** Beside the same call again, which always has to end in `done`. */
  readonly followUps?: Readonly<Record<string, FollowUp>>
}

export type Scenarios = Readonly<Record<string, Scenario>>
