import { isList, type JsonValue } from './json-value.js'

/** A text that was chosen for one run, and its placeholder. */
export type KnownText = readonly [literal: string, meaning: string]

/** Replaces text that differs between runs with a placeholder; a time keeps its format, and a known id gets its name. */
export function normaliseJson(value: JsonValue, known: readonly KnownText[]): JsonValue {
  return mapStrings(value, (text) => normaliseText(text, known))
}

export function normaliseText(text: string, known: readonly KnownText[]): string {
  const named = known.reduce((rest, [literal, meaning]) => rest.replaceAll(literal, meaning), text)
  return unnamed.reduce((rest, [pattern, meaning]) => rest.replaceAll(pattern, meaning), named)
}

const unnamed: readonly (readonly [RegExp, string])[] = [
  [/\breq-[0-9a-f-]{36}/g, '<request>'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g, '<uuid>'],
  // whether a time has a fraction depends on the database, and in SQLite on whether the row was read back
  [/\b\d{4}-\d\d-\d\d([T ])\d\d:\d\d:\d\d(\.\d+)?/g, '<date>$1<time>'],
  // numbers that the database assigns
  [/\b(node|portgroup) \d+\b/g, '$1 <number>'],
  [/\b127\.(?!0\.0\.1\b)\d+\.\d+\.\d+(:8089)?\b/g, '<conductor>'],
]

/** Values that depend on the time of the request. */
const unsteady: Readonly<Record<string, string>> = {
  // a conductor on SQLite seems dead when it is a minute old
  alive: '<alive>',
  duration_seconds: '<seconds>',
}

/** Ironic stores the enabled interfaces in a set. */
const isUnordered = (key: string) => /^enabled.*interfaces$/i.test(key)

function inOrder(value: JsonValue): JsonValue {
  if (typeof value === 'string') return value.split(', ').sort().join(', ')
  return isList(value) ? value.toSorted() : value
}

function mapStrings(value: JsonValue, change: (text: string) => string): JsonValue {
  if (typeof value === 'string') return change(value)
  if (value === null || typeof value !== 'object') return value
  if (isList(value)) return value.map((item) => mapStrings(item, change))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      change(key),
      unsteady[key.toLowerCase()] ?? mapStrings(isUnordered(key) ? inOrder(item) : item, change),
    ]),
  )
}
