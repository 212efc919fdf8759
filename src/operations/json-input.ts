import * as z from 'zod'
import type { FreeForm } from '../client/collections/field-schemas.js'
import { describeGiven } from '../errors/given-value.js'
import { BROKEN_TEXT, isBrokenText } from '../errors/broken-text.js'

type Path = readonly (string | number)[]
type Report = (path: Path, problem: string) => void

/**
 * A copy of an object that JSON can hold. Later changes by the caller, or a getter in it, cannot affect a
 * request that an operation sends later.
 */
export const jsonObject: z.ZodType<FreeForm> = z.lazy(() =>
  z.unknown().transform((given, context): FreeForm => {
    if (given === undefined) {
      context.addIssue({ code: 'custom', message: 'is missing; pass an object' })
      return z.NEVER
    }
    const report: Report = (path, message) => context.addIssue({ code: 'custom', path: [...path], message })
    const copy = copyOf(given, [], report, new Set())
    if (typeof copy === 'object' && copy !== null && !Array.isArray(copy)) return copy as FreeForm
    report([], `must be an object, not ${describeGiven(given)}`)
    return z.NEVER
  }),
)

function copyOf(value: unknown, path: Path, report: Report, above: ReadonlySet<object>): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'string') {
    if (isBrokenText(value)) report(path, BROKEN_TEXT)
    return value
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) report(path, 'must be a finite number')
    return value
  }
  if (typeof value !== 'object') {
    report(path, `is of type ${typeof value}, which JSON cannot hold`)
    return null
  }
  if (above.has(value)) {
    report(path, 'contains itself, which JSON cannot hold')
    return null
  }
  const within = new Set([...above, value])
  if (Array.isArray(value))
    return value.map((item: unknown, index) => copyOf(item, [...path, index], report, within))
  if ('toJSON' in value && typeof value.toJSON === 'function')
    return copyOf((value as { toJSON: () => unknown }).toJSON(), path, report, within)
  const kind = Object.prototype.toString.call(value).slice(8, -1)
  if (kind !== 'Object') report(path, `is of type ${kind}, which JSON cannot hold`)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, copyOf(item, [...path, key], report, within)]),
  )
}
