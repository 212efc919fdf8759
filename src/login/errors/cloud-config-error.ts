import { IronicDriverError } from '../../errors/ironic-driver-error.js'

/** The description of a cloud, in a file or the environment, is invalid. Nothing was sent. */
export class CloudConfigError extends IronicDriverError {
  readonly kind = 'cloud_config_invalid'
  /** The file to correct; absent for the environment, or when no file was found. */
  readonly file: string | undefined
  /** The key to correct, such as `clouds.metal.auth.password` or `OS_PASSWORD`. */
  readonly key: string | undefined

  /** @param problem - What is wrong and what to do; without the value. */
  constructor(
    problem: string,
    where: { readonly file?: string | undefined; readonly key?: string | undefined },
  ) {
    super(placeOf(where) + (problem.endsWith('.') ? problem : `${problem}.`), 'fix_request')
    this.file = where.file
    this.key = where.key
  }
}

function placeOf({
  file,
  key,
}: {
  readonly file?: string | undefined
  readonly key?: string | undefined
}): string {
  if (key === undefined) return file === undefined ? '' : `${file}: `
  return file === undefined ? `\`${key}\`: ` : `\`${key}\` in ${file}: `
}
