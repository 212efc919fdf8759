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
