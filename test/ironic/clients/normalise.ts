import type { JsonValue } from '../../contract/comparison/json-value.js'
import { normaliseJson } from '../../contract/comparison/normalise-json.js'
import type { ClientSession } from './client-session.js'

/** Returns the output of one client without what belongs to its run only. */
export function normalise(value: JsonValue, session: ClientSession): JsonValue {
  const names = [...session.names].map(([name, id]) => [id, name] as const)
  return normaliseJson(value, [
    [session.url, '<url>'],
    ...names,
    [session.run, '<run>'],
    [session.RUN, '<RUN>'],
    [session.mac, '<mac>'],
  ])
}
