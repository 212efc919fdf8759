import { IronicDriverError, type ErrorDetails } from './ironic-driver-error.js'

/**
 * The caller passed a value that cannot be used. The check happens before anything is sent.
 *
 * `field` is the path of the argument, as the caller wrote it: `endpoint`, `tls.ca`, `image.checksum`.
 */
export class InvalidInputError extends IronicDriverError {
  readonly kind = 'invalid_input'
  /** The path of the argument: `endpoint`, `image.checksum`. */
  readonly field: string

  /**
   * @param field - Path of the argument that is wrong.
   * @param problem - What is wrong and what to pass instead; without the value if that may be secret.
   */
  constructor(field: string, problem: string, details: ErrorDetails = {}) {
    super(`\`${field}\`: ${problem}`, 'fix_request', details)
    this.field = field
  }
}
