import type { ApiFeatures } from '../versions/api-features.js'

/**
 * Returns the path to send for a path with its query. Below microversion 1.91, Ironic removes `.json` from the end of
 * a path and looks for the rest first: `web` for a node named `web.json`. It removes it once, so a second `.json` is
 * appended.
 *
 * A server that finds no `web.json` then looks for `web.json.json`: such a reply is refused, since it is about
 * another node.
 *
 * @see openstack/ironic `ironic/api/middleware/json_ext.py` and `ironic/api/controllers/v1/utils.py`
 * (_get_with_suffix)
 */
export function keepDotJson(path: string, features: Pick<ApiFeatures, 'isAtLeast'>): string {
  const end = path.indexOf('?')
  const [segments, query] = end === -1 ? [path, ''] : [path.slice(0, end), path.slice(end)]
  return segments.endsWith('.json') && !features.isAtLeast('1.91') ? `${segments}.json${query}` : path
}
