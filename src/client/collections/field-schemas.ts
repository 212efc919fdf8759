import * as z from 'zod'

/** An object whose content only Ironic and its drivers know: it is passed through unchecked. */
export type FreeForm = Readonly<Record<string, unknown>>

/**
 * Checks only that the value is an object: reading every key of every free-form object would cost more than parsing
 * the JSON.
 */
export const freeForm = z.custom<FreeForm>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'must be an object',
)

export const text = z.string()

export const number = z.number()

export const flag = z.boolean()

export const textList: z.ZodType<readonly string[]> = z.array(z.string())

export const nullableText = z.string().nullable()

/** Ironic fills an unset object with `{}`, older versions with null. */
export const nullableFreeForm = freeForm.nullable()

/** When a member was created and last changed, in Ironic's format. */
export const timestamps = { created_at: text, updated_at: nullableText }
