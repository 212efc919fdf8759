import { fetchConnections } from './fetch-connections.js'
import type { ConnectionSettings } from './connections.js'
import type { Connections } from './open-reply.js'

/** Where a header of its own would need the server's permission, a page sends that of the browser. */
export function createConnections(__: ConnectionSettings): Connections {
  return fetchConnections(['user-agent'])
}
