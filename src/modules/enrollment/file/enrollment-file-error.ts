import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'

/** An enrollment file is invalid. Nothing was sent. */
export class EnrollmentFileError extends IronicDriverError {
  readonly kind = 'enrollment_file_invalid'
  /** The name that was passed with the text. */
  readonly file: string
  /** The path in the file, such as `nodes[3].ports[0].address`; `undefined` when the text could not be parsed. */
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
