/** Any JSON value. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject
export interface JsonObject {
  [key: string]: JsonValue
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Sets a key chosen by a client; `__proto__` is an ordinary key here. */
export function setOwn(target: JsonObject, key: string, value: JsonValue): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

/** Returns the text under a key, or `''` when there is none. */
export function textIn(values: Readonly<Record<string, unknown>>, key: string): string {
  const value = values[key]
  return typeof value === 'string' ? value : ''
}

/** Returns a copy that shares nothing with the original. */
export function copyJson<T extends JsonValue>(value: T): T {
  return structuredClone(value)
}
