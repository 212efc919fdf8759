import type * as z from 'zod'

type Check = (value: unknown) => boolean

/**
 * Returns a check for a schema of plain JSON that only looks at a value, at a fraction of the cost of zod's parse,
 * which copies it. Returns `undefined` for a schema that only zod can check.
 */
export function quickCheck(schema: z.core.$ZodType): Check | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod
  // A format, such as z.uuid() or z.int(), is a check of its own.
  if (def.type !== 'custom' && 'check' in def) return undefined
  if ((def.checks ?? []).length > 0 || ('coerce' in def && def.coerce)) return undefined
  switch (def.type) {
    case 'string':
      return (value) => typeof value === 'string'
    case 'number':
      return (value) => Number.isFinite(value)
    case 'boolean':
      return (value) => typeof value === 'boolean'
    case 'unknown':
      return () => true
    case 'custom':
      return (value) => def.fn(value) === true
    case 'nullable':
      return either(null, quickCheck(def.innerType))
    case 'optional':
      return either(undefined, quickCheck(def.innerType))
    case 'array':
      return listOf(quickCheck(def.element))
    default:
      return undefined
  }
}

function either(absent: null | undefined, inner: Check | undefined): Check | undefined {
  return inner && ((value) => value === absent || inner(value))
}

function listOf(element: Check | undefined): Check | undefined {
  return element && ((value) => Array.isArray(value) && value.every((one) => element(one)))
}
