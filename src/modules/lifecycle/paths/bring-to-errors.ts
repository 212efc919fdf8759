import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'
import type { RequestLifecycleError, WaitForLifecycleError } from '../../../operations/provision-verb.js'
import type { ProvisionState } from '../../../states/provision-states.js'
import type { ProvisionVerb } from '../../../states/provision-verbs.js'
import type { DestroyError } from '../../provisioning/errors/provisioning-errors.js'
import type { VifMissingError } from '../../networking/networking-errors.js'
import type { RequestRebuildError } from '../../rebuild/rebuild-errors.js'

/** No path leads from the node's state to the requested one, or only with verbs that were not allowed. */
export class NoPathError extends IronicDriverError {
  readonly kind = 'no_path'
  /** The state of the node. */
  readonly from: ProvisionState
  /** The requested state. */
  readonly to: ProvisionState
  /** The verbs of the shortest path that were not allowed; empty when no path exists. */
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
      `Node ${node} is in state "${from}" and cannot be brought to "${to}": ${reason}`,
      'fix_request',
      details,
    )
    this.from = from
    this.to = to
    this.needs = details.needs
  }
}

/** The errors of bringing a node to a state. */
export type BringToError = RequestLifecycleError | WaitForLifecycleError | DestroyError | NoPathError

/** The errors of recovering a node. */
export type RecoverError =
  RequestLifecycleError | WaitForLifecycleError | DestroyError | Exclude<RequestRebuildError, VifMissingError>
