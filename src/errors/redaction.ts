import { withoutNamedSecrets } from './named-secrets.js'
import { withoutKeysAndLogins, withoutLongBase64 } from './secret-shapes.js'
import { withoutUrlSecrets } from './url-secrets.js'

export { isSecretKey } from './secret-names.js'

/**
 * Removes what may be secret from a text that Ironic, a proxy or a foreign library wrote. Each part looks at any
 * position a fixed number of times at most, so that a text of a megabyte cannot block the process.
 */
export function redactText(text: string): string {
  return withoutLongBase64(withoutUrlSecrets(withoutNamedSecrets(withoutKeysAndLogins(text))))
}
