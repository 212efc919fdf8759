import { err, ok, type Result } from 'neverthrow'
import type { Tags, ToJSOptions } from 'yaml'
import { EnrollmentFileError } from './enrollment-file-error.js'

/** Parses a YAML or JSON text. JSON is YAML, except that it may be indented with tabs. */
export async function readEnrollmentText(
  file: string,
  text: string,
): Promise<Result<unknown, EnrollmentFileError>> {
  const asJson = fromJson(text)
  if (asJson !== undefined) return ok(asJson)
  // Imported here and not above, because most services enroll nothing from a file.
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, {
    prettyErrors: false,
    version: '1.1',
    intAsBigInt: true,
    customTags: withoutTimes,
  })
  const [problem] = document.errors
  if (problem !== undefined) {
    // Only the line number: the parser's message quotes the line, which may hold a password.
    const line = text.slice(0, problem.pos[0]).split('\n').length
    return err(new EnrollmentFileError(`line ${line} is not YAML (${problem.code}); correct it.`, { file }))
  }
  return contentOf(file, document)
}

/** Reads `52:54:00:12:34:56` as an address, not as a number of seconds, and a date as text. */
function withoutTimes(tags: Tags): Tags {
  return tags.filter(
    (tag) =>
      typeof tag === 'string' ||
      !(tag.tag.endsWith(':timestamp') || ('format' in tag && tag.format === 'TIME')),
  )
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text, (_, value: unknown) => exactNumber(value))
  } catch {
    return undefined
  }
}

/** Thousands of nodes may share an alias; aliases that multiply are still refused. */
const MOST_ALIASES = 100_000

/** Above this, a number is written with an exponent and was not meant as a whole number. */
const LONGEST_DIGITS = 1e21

/** Turns a whole number that was not read exactly into a BigInt, which validation refuses, as for YAML. */
function exactNumber(value: unknown): unknown {
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value)
  return isRounded && typeof value === 'number' && Math.abs(value) < LONGEST_DIGITS ? BigInt(value) : value
}

/** Drops the parser's error, which quotes the alias: it may be an unquoted password. */
function contentOf(
  file: string,
  document: { toJS: (options: ToJSOptions) => unknown },
): Result<unknown, EnrollmentFileError> {
  try {
    return ok(document.toJS({ maxAliasCount: MOST_ALIASES, reviver: (_, value) => smallNumber(value) }))
  } catch {
    const problem =
      'contains an alias (`*name`) that cannot be resolved; correct it, or quote a text that begins with `*`.'
    return err(new EnrollmentFileError(problem, { file }))
  }
}

/** Leaves a number that JSON cannot hold exactly as a BigInt, which validation refuses. */
function smallNumber(value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
