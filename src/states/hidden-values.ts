/**
 * Returns whether a value is the placeholder that Ironic shows when the caller may not see a field, whatever the
 * field holds: a fixed sentence, or an object with that sentence as its `content`.
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

/** A text field that Ironic may hide from a caller who can see the rest of the node. */
export type HiddenField = 'last_error' | 'reservation'

const HIDEABLE: readonly HiddenField[] = ['last_error', 'reservation']

/** Returns which fields of a node are hidden, so that their values are unknown. `{}` when there are none. */
export function hiddenFields(node: Readonly<Partial<Record<HiddenField, string | null>>>): {
  readonly hidden?: readonly HiddenField[]
} {
  const hidden = HIDEABLE.filter((field) => isHidden(node[field]))
  return hidden.length === 0 ? {} : { hidden }
}

/** Returns the text of a field, or `null` when it is empty or hidden. */
export function unlessHidden(text: string | null): string | null {
  return isHidden(text) ? null : text
}
