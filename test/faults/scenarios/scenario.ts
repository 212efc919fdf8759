import type { IronicDriverError } from 'ironic-driver'
import type { Result, ResultAsync } from 'neverthrow'
import type { Actor } from '../matrix-site.js'

export type Outcome = Result<unknown, IronicDriverError>

export type Pending = ResultAsync<unknown, IronicDriverError> | Promise<Outcome>

export interface CallOptions {
  readonly signal?: AbortSignal | undefined
  readonly deadlineMs?: number | undefined
  readonly timeoutMs?: number | undefined
  readonly requestId?: string | undefined
}

export type Call = (actor: Actor, options: CallOptions) => Pending

/** The advice after a failure, and the world in which it must end. */
export interface FollowUp {
  readonly call: Call
  /** `done`: as after the call without a disruption. `before`: as if it had never been called. */
  readonly endsIn: 'done' | 'before'
}

/** How one public operation is tested. */
export interface Scenario {
  readonly call: Call
  /** The first state of the node. Default: `available`. */
  readonly from?: 'available' | 'active'
  /** The preparation, by a driver without disruptions. */
  readonly after?: (actor: Actor) => Pending
  /** Set when the preparation is still under way, so that the operation waits for it. */
  readonly underWay?: true
  /** Worlds whose Ironic or hardware does not support it. */
  readonly notIn?: readonly string[]
  /** Set when it takes `deadlineMs`. */
  readonly waits?: true
  /** Set when it finds its node by the request, so that it is tested in the worlds that pick. */
  readonly picks?: true
  /** Set when it puts the instance of the request on a node. */
  readonly spawns?: true
  /** Set when the call is meant for a node that Ironic does not know: it believes a wrong 404. */
  readonly believesGone?: true
  /**
   * What a second call does, if it sends anything. `acts`: it acts again, as its documentation says. `asks`: it asks
   * Ironic again, which finds it done. `is_noted`: Ironic refuses it, which counts as done, and keeps the refusal as the
   * `last_error` of the node.
   */
  readonly second?: 'acts' | 'asks' | 'is_noted'
  /** Advice other than repeating the call, which must always end in `done`. */
  readonly followUps?: Readonly<Record<string, FollowUp>>
}

export type Scenarios = Readonly<Record<string, Scenario>>
