/** What lists are asked with; no secret stands there. */
const PLAIN = new Set([
  'fields',
  'limit',
  'marker',
  'sort_key',
  'sort_dir',
  'detail',
  'instance_uuid',
  'node',
])

/** A path for people: of the values in its query, which may be anything a caller sent, only those of lists. */
export function shownPath(path: string): string {
  const [route = '', ...rest] = path.split('?')
  if (rest.length === 0) return path
  const query = rest
    .join('?')
    .split('&')
    .map((pair) => {
      const [name = ''] = pair.split('=', 1)
      return PLAIN.has(name) || !pair.includes('=') ? pair : `${name}=***`
    })
  return `${route}?${query.join('&')}`
}
