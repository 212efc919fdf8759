/**
 * Compares two ids without regard to case. Ironic keeps a UUID as it was given, capitals included, and MariaDB and
 * MySQL compare it without regard to case, so both spellings name the same thing. Send an id as Ironic shows it.
 *
 * An absent id equals only an id that is absent in the same way.
 */
export function sameId(one: string | null | undefined, other: string | null | undefined): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return one === other
  return foldId(one) === foldId(other)
}

/** Returns an id in a spelling that can be the key of a map. Never send it: Ironic may use another spelling. */
export function foldId(id: string): string {
  return id.toLowerCase()
}

/** Returns whether a text has the form of a UUID, in any case; no name in Ironic has that form. */
export function isUuid(text: unknown): boolean {
  return typeof text === 'string' && UUID.test(text)
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
