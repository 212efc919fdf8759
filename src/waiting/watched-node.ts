import {
  nodeFieldSince,
  type Node,
  type NodeField,
  type NodeWith,
} from '../client/resources/node/node-schema.js'
import type { ApiFeatures } from '../client/versions/api-features.js'
import { stepOf } from '../states/observed-node.js'

const ALWAYS = [
  'uuid',
  'name',
  'instance_uuid',
  'provision_state',
  'target_provision_state',
  'provision_updated_at',
  'power_state',
  'target_power_state',
  'reservation',
  'last_error',
  'maintenance',
  'maintenance_reason',
  'clean_step',
] as const satisfies readonly NodeField[]

/**
 * `owner` and `lessee` are read for the server's sake: many servers recognize a caller's own node only when these
 * fields are requested, and otherwise hide `last_error` and `reservation`. `driver` and `deploy_interface` select the
 * earlier waits to learn from.
 */
const LATER = [
  'fault',
  'deploy_step',
  'service_step',
  'console_enabled',
  'protected',
  'owner',
  'lessee',
  'driver',
  'deploy_interface',
] as const satisfies readonly NodeField[]

/**
 * The fields that are read of a node in a wait: few, but enough for every decision. The optional fields came with a
 * later microversion, or are read only on request.
 */
export type WatchedNode = NodeWith<(typeof ALWAYS)[number]> &
  Partial<Pick<Node, (typeof LATER)[number] | 'instance_info' | 'instance_name'>>

/**
 * Returns the fields to request from this server: the watched ones and `also`, without those that it is too old for.
 */
export function watchedFields(features: ApiFeatures, also: readonly NodeField[] = []): readonly NodeField[] {
  const wanted = new Set<NodeField>([...ALWAYS, ...LATER, ...also])
  return [...wanted].filter((field) => {
    const since = nodeFieldSince(field)
    return since === undefined || features.isAtLeast(since)
  })
}

/** Returns the step in progress or failed, such as `deploy.write_image`. */
export function currentStep(node: WatchedNode): string | undefined {
  const { interface: where, step: what } = stepOf(node) ?? {}
  return typeof where === 'string' && typeof what === 'string' ? `${where}.${what}` : undefined
}
