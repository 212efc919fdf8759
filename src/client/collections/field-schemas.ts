import * as z from 'zod'

/** An object of which only Ironic and its drivers know the inside: it is passed through unread. */
export type FreeForm = Readonly<Record<string, unknown>>

/** Reading every key of every free-form object would cost more than parsing the JSON: only its kind is checked. */
export const freeForm = z.custom<FreeForm>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  'expected an object',
)

export const text = z.string()

export const number = z.number()

export const flag = z.boolean()

export const textList: z.ZodType<readonly string[]> = z.array(z.string())

export const nullableText = z.string().nullable()

/** Ironic fills an unset object with `{}`, older ones with null. */
export const nullableFreeForm = freeForm.nullable()

/** When a member was made and when it was last changed, in Ironic's format. */
export const timestamps = { created_at: text, updated_at: nullableText }
