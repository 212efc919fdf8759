/**
 * Whether the database takes both for the same: MariaDB, which Ironic is run with, compares texts without their case,
 * and keeps them as they were given.
 */
export function sameText(one: unknown, other: unknown): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') return one === other
  return one === other || one.toLowerCase() === other.toLowerCase()
}

/** A map whose keys are compared so. They come out in small letters; what they stand for has its own. */
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
