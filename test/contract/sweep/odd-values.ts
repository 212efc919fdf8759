import type { JsonValue } from '../comparison/json-value.js'

/** Values that no client should send; every field gets each of them. */
export const oddValues: readonly JsonValue[] = [
  '',
  null,
  5,
  { a: { b: [1, null] } },
  'x'.repeat(300),
  '\ud800',
  '{ID:odd}',
  '{run}.json',
]

/** The values for older versions. */
export const fewValues: readonly JsonValue[] = [null, '{run}.json']

/** The same in a query, where every value is a string. The result of a limit of 5 depends on other resources. */
export const oddTexts: readonly string[] = [
  '',
  '-1',
  'x'.repeat(300),
  '%25',
  'a,b',
  '5',
  '{ID:it}',
  '{run}-IT',
]

export const fewTexts: readonly string[] = ['', '{id:it}']
