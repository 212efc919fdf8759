import type { ClockSpec } from '../process/call-clock.js'

/**
 * The state of a node when a call starts. In the last two, Ironic is working on the node or waits for its
 * agent.
 */
export type WishedState =
  'available' | 'manageable' | 'active' | 'rescue' | 'deploy failed' | 'deploying' | 'clean wait'

/** The wished node. */
export interface NodeWish {
  /** Default: `available`. */
  readonly state?: WishedState
  readonly resourceClass?: string
  readonly traits?: readonly string[]
  /** The instance on it; an `available` node is only reserved for it. */
  readonly instance?: string
  /** The VIFs on its ports; ignored where the network records none. */
  readonly vifs?: readonly string[]
  /** Default: `off`. */
  readonly console?: 'on' | 'off'
}

/** An Ironic on which calls are made and killed. */
export interface KillWorld {
  readonly name: string
  readonly endpoint: string
  readonly clock: ClockSpec
  /** How often a wait reads. */
  readonly pollMs: number
  /** How long a request of a dead process may still wait in Ironic; the next call starts only then. */
  readonly lateEffectMs: number
  /** True when its network records VIFs. */
  readonly keepsVifs: boolean
  /** Creates a node, and returns its UUID. */
  readonly makeNode: (wish: NodeWish) => Promise<string>
  /** Lets Ironic resume what waits, before a node is judged. */
  readonly goOn: (node: string) => void
  /** Returns how many deployments of a node Ironic has accepted; `undefined` where that is not visible. */
  readonly deploymentsOf: (node: string) => number | undefined
}
