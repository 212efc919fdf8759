import type { RequestError } from '../../client/errors/client-errors.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { InstanceNotFoundError } from '../../operations/node-errors.js'

/** Several instances have the requested name. */
export class AmbiguousNameError extends IronicDriverError {
  readonly kind = 'ambiguous_name'
  /** The UUIDs of the instances with this name. */
  readonly instances: readonly string[]

  constructor(name: string, details: ErrorDetails & { readonly instances: readonly string[] }) {
    super(
      `${details.instances.length} instances are named "${name}". Pass the UUID of the one that you mean: ${details.instances.join(', ')}.`,
      'fix_request',
      details,
    )
    this.instances = details.instances
  }
}

/** The errors of listing nodes. */
export type ListMachinesError = RequestError
/** The errors of finding one instance. */
export type FindInstanceError = RequestError | InstanceNotFoundError | AmbiguousNameError
/** The errors of `exists`; each of them means that the answer is unknown. */
export type ExistsError = RequestError
/** The errors of reading a node's resources. */
export type ResourcesError = LocateError
