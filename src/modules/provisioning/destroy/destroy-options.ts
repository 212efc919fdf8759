import type { WaitOptions } from '../../../operations/module-context.js'
import type { ProvisioningStatus } from '../../../operations/node-status.js'
import type { Remains } from '../errors/provisioning-errors.js'

export interface DestroyOptions extends WaitOptions {
  /**
   * `gone` (the default): until the instance is off the node, which then is cleaned. `available`: until it is
   * cleaned as well, which can take hours.
   */
  readonly until?: 'gone' | 'available' | undefined
}

/** The node is `undefined` when none was named and none carries the instance, or when it is gone itself. */
export interface Destroyed {
  readonly outcome: 'destroyed' | 'was_gone'
  readonly node: ProvisioningStatus | undefined
  /** What Ironic let nobody remove; it hinders no next instance. Absent where nothing remains. */
  readonly remains?: readonly Remains[]
}
