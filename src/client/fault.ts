import { redactText } from '../errors/redaction.js'

/**
 * The text in the body of an error reply, in whichever of the forms it comes: a JSON string or an object under
 * `error_message` (handlers and routing), a flat fault (limits of the body), `error` (Keystone and basic
 * authentication), or what a proxy wrote, HTML included.
 *
 * @see openstack/ironic `ironic/api/middleware/parsable_error.py`, `json_depth.py` and `ironic/common/auth_basic.py`
 */
export function faultText(body: string): string {
  const text = textOf(parseJson(body)) ?? plainText(body)
  return redactText(text).slice(0, 2_000).trim()
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const inner = parseJson(value)
    return (typeof inner === 'object' ? textOf(inner) : undefined) ?? plainText(value)
  }
  if (typeof value !== 'object' || value === null) return undefined
  const fields = value as Record<string, unknown>
  for (const name of ['faultstring', 'description', 'message', 'title'])
    if (typeof fields[name] === 'string' && fields[name] !== '') return fields[name]
  return textOf(fields['error_message'] ?? fields['error'])
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** What a person would read of a page: its title when it has one, else its text. */
function plainText(body: string): string {
  const start = body.slice(0, 20_000)
  if (!/<\w+[^>]*>/.test(start)) return start
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(start)?.[1]
  return (title ?? start.replace(/<(script|style)[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' '))
    .replace(/\s+/g, ' ')
    .trim()
}
