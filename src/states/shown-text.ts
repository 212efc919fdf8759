import { redactText } from '../errors/redaction.js'
import { unlessHidden } from './hidden-values.js'

/** A text of a node as people may see it: without secrets, and `null` when Ironic hides it. */
export function shownText(text: string | null): string | null {
  const known = unlessHidden(text)
  return known === null ? null : redactText(known)
}
