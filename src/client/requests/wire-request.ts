import { err, ok, type Result } from 'neverthrow'
import { BROKEN_TEXT, brokenTextAt } from '../../errors/broken-text.js'
import { InvalidInputError } from '../../errors/invalid-input-error.js'
import type { AnyRequest } from './api-request.js'
import { isPatch } from './json-patch.js'
import { apiPath, queryString } from './query.js'

/** A request as text, independent of the microversion. */
export interface WireText {
  readonly path: string
  readonly body: string | undefined
}

/** Serializes a request, or says which part of it cannot be serialized. */
export function wireText(request: AnyRequest): Result<WireText, InvalidInputError> {
  const path = apiPath(request.path)
  if (path.isErr())
    return refuse(
      request.path[path.error] === request.node ? 'node' : (request.path[path.error - 1] ?? 'path'),
      'is empty or not a name; pass a UUID or a name',
    )
  const query = encoded(() => queryString(request.query))
  if (query === undefined) return refuse('query', 'contains half of a surrogate pair; pass well-formed text')
  if (request.body === undefined) return ok({ path: path.value + query, body: undefined })
  const body = encoded(() => JSON.stringify(request.body))
  if (body === undefined)
    return refuse(
      'body',
      'cannot be serialized as JSON; pass plain values without BigInt or circular references',
    )
  const broken = brokenField(body)
  return broken === undefined ? ok({ path: path.value + query, body }) : refuse(broken, BROKEN_TEXT)
}

/** `JSON.stringify` writes half of a surrogate pair as an escape, so the text shows whether to search for it. */
function brokenField(body: string): string | undefined {
  if (!/\\ud[89a-f]/.test(body)) return undefined
  const sent: unknown = JSON.parse(body)
  const at = brokenTextAt(sent)
  if (at === undefined) return undefined
  const [index = '', ...inside] = at
  const change = isPatch(sent) ? sent[Number(index)] : undefined
  const path = change === undefined ? at : [`patch: ${change.path}`, ...inside.slice(1)]
  return path.join('.') || 'body'
}

function encoded(write: () => string): string | undefined {
  try {
    return write()
  } catch {
    return undefined
  }
}

function refuse(field: string, problem: string): Result<never, InvalidInputError> {
  return err(new InvalidInputError(field, problem))
}
