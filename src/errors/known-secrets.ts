const MASK = '***'

/** Longer secrets are searched only in their literal form. */
const LONGEST_PATTERN = 4_000

/** A pattern with fewer letters and digits than this would match too much. */
const FEWEST_LETTERS = 3

/**
 * How programs may escape characters that are neither letters nor digits, also several times over: `\\\"`, `\u0022`,
 * `%22`, `&quot;`. Hardly any text matches in two ways, so the time grows only with the length.
 */
const HEX = '[0-9a-fA-F]'
const ESCAPED = `(?:\\\\(?:u${HEX}{4}|x${HEX}{2})?|%(?:25){0,3}${HEX}{2}|&(?:amp;){0,3}#?\\w{1,8};|[^A-Za-z0-9\\\\]){1,200}`

/**
 * Removes known secrets from the text of a server that received them and may quote them. Finds them in any escaped
 * form.
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
