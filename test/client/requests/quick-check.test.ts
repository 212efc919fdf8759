import { expect, it } from 'vitest'
import * as z from 'zod'
import { quickCheck } from '../../../src/client/requests/quick-check.js'

const VALUES = [undefined, null, '', 'x', 0, 1.5, Number.NaN, Infinity, 2 ** 60, true, [], ['x'], [null], {}]

it.each<[string, z.ZodType]>([
  ['string', z.string()],
  ['number', z.number()],
  ['integer', z.int()],
  ['UUID', z.uuid()],
  ['time', z.iso.datetime()],
  ['short text', z.string().max(0)],
  ['refined text', z.string().refine((text) => text === '')],
  ['boolean', z.boolean()],
  ['nullable', z.string().nullable()],
  ['optional', z.number().nullish()],
  ['list', z.array(z.string().nullable())],
  ['list of UUIDs', z.array(z.uuid())],
])('accepts only what zod accepts (%s)', (_, schema) => {
  const accepts = quickCheck(schema) ?? ((value: unknown) => schema.safeParse(value).success)
  for (const value of VALUES) expect(accepts(value)).toBe(schema.safeParse(value).success)
})
