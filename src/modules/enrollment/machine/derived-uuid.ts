import { createHash } from 'node:crypto'

/** Derives the UUID of a resource without UUID or name, so that repeated or concurrent calls create only one. */
export function derivedUuid(what: 'chassis' | 'node', mark: string): string {
  const hex = createHash('sha256').update(`ironic-driver ${what} ${mark}`).digest('hex')
  // Version 8 (custom), and the standard variant.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
