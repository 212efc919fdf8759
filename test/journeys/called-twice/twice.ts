import type { IronicDriver, IronicDriverError } from 'ironic-driver'
import type { SimulatedNode } from 'ironic-driver/testing'
import type { Result, ResultAsync } from 'neverthrow'

export interface Site {
  readonly driver: IronicDriver
  readonly node: SimulatedNode
  readonly target: { readonly node: string }
}

export type Call = (
  site: Site,
) => ResultAsync<unknown, IronicDriverError> | Promise<Result<unknown, IronicDriverError>>

export interface Twice {
  readonly call: Call
  /** The state of the node at first. */
  readonly from?: 'available' | 'active'
  /** Runs before the first call. */
  readonly after?: Call
  /**
   * `acts`: the documentation says that the second call acts again. `asks`: it asks Ironic again, which finds it done.
   * `is_noted`: Ironic refuses it, which counts as done, and stores the refusal as the node's last error.
   */
  readonly second?: 'acts' | 'asks' | 'is_noted'
}
