import { redactText } from '../../errors/redaction.js'
import { pageText } from './page-text.js'

/** What an error reply says. */
export interface ReadFault {
  /** For people, secrets removed, of a bearable length; `''` when the body says nothing. */
  readonly text: string
  /** Whether one of Ironic's handlers said it: not its routing, and nothing that stands before it. */
  readonly byHandler: boolean
}

const LONGEST_TEXT = 2_000
/** Of a page, much is markup. */
const LONGEST_PAGE = 2 * LONGEST_TEXT

/** Deeper than any of the forms; a body may nest as deep as it likes. */
const DEEPEST = 8

/**
 * The text in the body of an error reply, in whichever of the forms it comes: a JSON string or an object under
 * `error_message` (handlers and routing), a flat fault (limits of the body), `error` (Keystone and basic
 * authentication), or what a proxy wrote, HTML included.
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
