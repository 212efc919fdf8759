import { describeGiven, withArticle } from './given-value.js'
import { describeUnknown } from './unknown-option.js'

/** The parts of a raw zod issue that the sentences need. */
interface ZodIssue {
  readonly code: string
  readonly input?: unknown
  readonly path?: readonly PropertyKey[] | undefined
  readonly expected?: string | undefined
  readonly keys?: readonly string[] | undefined
  readonly values?: readonly unknown[] | undefined
  readonly errors?: readonly (readonly ZodIssue[])[] | undefined
  readonly origin?: string | undefined
  readonly minimum?: number | bigint | undefined
  readonly maximum?: number | bigint | undefined
  /** The schema that found it. */
  readonly inst?: unknown
}

/**
 * Returns an error map for zod: the sentences about a value that does not fit and for which its schema has no sentence
 * of its own. They never contain the value, which may be a secret.
 */
export function inputProblems(what?: 'option' | 'field') {
  return { error: (issue: ZodIssue): string => problemOf(issue, what) }
}

/** The same for the fields of a resource, which the caller does not pass. */
export function fieldProblems() {
  return {
    error: (issue: ZodIssue): string =>
      issue.input === undefined ? 'is missing' : problemOf(issue, 'field'),
  }
}

function problemOf(issue: ZodIssue, what: 'option' | 'field' | undefined): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return unknownKey(issue.keys?.[0] ?? '', Object.keys(shapeOf(issue.inst)), what)
    case 'too_small':
      if (issue.minimum === 1 && issue.origin !== 'number') return 'is empty'
      return `must ${issue.origin === 'number' ? 'be' : 'have'} at least ${amount(issue, issue.minimum)}`
    case 'too_big':
      return `must ${issue.origin === 'number' ? 'be' : 'have'} at most ${amount(issue, issue.maximum)}`
    case 'invalid_key':
      return 'has a name that cannot be used'
    case 'invalid_format':
    case 'custom':
      return 'cannot be used'
    default:
      return issue.expected === 'string' && issue.input !== undefined
        ? noText(issue)
        : describeUnfit(wantedBy(issue), issue.input)
  }
}

/** Options that calls take in their last argument. */
const OPTIONS_OF_CALLS = ['signal', 'deadlineMs', 'onProgress', 'timeoutMs', 'requestId']

function unknownKey(name: string, known: readonly string[], what: 'option' | 'field' | undefined): string {
  const isMisplaced = what !== 'field' && OPTIONS_OF_CALLS.includes(name) && !known.includes('signal')
  return isMisplaced
    ? `Unknown option \`${name}\` here. Pass it in \`options\`, the last argument.`
    : describeUnknown(name, known, what)
}

