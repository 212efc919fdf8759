import { isList, isObject, type JsonObject, type JsonValue } from '../comparison/json-value.js'
import { normaliseJson, normaliseText } from '../comparison/normalise-json.js'
import type { PlainReply } from './asked-ironic.js'
import type { AskOptions } from './conversation.js'
import type { RunNames } from './run-names.js'

/** The compared parts of a reply, without anything that belongs to one run. */
export interface ComparedReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly location: string | undefined
  /** Parsed if it is JSON, and so is the JSON inside Ironic's faults. */
  readonly body: JsonValue
}

const comparedHeaders = [
  'content-type',
  'allow',
  'vary',
  'www-authenticate',
  'x-openstack-ironic-api-version',
  'x-openstack-ironic-api-minimum-version',
  'x-openstack-ironic-api-maximum-version',
  'openstack-api-version',
  'openstack-request-id',
  'x-openstack-request-id',
]

export function comparedReply(
  { status, headers, body }: PlainReply,
  url: string,
  names: RunNames,
  { oursOnly = false, shown }: Pick<AskOptions, 'oursOnly' | 'shown'>,
): ComparedReply {
  const known = [[url, '<url>'] as const, ...names.known]
  const kept = comparedHeaders.flatMap((name) => {
    const value = headers[name]
    return value === undefined ? [] : [[name, normaliseText(value, known)] as const]
  })
  const said = unpacked(body)
  const ours = oursOnly && isObject(said) ? onlyOurs(said, names) : said
  return {
    status,
    headers: Object.fromEntries(kept),
    location: headers['location'] === undefined ? undefined : normaliseText(headers['location'], known),
    body: normaliseJson(shown === undefined || status >= 400 ? ours : onlyShown(ours, shown), known),
  }
}

function unpacked(text: string): JsonValue {
  const body = parsed(text)
  const packed = isObject(body) ? body['error_message'] : undefined
  return typeof packed === 'string' ? { error_message: withoutSchema(parsed(packed)) } : body
}

/** Ironic prints these in the random order of its sets. */
const sets = [
  /^(Field\(s\) ")(.*)(" are not valid)$/,
  /^(Unexpected arguments: )(.*)()$/,
  /^(Could not find the following interface .* Valid interfaces are \[)(.*)(\]\.)$/,
  /^(.* any connectivity attributes \()(.*?)(\) updated .*)$/,
]

const setsInOrder = (text: string): string =>
  sets.reduce(
    (rest, pattern) =>
      rest.replace(pattern, (_whole, before: string, items: string, after: string) =>
        [before, items.split(', ').sort().join(', '), after].join(''),
      ),
    text,
  )

/** After the error, Python prints the schema, or the database prints the refused statement. */
function withoutSchema(fault: JsonValue): JsonValue {
  const text = isObject(fault) ? fault['faultstring'] : undefined
  if (!isObject(fault) || typeof text !== 'string') return fault
  return { ...fault, faultstring: setsInOrder(text.replace(/(?:\n\nFailed validating |\n\[SQL: )[^]*$/, '')) }
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return text
  }
}

function onlyShown(body: JsonValue, shown: readonly string[]): JsonValue {
  if (!isObject(body)) return body
  const lists = Object.values(body).some(
    (value) => isList(value) && value.every(isObject) && value.length > 0,
  )
  if (!lists || 'links' in body)
    return Object.fromEntries(Object.entries(body).filter(([key]) => shown.includes(key)))
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      key,
      isList(value) ? value.map((item) => onlyShown(item, shown)) : value,
    ]),
  )
}

function onlyOurs(body: JsonObject, names: RunNames): JsonObject {
  const lists = Object.entries(body).filter(([key]) => key !== 'next')
  return Object.fromEntries(
    lists.map(([key, value]) => [
      key,
      isList(value) ? value.filter((item) => names.isSpokenOfIn(JSON.stringify(item))) : value,
    ]),
  )
}
