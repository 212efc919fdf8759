/** The version of this library; a test compares it with package.json. */
export const LIBRARY_VERSION = '0.1.0'

/** Returns the `user-agent` header: the caller's product first, as the most significant, and then this library. */
export function userAgentHeader(product?: string): string {
  const own = `ironic-driver/${LIBRARY_VERSION}`
  return product === undefined ? own : `${product} ${own}`
}
