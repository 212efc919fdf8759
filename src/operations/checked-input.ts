import { err, ok, type Result } from 'neverthrow'
import type * as z from 'zod'
import { BROKEN_TEXT, brokenTextAt } from '../errors/broken-text.js'
import { InvalidInputError } from '../errors/invalid-input-error.js'

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
    checked = schema.safeParse(input)
    broken = checked.success ? brokenTextAt(checked.data) : undefined
  } catch (cause) {
    return err(new InvalidInputError(name || 'input', 'cannot be read', { cause }))
  }
  if (broken !== undefined) return err(new InvalidInputError(fieldAt(broken, name), BROKEN_TEXT))
  if (checked.success) return ok(checked.data)
  const issue = checked.error.issues[0]
  return err(new InvalidInputError(fieldOf(issue, name), problemOf(issue)))
}

function fieldOf(issue: z.core.$ZodIssue | undefined, name: string): string {
  const unknownKey = issue?.code === 'unrecognized_keys' ? issue.keys.slice(0, 1) : []
  return fieldAt([...(issue?.path ?? []), ...unknownKey].map(String), name)
}

function fieldAt(path: readonly string[], name: string): string {
  return [name, ...path].filter((part) => part !== '').join('.') || 'input'
}

function problemOf(issue: z.core.$ZodIssue | undefined): string {
  if (issue === undefined) return 'cannot be used'
  switch (issue.code) {
    case 'unrecognized_keys':
      return 'is not a known option; remove it or correct its spelling'
    case 'invalid_type':
      return issue.input === undefined && issue.message.includes('undefined')
        ? `is missing; pass a value of type ${issue.expected}`
        : `must be of type ${issue.expected}`
    default:
      return issue.message
  }
}
