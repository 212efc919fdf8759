import type { Boundary } from './boundary.js'
import type { ClockSpec } from './call-clock.js'

/** A call of the driver: the module, the verb and the arguments, such as `provisioning.spawn`. */
export interface Call {
  readonly verb: string
  readonly args: readonly unknown[]
}

/** A call that a process is to make. */
export interface Order {
  /** Its name in the reports of the process. */
  readonly id: string
  readonly endpoint: string
  readonly clock: ClockSpec
  readonly call: Call
  /** Its boundary; without one, it runs to its end. */
  readonly stopAt?: Boundary | undefined
}

/**
 * A command of the parent. `send` releases the calls that stand before a request in which they are to be
 * killed.
 */
export type Command = { readonly command: 'run'; readonly order: Order } | { readonly command: 'send' }

export interface Route {
  readonly method: string
  readonly path: string
}

/** One request of a call, in the order of sending. */
export interface SentRequest extends Route {
  /** `undefined` without a reply. */
  readonly status: number | undefined
}

export type Ending =
  | { readonly result: 'ok'; readonly value: unknown }
  | { readonly result: 'err'; readonly kind: string; readonly message: string }

/** A report of a process about one of its calls. */
export type Report = { readonly id: string } & (
  | { readonly event: 'ready'; readonly at: string }
  | { readonly event: 'stopped'; readonly at: string }
  | { readonly event: 'ended'; readonly ending: Ending; readonly sent: readonly SentRequest[] }
)
