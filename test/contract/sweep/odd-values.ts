import type { JsonValue } from '../comparison/json-value.js'

/** Values that no client should send: each is given to every field. */
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

/** Those that older versions are asked with. */
export const fewValues: readonly JsonValue[] = [null, '{run}.json']

/** The same in a query, where everything is a text. A limit of 5 depends on what else is there. */
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
