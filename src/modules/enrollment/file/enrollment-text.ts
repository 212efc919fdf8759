import { err, ok, type Result } from 'neverthrow'
import type { Tags, ToJSOptions } from 'yaml'
import { EnrollmentFileError } from './enrollment-file-error.js'

/** What a YAML or JSON text says. JSON is YAML, but for the tabs that it may be indented with. */
export async function readEnrollmentText(
  file: string,
  text: string,
): Promise<Result<unknown, EnrollmentFileError>> {
  const asJson = fromJson(text)
  if (asJson !== undefined) return ok(asJson)
  // Here and not above: most services enrol nothing from a file.
  const { parseDocument } = await import('yaml')
  const document = parseDocument(text, {
    prettyErrors: false,
    version: '1.1',
    intAsBigInt: true,
    customTags: withoutTimes,
  })
  const [problem] = document.errors
  if (problem !== undefined) {
    // Only the place: the parser's text quotes the line, which may hold a password.
    const line = text.slice(0, problem.pos[0]).split('\n').length
    return err(new EnrollmentFileError(`line ${line} is not YAML (${problem.code}); correct it.`, { file }))
  }
  return contentOf(file, document)
}

/** `52:54:00:12:34:56` is an address here, and not a number of seconds; a date is a text. */
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

/** Thousands of machines may share an alias; one of aliases that multiply is still refused. */
const MOST_ALIASES = 100_000

/** Above this a number is written with an exponent, and is no whole one to whoever wrote it. */
const LONGEST_DIGITS = 1e21

/** A whole number that was not read exactly is made one that is refused where it stands, as it is of YAML. */
function exactNumber(value: unknown): unknown {
  const isRounded = Number.isInteger(value) && !Number.isSafeInteger(value)
  return isRounded && typeof value === 'number' && Math.abs(value) < LONGEST_DIGITS ? BigInt(value) : value
}

/** Its error quotes the alias, which may be a password that was not quoted. */
function contentOf(
  file: string,
  document: { toJS: (options: ToJSOptions) => unknown },
): Result<unknown, EnrollmentFileError> {
  try {
    return ok(document.toJS({ maxAliasCount: MOST_ALIASES, reviver: (_, value) => smallNumber(value) }))
  } catch {
    const problem =
      'has an alias (`*name`) that cannot be followed; correct it, and quote a text that begins with `*`.'
    return err(new EnrollmentFileError(problem, { file }))
  }
}

/** A number that JSON cannot hold exactly stays what it is, and is refused where it stands. */
function smallNumber(value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
