import { redactText } from '../errors/redaction.js'
import { unlessHidden } from './hidden-values.js'

/** Returns a text of a node without secrets, or `null` when Ironic hides it. */
export function shownText(text: string | null): string | null {
  const known = unlessHidden(text)
  return known === null ? null : redactText(known)
}
