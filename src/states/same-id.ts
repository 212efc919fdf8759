/**
 * Compares two ids without regard to case. Ironic keeps a UUID as it was given, capitals included, and MariaDB and
 * MySQL compare it without regard to case, so that both spellings name one thing. Send an id as Ironic shows it.
 *
 * What is absent is the same only as what is absent likewise.
 */
export function sameId(one: string | null | undefined, other: string | null | undefined): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return one === other
  return foldId(one) === foldId(other)
}

/** An id in the spelling in which ids can be keys of a map. Never send it: Ironic may have another spelling. */
export function foldId(id: string): string {
  return id.toLowerCase()
}

/** Whether a text is a UUID in the form in which Ironic shows them, in any case; no name of Ironic has that form. */
export function isUuid(text: string): boolean {
  return UUID.test(text)
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
