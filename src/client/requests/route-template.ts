/** The parts of a path after its first parameter that are not parameters themselves. */
const WORDS: ReadonlySet<string> = new Set([
  'allocation',
  'bios',
  'boot_device',
  'boot_mode',
  'children',
  'connectors',
  'console',
  'detail',
  'firmware',
  'history',
  'indicators',
  'inject_nmi',
  'inventory',
  'logical_disk_properties',
  'maintenance',
  'management',
  'methods',
  'portgroups',
  'ports',
  'power',
  'properties',
  'provision',
  'raid',
  'secure_boot',
  'states',
  'supported',
  'targets',
  'traits',
  'validate',
  'vendor_passthru',
  'vifs',
  'vmedia',
  'volume',
])

/** The names of parameters after these words, where it is not simply the word's singular. */
const PARAMETERS: Readonly<Record<string, string>> = {
  bios: 'setting',
  chassis: 'chassis',
  history: 'event',
  indicators: 'component',
  '{component}': 'indicator',
}

/**
 * Returns the route of a request with its parameters in braces, such as `/v1/nodes/{node}/vifs/{vif}`. It has so few
 * values that it can be a label of a metric.
 */
export function routeTemplate(path: readonly string[]): string {
  const member = path[0] === 'volume' ? 2 : 1
  const parts: string[] = []
  for (const [index, segment] of path.entries()) {
    const isWord = index < member || (index === member ? segment === 'detail' : WORDS.has(segment))
    parts.push(isWord ? segment : `{${parameterAfter(parts.at(-1) ?? '')}}`)
  }
  return `/v1/${parts.join('/')}`
}

function parameterAfter(word: string): string {
  return PARAMETERS[word] ?? word.replace(/s$/, '')
}
