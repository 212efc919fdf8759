/** Names the kind of a value, with an article. It never contains the value itself, which may be a secret. */
export function describeGiven(value: unknown): string {
  if (value === null || value === undefined) return String(value)
  if (typeof value === 'number') return Number.isFinite(value) ? 'a number' : String(value)
  if (Array.isArray(value)) return 'an array'
  if (typeof value !== 'object') return withArticle(typeof value)
  const name = classOf(value)
  return name === undefined || name === 'Object' ? 'an object' : withArticle(name)
}

function classOf(value: object): string | undefined {
  try {
    const constructor: unknown = value.constructor
    return typeof constructor === 'function' && /^\w{1,40}$/.test(constructor.name)
      ? constructor.name
      : undefined
  } catch {
    return undefined
  }
}

export function withArticle(word: string): string {
  return `${/^[aeiou]/i.test(word) ? 'an' : 'a'} ${word}`
}
