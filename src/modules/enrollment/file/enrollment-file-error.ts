import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'

/** A file of machines to enrol that is not as it must be. Nothing was sent. */
export class EnrollmentFileError extends IronicDriverError {
  readonly kind = 'enrollment_file_invalid'
  /** What its owner calls it. */
  readonly file: string
  /** Where in it: `nodes[3].ports[0].address`; `undefined` when it could not be read so far. */
  readonly path: string | undefined

  /**
   * @param problem - what is wrong and what to write instead, without the value itself: it may be a password
   */
  constructor(
    problem: string,
    details: ErrorDetails & { readonly file: string; readonly path?: string | undefined },
  ) {
    const { file, path } = details
    super(`${file}: ${path === undefined ? '' : `\`${path}\` `}${problem}`, 'fix_request', details)
    this.file = file
    this.path = path
  }
}
