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
  /** What the node is at first. */
  readonly from?: 'available' | 'active'
  /** What is done before. */
  readonly after?: Call
  /**
   * `acts`: its documentation says that it does it again. `asks`: Ironic is asked again, and finds it done. `is_noted`: Ironic refuses it, which counts as done, and
   * keeps the refusal as the node's last error.
   */
  readonly second?: 'acts' | 'asks' | 'is_noted'
}
