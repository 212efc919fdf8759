import type { RequestError } from '../../client/errors/client-errors.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { InstanceNotFoundError } from '../../operations/node-errors.js'

/** Several instances have the name that was asked for. */
export class AmbiguousNameError extends IronicDriverError {
  readonly kind = 'ambiguous_name'
  /** The UUIDs of those that have it. */
  readonly instances: readonly string[]

  constructor(name: string, details: ErrorDetails & { readonly instances: readonly string[] }) {
    super(
      `${details.instances.length} instances are named "${name}". Pass the UUID of the one that is meant: ${details.instances.join(', ')}.`,
      'fix_request',
      details,
    )
    this.instances = details.instances
  }
}

/** What listing machines can end with. */
export type ListMachinesError = RequestError
/** What finding one instance can end with. */
export type FindInstanceError = RequestError | InstanceNotFoundError | AmbiguousNameError
/** What asking whether a machine or an instance exists can end with: each of them means that it is not known. */
export type ExistsError = RequestError
/** What reading the resources of a machine can end with. */
export type ResourcesError = LocateError
