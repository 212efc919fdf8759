import type { WatchedNode } from '../../src/waiting/watched-node.js'

/** Returns a node for a watch, by default at rest and without an instance. */
export function watchedNode(provision_state: string, fields: Partial<WatchedNode> = {}): WatchedNode {
  return {
    uuid: 'n1',
    name: 'metal-1',
    instance_uuid: null,
    provision_state,
    target_provision_state: null,
    provision_updated_at: '2026-01-01T00:00:00Z',
    power_state: 'power on',
    target_power_state: null,
    reservation: null,
    last_error: null,
    maintenance: false,
    maintenance_reason: null,
    clean_step: {},
    ...fields,
  }
}