/** Returns the sentence about a value that is missing or of another kind. */
export function describeUnfit(wanted: string, given: unknown): string {
  if (given === undefined) return `is missing; pass ${wanted}`
  const kind = describeGiven(given)
  // A number that is not whole, or a text that is not one of these.
  if (kind === 'a number' && wanted.includes('number')) return `must be ${wanted}`
  if (kind === 'a string' && /^"|string/.test(wanted)) return `must be ${wanted}`
  const one = kind === 'an array' && wanted.startsWith('an object') ? '; pass one' : ''
  return `must be ${wanted}, not ${kind}${one}`
}

function noText(issue: ZodIssue): string {
  const pass = sentencesOf(issue.inst)
    .map((sentence) => /^is (?:empty|blank); (pass .*)/.exec(sentence)?.[1])
    .find(Boolean)
  return pass === undefined
    ? describeUnfit(wantedBy(issue), issue.input)
    : `must be a string, not ${describeGiven(issue.input)}; ${pass}`
}

/** Returns what the schema wants, with an article. */
function wantedBy(issue: ZodIssue): string {
  const { code, values, errors, inst } = issue
  if (code === 'invalid_value' && values !== undefined)
    return choice(values.map((value) => JSON.stringify(value)))
  if (code === 'invalid_union' && errors !== undefined && errors.length > 0) {
    const kinds = errors.map(([first]) => (first === undefined ? 'another value' : wantedBy(first)))
    return choice([...new Set(kinds)].filter((kind) => kind !== 'undefined'))
  }
  const unit = unitOf(issue.path?.at(-1))
  const own = ownWords(issue, unit)
  if (own !== undefined) return own
  switch (issue.expected) {
    case 'number':
      return unit ?? 'a number'
    case 'int':
      return `a whole number${unit === undefined ? '' : unit.replace(/^a number/, '')}`
    case 'array':
      return 'an array'
    case 'record':
      return 'an object of names and values'
    case 'object':
      return `an object${exampleOf(shapeOf(inst))}`
    case undefined:
      return 'another value'
    case 'null':
    case 'undefined':
      return issue.expected
    default:
      return withArticle(issue.expected)
  }
}

/** Returns what the checks of a text or a number say that it must be. */
function ownWords({ expected, inst }: ZodIssue, unit: string | undefined): string | undefined {
  if (!['string', 'number', 'int'].includes(expected ?? '')) return undefined
  const sentences = sentencesOf(inst)
  const wanted = (pattern: RegExp) => sentences.map((sentence) => pattern.exec(sentence)?.[1]).find(Boolean)
  if (expected === 'string') return wanted(/^is (?:empty|blank); pass (.*)/) ?? wanted(/^must be (.*)/)
  const number = wanted(/^must be (a.*number.*)/)
  return number?.includes(' of ') === true ? number : (unit ?? number)
}

/** The units that our names end with. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/Ms$/, 'a number of milliseconds, such as 60000 for a minute'],
  [/(Gb|_gb)$/, 'a number of GiB'],
  [/(Mb|_mb)$/, 'a number of MiB'],
  [/Bytes$/, 'a number of bytes'],
]

function unitOf(name: PropertyKey | undefined): string | undefined {
  return UNITS.find(([pattern]) => pattern.test(String(name)))?.[1]
}

/** Returns ` such as { id, node }`: the required fields, or else the first of the others. */
function exampleOf(shape: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(shape)
  const required = names.filter((name) => !isOptional(shape[name]))
  const shown = required.length > 0 ? required : names.slice(0, 1)
  return shown.length === 0 ? '' : ` such as { ${shown.join(', ')} }`
}

function isOptional(schema: unknown): boolean {
  return (schema as { readonly _zod?: { readonly optin?: unknown } } | undefined)?._zod?.optin === 'optional'
}

function shapeOf(schema: unknown): Readonly<Record<string, unknown>> {
  return (schema as { readonly shape?: Readonly<Record<string, unknown>> } | undefined)?.shape ?? {}
}

interface Check {
  readonly _zod?: { readonly def?: { readonly error?: (issue: object) => unknown } }
}

/** Returns the sentences of the checks of a schema, which say what its values must be. */
function sentencesOf(schema: unknown): readonly string[] {
  const def = (
    schema as { readonly _zod?: { readonly def?: { readonly checks?: readonly Check[] } } } | undefined
  )?._zod?.def
  return (def?.checks ?? [])
    .map((check) => check._zod?.def?.error?.({}))
    .filter((sentence): sentence is string => typeof sentence === 'string')
}

function amount({ origin }: ZodIssue, limit: number | bigint | undefined): string {
  const unit = origin === 'string' ? 'character' : origin === 'number' ? undefined : 'item'
  return `${limit}${unit === undefined ? '' : limit === 1 ? ` ${unit}` : ` ${unit}s`}`
}

function choice(alternatives: readonly string[]): string {
  if (alternatives.length < 2) return alternatives[0] ?? 'another value'
  return `${alternatives.slice(0, -1).join(', ')} or ${alternatives.at(-1)}`
}
