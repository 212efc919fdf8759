import { isList, isObject, type JsonObject, type JsonValue } from '../comparison/json-value.js'
import { normaliseJson, normaliseText } from '../comparison/normalise-json.js'
import type { PlainReply } from './asked-ironic.js'
import type { RunNames } from './run-names.js'

/** What is compared of a reply, without anything that belongs to one run only. */
export interface ComparedReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly location: string | undefined
  /** As JSON where it is JSON, and so is what Ironic packs into its faults. */
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
  oursOnly: boolean,
): ComparedReply {
  const known = [[url, '<url>'] as const, ...names.known]
  const kept = comparedHeaders.flatMap((name) => {
    const value = headers[name]
    return value === undefined ? [] : [[name, normaliseText(value, known)] as const]
  })
  const said = unpacked(body)
  return {
    status,
    headers: Object.fromEntries(kept),
    location: headers['location'] === undefined ? undefined : normaliseText(headers['location'], known),
    body: normaliseJson(oursOnly && isObject(said) ? onlyOurs(said, names) : said, known),
  }
}

function unpacked(text: string): JsonValue {
  const body = parsed(text)
  const packed = isObject(body) ? body['error_message'] : undefined
  return typeof packed === 'string' ? { error_message: withoutSchema(parsed(packed)) } : body
}

/** Ironic prints these as its sets happen to be ordered. */
const sets = [
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

/** Behind what is wrong, Python prints the schema that says so. */
function withoutSchema(fault: JsonValue): JsonValue {
  const text = isObject(fault) ? fault['faultstring'] : undefined
  if (!isObject(fault) || typeof text !== 'string') return fault
  return { ...fault, faultstring: setsInOrder(text.replace(/\n\nFailed validating [^]*$/, '')) }
}

function parsed(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch {
    return text
  }
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
