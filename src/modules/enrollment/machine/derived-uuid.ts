import { createHash } from 'node:crypto'

/** What something without a UUID or a name is made under, so that two who make it, or one who does twice, make one. */
export function derivedUuid(what: 'chassis' | 'node', mark: string): string {
  const hex = createHash('sha256').update(`ironic-driver ${what} ${mark}`).digest('hex')
  // Version 8, a UUID of one's own making, and the variant of all UUIDs.
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-')
}
