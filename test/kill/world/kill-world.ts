import type { ClockSpec } from '../process/call-clock.js'

/** Where a node is to be when a call begins. In the last two, Ironic is at work on it, or waits for its agent. */
export type WishedState =
  'available' | 'manageable' | 'active' | 'rescue' | 'deploy failed' | 'deploying' | 'clean wait'

/** What a node is to be like. */
export interface NodeWish {
  /** Default: `available`. */
  readonly state?: WishedState
  readonly resourceClass?: string
  readonly traits?: readonly string[]
  /** The instance on it; one that is `available` is only reserved for it. */
  readonly instance?: string
  /** VIFs on its ports; none where the network keeps none. */
  readonly vifs?: readonly string[]
  /** Default: `off`. */
  readonly console?: 'on' | 'off'
}

/** An Ironic that calls are made on and killed in. */
export interface KillWorld {
  readonly name: string
  readonly endpoint: string
  readonly clock: ClockSpec
  /** How often what is waited for is looked at. */
  readonly pollMs: number
  /** How long a request of a dead process may still wait in Ironic; only then is gone on. */
  readonly lateEffectMs: number
  /** Whether its network keeps VIFs. */
  readonly keepsVifs: boolean
  /** Makes a node; its UUID. */
  readonly makeNode: (wish: NodeWish) => Promise<string>
  /** Lets Ironic go on with what it waits for, before a node is judged. */
  readonly goOn: (node: string) => void
  /** How many deployments Ironic has taken of a node; `undefined` where that cannot be seen. */
  readonly deploymentsOf: (node: string) => number | undefined
}
