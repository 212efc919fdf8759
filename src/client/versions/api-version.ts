/** A microversion of the Ironic API: `1.` and its minor number. */
export type ApiVersion = `1.${number}`

/** The newest microversion that this library was tested with; it never requests a newer one. */
export const NEWEST_KNOWN_VERSION: ApiVersion = '1.115'

/**
 * The oldest microversion that this library works with: before it, new nodes are `available` at once, and nodes lack
 * fields that every decision needs. Every Ironic since 2015 supports it.
 */
export const OLDEST_KNOWN_VERSION: ApiVersion = '1.11'

const VERSION = /^1\.(\d{1,6})$/

/** Parses `1.82`; returns `undefined` for anything else. */
export function parseApiVersion(text: unknown): ApiVersion | undefined {
  return typeof text === 'string' && VERSION.test(text) ? (text as ApiVersion) : undefined
}

function minorOf(version: ApiVersion): number {
  return Number(version.slice(2))
}

/** Returns whether `version` is `wanted` or newer. */
export function isAtLeast(version: ApiVersion, wanted: ApiVersion): boolean {
  return minorOf(version) >= minorOf(wanted)
}

export function olderOf(one: ApiVersion, other: ApiVersion): ApiVersion {
  return isAtLeast(one, other) ? other : one
}
