import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import { IronicDriverError } from '../../errors/ironic-driver-error.js'
import type { AbortedError, AuthenticationFailedError } from '../../transport/transport-errors.js'
import type { CloudConfigError } from './cloud-config-error.js'

/** The login went well, but the catalog of the cloud has no such address of Ironic. */
export class EndpointNotFoundError extends IronicDriverError {
  readonly kind = 'endpoint_not_found'

  constructor(message: string) {
    super(message, 'fix_request')
  }
}

/** Everything that the way to an Ironic can fail with. */
export type LoginError =
  InvalidInputError | CloudConfigError | EndpointNotFoundError | AuthenticationFailedError | AbortedError
