import { err, ok, type Result, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { UnexpectedFailureError } from '../../../client/errors/client-errors.js'
import type { InvalidInputError } from '../../../errors/invalid-input-error.js'
import { checkedInput } from '../../../operations/checked-input.js'
import { tracedOperation } from '../../../operations/run-operation.js'
import { enrollment } from '../enroll-input.js'
import { allIdentities } from '../machine/machine-identity.js'
import type { ChassisToEnroll, Enrollment, NodeToEnroll } from '../machine/machine-to-enroll.js'
import { EnrollmentFileError } from './enrollment-file-error.js'
import { readEnrollmentText } from './enrollment-text.js'
import { unquotedCredential } from './unquoted-credential.js'

/** The text of an enrollment file. */
export interface EnrollmentFile {
  /** Its name in errors, such as its path. */
  readonly file: string
  /** YAML or JSON. */
  readonly text: string
}

/** The errors of parsing enrollment files. */
export type ParseEnrollmentError = EnrollmentFileError | InvalidInputError | UnexpectedFailureError

/**
 * Parses enrollment files in the format of `baremetal create`: YAML or JSON with `chassis` and `nodes`, chassis with
 * `nodes`, nodes with `ports`, `portgroups` and `traits`, port groups with `ports`. Merges several files into one
 * enrollment for `lifecycle.enrollAll`. Sends no request and reads no file itself; safe to repeat.
 *
 * As in that format, `yes` and `no` are true and false, and `<<` merges. An address is read as written, even when it
 * consists of digits only and is not quoted.
 *
 * @fails enrollment_file_invalid with the file, the line or the path in it (`nodes[3].ports[0].address`), and the fix
 * @fails invalid_input when the argument is not a list of files
 * @see openstack/python-ironicclient `ironicclient/v1/create_resources.py`
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises'
 * import { parseEnrollment } from 'ironic-driver'
 *
 * const file = 'rack-7.yaml'
 * const parsed = await parseEnrollment([{ file, text: await readFile(file, 'utf8') }])
 * console.log(parsed.isOk() ? 'enroll it by lifecycle.enrollAll' : parsed.error.message)
 * ```
 */
export function parseEnrollment(
  files: readonly EnrollmentFile[],
): ResultAsync<Enrollment, ParseEnrollmentError> {
  return tracedOperation('parseEnrollment', () => parseAll(files))
}

const enrollmentFiles: z.ZodType<readonly EnrollmentFile[]> = z.lazy(() =>
  z
    .array(z.strictObject({ file: z.string().min(1, 'is empty'), text: z.string() }))
    .min(1, 'is empty; pass at least one file'),
)

async function parseAll(
  files: readonly EnrollmentFile[],
): Promise<Result<Enrollment, EnrollmentFileError | InvalidInputError>> {
  const given = checkedInput(enrollmentFiles, files, 'files')
  if (given.isErr()) return err(given.error)
  const chassis: ChassisToEnroll[] = []
  const nodes: NodeToEnroll[] = []
  const seenIn = new Map<string, string>()
  for (const { file, text } of given.value) {
    const parsed = (await readEnrollmentText(file, text)).andThen((content) => checkedFile(file, content))
    if (parsed.isErr()) return err(parsed.error)
    for (const { path, subject } of allIdentities(parsed.value)) {
      const other = seenIn.get(subject)
      if (other !== undefined) {
        const problem = `is also in ${other}, but must be unique.`
        return err(new EnrollmentFileError(problem, { file, path: asWritten(path.join('.')) }))
      }
      seenIn.set(subject, file)
    }
    chassis.push(...(parsed.value.chassis ?? []))
    nodes.push(...(parsed.value.nodes ?? []))
  }
  return ok({ chassis, nodes })
}

/** A text that YAML reads as something else without quotes. */
const UNQUOTED_TEXT = /^must be (?!an? (array|object)|true or false).*, not a (number|boolean|bigint)$/

function checkedFile(file: string, content: unknown): Result<Enrollment, EnrollmentFileError> {
  if (typeof content !== 'object' || content === null || Array.isArray(content))
    return err(new EnrollmentFileError('is not a mapping; begin it with `nodes` or `chassis`.', { file }))
  const unquoted = unquotedCredential(content)
  if (unquoted !== undefined)
    return err(new EnrollmentFileError(`${unquoted.problem}.`, { file, path: asWritten(unquoted.path) }))
  return checkedInput(enrollment, content).mapErr(({ field, message }) => {
    const problem = message.slice(message.indexOf(': ') + 2).replace(/\.$/, '')
    const quotes = UNQUOTED_TEXT.test(problem) ? '; put it in quotes' : ''
    const path = field === 'input' ? undefined : asWritten(field)
    return new EnrollmentFileError(`${problem}${quotes}.`, { file, path })
  })
}

/** Turns `nodes.3.ports.0.address` into `nodes[3].ports[0].address`. */
function asWritten(path: string): string {
  return path.replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]')
}
