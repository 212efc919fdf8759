import { err, ok, type Result } from 'neverthrow'
import * as z from 'zod'
import { BROKEN_TEXT, brokenTextAt } from '../errors/broken-text.js'
import { inputProblems } from '../errors/input-problem.js'
import { InvalidInputError } from '../errors/invalid-input-error.js'

const PROBLEMS = inputProblems()

/**
 * Checks the caller's input before anything is sent, and that its strings are well-formed Unicode. Returns the
 * first problem with the path of its field.
 */
export function checkedInput<Output>(
  schema: z.ZodType<Output>,
  input: unknown,
  name = '',
): Result<Output, InvalidInputError> {
  let checked: z.ZodSafeParseResult<Output>
  let broken: readonly string[] | undefined
  try {
    checked = schema.safeParse(input, PROBLEMS)
    broken = checked.success ? brokenTextAt(checked.data) : undefined
  } catch (cause) {
    return err(new InvalidInputError(name || 'input', 'cannot be read', { cause }))
  }
  if (broken !== undefined) return err(new InvalidInputError(fieldAt(broken, name), BROKEN_TEXT))
  if (checked.success) return ok(checked.data)
  const issue = checked.error.issues[0]
  return err(new InvalidInputError(fieldOf(issue, name), issue?.message ?? 'cannot be used'))
}

/**
 * Checks a value inside the check of another, and adds its problems to those of the other. Used where the value decides
 * by which schema it is checked.
 */
export function checkedBy<Output>(
  schema: z.ZodType<Output>,
  given: unknown,
  context: z.RefinementCtx,
): Output {
  const checked = schema.safeParse(given, PROBLEMS)
  if (checked.success) return checked.data
  for (const issue of checked.error.issues)
    context.addIssue({ code: 'custom', path: [...pathOf(issue)], message: issue.message })
  return z.NEVER
}

/** Returns the path of a problem, with the name of an unknown option. */
function pathOf(issue: z.core.$ZodIssue): readonly PropertyKey[] {
  return issue.code === 'unrecognized_keys' ? [...issue.path, ...issue.keys.slice(0, 1)] : issue.path
}

function fieldOf(issue: z.core.$ZodIssue | undefined, name: string): string {
  return fieldAt((issue === undefined ? [] : pathOf(issue)).map(String), name)
}

function fieldAt(path: readonly string[], name: string): string {
  return [name, ...path].filter((part) => part !== '').join('.') || 'input'
}
