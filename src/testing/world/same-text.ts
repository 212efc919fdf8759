/**
 * Returns whether the database takes both texts for the same. MariaDB, Ironic's usual database, compares
 * texts without case and stores them as given.
 */
export function sameText(one: unknown, other: unknown): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return one === other
  return one === other || one.toLowerCase() === other.toLowerCase()
}

/** A map that compares its keys without case. It lists the keys in lower case. */
export class TextMap<T> extends Map<string, T> {
  override get(key: string): T | undefined {
    return super.get(key.toLowerCase())
  }

  override has(key: string): boolean {
    return super.has(key.toLowerCase())
  }

  override set(key: string, value: T): this {
    return super.set(key.toLowerCase(), value)
  }

  override delete(key: string): boolean {
    return super.delete(key.toLowerCase())
  }
}
