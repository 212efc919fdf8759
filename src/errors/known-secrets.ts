const MASK = '***'

/** Longer ones are looked for only as they are: nobody quotes them in another way. */
const LONGEST_PATTERN = 4_000

/** What programs make of a character that is neither letter nor digit: `\"`, `\\`, `%22`, `&quot;`, `\u0022`. */
const ESCAPED = String.raw`\\{1,8}(?:u[0-9a-f]{4}|x[0-9a-f]{2})?|(?:%(?:25)?[0-9a-f]{2}){1,4}|&#?\w{1,8};`

/**
 * Removes secrets that are known from a text of somebody who was told them: a server that quotes what it finds unfit.
 * They are found however they are escaped.
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret !== '')
    .toSorted((one, other) => other.length - one.length)
    .reduce((shown, secret) => shown.replaceAll(patternOf(secret), MASK), text)
}

function patternOf(secret: string): string | RegExp {
  if (secret.length > LONGEST_PATTERN) return secret
  const parts = Array.from(secret, (character) => {
    if (/[A-Za-z0-9]/.test(character)) return character
    const plain = character.replace(/[\\^$.*+?()[\]{}|/-]/, String.raw`\$&`)
    return String.raw`(?:\\{0,8}${plain}|${ESCAPED})`
  })
  return new RegExp(parts.join(''), 'gi')
}
