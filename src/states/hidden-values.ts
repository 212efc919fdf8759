/**
 * True for what Ironic shows of a field that the caller's login may not see, at all times and whatever the field holds: one
 * sentence, or an object with that sentence as its `content`.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (node_sanitize, _node_sanitize_extended)
 */
export function isHidden(value: unknown): boolean {
  if (typeof value === 'string') return /^\*\* (?:value )?redacted\b/i.test(value)
  return typeof value === 'object' && value !== null && 'content' in value && isHiddenText(value.content)
}

function isHiddenText(value: unknown): boolean {
  return typeof value === 'string' && isHidden(value)
}

/** A text field of a node that Ironic hides from a login which may see the rest. */
export type HiddenField = 'last_error' | 'reservation'

const HIDEABLE: readonly HiddenField[] = ['last_error', 'reservation']

/** Which fields of a node are hidden; nothing is known of what they hold. `{}` when none is. */
export function hiddenFields(node: Readonly<Partial<Record<HiddenField, string | null>>>): {
  readonly hidden?: readonly HiddenField[]
} {
  const hidden = HIDEABLE.filter((field) => isHidden(node[field]))
  return hidden.length === 0 ? {} : { hidden }
}

/** What a field holds as far as that is known: `null` when it is hidden, as when it is empty. */
export function unlessHidden(text: string | null): string | null {
  return isHidden(text) ? null : text
}
