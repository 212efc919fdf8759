import { uuidOf } from '../../../formats/hex.js'
import { sha256 } from '../../../formats/sha256.js'

/** Derives the UUID of a resource without UUID or name, so that repeated or concurrent calls create only one. */
export function derivedUuid(what: 'chassis' | 'node', mark: string): string {
  // Version 8 is for UUIDs that a program makes in its own way.
  return uuidOf(sha256(`ironic-driver ${what} ${mark}`), 8)
}
