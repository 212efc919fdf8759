const MASK = '***'

/** Longer ones are looked for only as they are: nobody quotes them in another way. */
const LONGEST_PATTERN = 4_000

/** With fewer letters and digits than this, it would fit too much. */
const FEWEST_LETTERS = 3

/**
 * What programs may make of characters that are neither letters nor digits, a text in a text in a text included: `\\\"`,
 * `\u0022`, `%22`, `&quot;`. Hardly any text fits in two ways, so that a long one takes no longer than its length.
 */
const HEX = '[0-9a-fA-F]'
const ESCAPED = `(?:\\\\(?:u${HEX}{4}|x${HEX}{2})?|%(?:25){0,3}${HEX}{2}|&(?:amp;){0,3}#?\\w{1,8};|[^A-Za-z0-9\\\\]){1,200}`

/**
 * Removes secrets that are known from a text of somebody who was told them: a server that quotes what it finds unfit.
 * They are found however they are escaped.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .toSorted((one, other) => other.length - one.length)
    .reduce((shown, secret) => shown.replaceAll(secret, MASK).replaceAll(patternOf(secret), MASK), text)
}

function patternOf(secret: string): string | RegExp {
  const parts = secret.split(/[^A-Za-z0-9]+/).filter((part) => part !== '')
  const isFit = secret.length <= LONGEST_PATTERN && parts.join('').length >= FEWEST_LETTERS
  return isFit ? new RegExp(parts.join(ESCAPED), 'g') : JSON.stringify(secret).slice(1, -1)
}
