import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'
import type { RequestLifecycleError, WaitForLifecycleError } from '../../../operations/provision-verb.js'
import type { ProvisionState } from '../../../states/provision-states.js'
import type { ProvisionVerb } from '../../../states/provision-verbs.js'
import type { DestroyError } from '../../provisioning/errors/provisioning-errors.js'
import type { RequestRebuildError } from '../../rebuild/rebuild-errors.js'

/** There is no way from where the node is to where it should be, or only by verbs that were not allowed. */
export class NoPathError extends IronicDriverError {
  readonly kind = 'no_path'
  readonly from: ProvisionState
  readonly to: ProvisionState
  /** The verbs of the shortest way that were not allowed; none when there is no way at all. */
  readonly needs: readonly ProvisionVerb[]

  constructor(
    reason: string,
    details: ErrorDetails & {
      readonly node: string
      readonly from: ProvisionState
      readonly to: ProvisionState
      readonly needs: readonly ProvisionVerb[]
    },
  ) {
    const { node, from, to } = details
    super(
      `Node ${node} is in state "${from}", and cannot be brought to "${to}" like this: ${reason}`,
      'fix_request',
      details,
    )
    this.from = from
    this.to = to
    this.needs = details.needs
  }
}

/** What bringing a node to a state can end with. */
export type BringToError = RequestLifecycleError | WaitForLifecycleError | DestroyError | NoPathError

/** What recovering a node can end with. */
export type RecoverError = RequestLifecycleError | WaitForLifecycleError | DestroyError | RequestRebuildError
