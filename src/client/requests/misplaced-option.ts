import { unknownOption, type UnknownOption } from '../../errors/unknown-option.js'

/** Options of others, and where they belong. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  ...forEach(
    ['endpoint', 'auth', 'tls', 'proxy', 'maxReplyBytes'],
    (name) =>
      `is an option of the transport; pass \`transport: createKyTransport({ ${name === 'endpoint' ? name : `endpoint, ${name}`} })\`, or create the driver with \`connect\``,
  ),
  ...forEach(
    ['url', 'baseUrl', 'baseURL', 'host'],
    () => 'is unknown here; pass `transport: createKyTransport({ endpoint })` with the URL of Ironic',
  ),
  ...forEach(
    ['cloud', 'keystone', 'env', 'region', 'interface', 'configFile'],
    (name) => `is an option of \`connect\`; create the driver with \`await connect({ ${name} })\``,
  ),
  value: 'is unknown here; if you passed the Result of `connect`, its `value` is the driver',
  timeoutMs: 'is unknown here; pass `requestTimeoutMs`, the time limit of each attempt',
}

/** Returns the first of the passed options that a client or driver does not have, and where it belongs. */
export function misplacedOption(given: object, known: readonly string[]): UnknownOption | undefined {
  const unknown = unknownOption(given, known)
  if (unknown === undefined) return undefined
  return Object.hasOwn(ELSEWHERE, unknown.name)
    ? { name: unknown.name, problem: ELSEWHERE[unknown.name] ?? unknown.problem }
    : unknown
}

function forEach(names: readonly string[], sentence: (name: string) => string): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, sentence(name)]))
}
