import { withoutNamedSecrets } from './named-secrets.js'
import { withoutKeysAndLogins, withoutLongBase64 } from './secret-shapes.js'
import { withoutUrlSecrets } from './url-secrets.js'

export { isSecretKey } from './secret-names.js'

/**
 * Removes what may be secret from a text that Ironic, a proxy or a foreign library wrote. None of its parts looks at a
 * place of the text more than a fixed number of times: a text of a megabyte must not hold up a process.
 */
export function redactText(text: string): string {
  return withoutLongBase64(withoutUrlSecrets(withoutNamedSecrets(withoutKeysAndLogins(text))))
}
