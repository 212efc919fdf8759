/** Query parameters of lists, which hold no secret. */
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

/** Returns a path that is safe to show: masks the query values, except those of list parameters. */
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
