import type { JsonValue } from '../comparison/json-value.js'

/** What nobody should send, and somebody does: each is given to every field. */
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

/** The same in a query, where everything is a text. */
export const oddTexts: readonly string[] = [
  '',
  '5',
  '-1',
  'x'.repeat(300),
  '%25',
  'a,b',
  '{ID:it}',
  '{run}-IT',
]
