import type { InvalidInputError } from '../../errors/invalid-input-error.js'
import { IronicDriverError } from '../../errors/ironic-driver-error.js'
import type { AbortedError, AuthenticationFailedError } from '../../transport/transport-errors.js'
import type { CloudConfigError } from './cloud-config-error.js'

/** Logging in worked, but the catalog has no such endpoint of Ironic. */
export class EndpointNotFoundError extends IronicDriverError {
  readonly kind = 'endpoint_not_found'

  constructor(message: string) {
    super(message, 'fix_request')
  }
}

/** Every error of finding an Ironic and logging in to it. */
export type LoginError =
  InvalidInputError | CloudConfigError | EndpointNotFoundError | AuthenticationFailedError | AbortedError
