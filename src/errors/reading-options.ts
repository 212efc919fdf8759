/** Reads options, whose getters may throw, and returns what `refused` makes of that: nothing public throws. */
export function readingOptions<T>(read: () => T, refused: (field: string, problem: string) => T): T {
  try {
    return read()
  } catch (cause) {
    const name = cause instanceof Error ? cause.name : typeof cause
    return refused('options', `could not be read: a getter threw (${name}); pass a plain object`)
  }
}
