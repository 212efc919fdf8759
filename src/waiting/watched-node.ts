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
 * `owner` and `lessee` are for the server: many of them can tell that a node is the caller's own only when these are
 * asked for too, and hide `last_error` and `reservation` otherwise.
 */
const LATER = [
  'fault',
  'deploy_step',
  'service_step',
  'console_enabled',
  'protected',
  'owner',
  'lessee',
] as const satisfies readonly NodeField[]

/**
 * What is read of a node to see where it is: small, and enough for every wait and every decision. The fields that
 * are optional came with a later microversion, or are read only when asked for.
 */
export type WatchedNode = NodeWith<(typeof ALWAYS)[number]> &
  Partial<Pick<Node, (typeof LATER)[number] | 'instance_info' | 'instance_name'>>

/** The fields to ask this server for: the watched ones and `also`, without those that it is too old for. */
export function watchedFields(features: ApiFeatures, also: readonly NodeField[] = []): readonly NodeField[] {
  const wanted = new Set<NodeField>([...ALWAYS, ...LATER, ...also])
  return [...wanted].filter((field) => {
    const since = nodeFieldSince(field)
    return since === undefined || features.isAtLeast(since)
  })
}

/** The step that is being done, or that failed, such as `deploy.write_image`. */
export function currentStep(node: WatchedNode): string | undefined {
  const { interface: where, step: what } = stepOf(node) ?? {}
  return typeof where === 'string' && typeof what === 'string' ? `${where}.${what}` : undefined
}
