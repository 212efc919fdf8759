import { redactText } from '../../errors/redaction.js'
import { pageText } from './page-text.js'

/** The text of an error reply. */
export interface ReadFault {
  /** The text without secrets, shortened; `''` when the body has none. */
  readonly text: string
  /** True when one of Ironic's handlers wrote it, rather than its routing or a proxy in front of it. */
  readonly byHandler: boolean
}

const LONGEST_TEXT = 2_000
/** Much of a page is markup. */
const LONGEST_PAGE = 2 * LONGEST_TEXT

/** Deeper than any known form; a body may be nested without limit. */
const DEEPEST = 8

/**
 * Reads the text of an error reply in any of its forms: a JSON string or object under `error_message` (handlers and
 * routing), a flat fault (limits of the body), `error` (Keystone and basic authentication), or a proxy's own text,
 * including HTML.
 *
 * @see openstack/ironic `ironic/api/middleware/parsable_error.py`, `json_depth.py` and `ironic/common/auth_basic.py`
 */
export function readFault(body: string): ReadFault {
  const found = textOf(parseJson(body), DEEPEST)
  const text = found?.text ?? pageText(redactText(body), LONGEST_PAGE)
  return {
    text: redactText(text).slice(0, LONGEST_TEXT).trim(),
    byHandler: found?.field === 'faultstring',
  }
}

interface FoundText {
  readonly text: string
  readonly field?: string
}

function textOf(value: unknown, depth: number): FoundText | undefined {
  if (depth === 0) return undefined
  if (typeof value === 'string') {
    const inner = parseJson(value)
    const found = typeof inner === 'object' ? textOf(inner, depth - 1) : undefined
    return found ?? { text: pageText(redactText(value), LONGEST_PAGE) }
  }
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Record<string, unknown>
  for (const field of ['faultstring', 'description', 'message', 'title']) {
    const text = fields[field]
    if (typeof text === 'string' && text !== '') return { text, field }
  }
  return textOf(fields['error_message'] ?? fields['error'], depth - 1)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
