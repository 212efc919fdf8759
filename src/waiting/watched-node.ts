import type { ApiFeatures } from '../client/api-features.js'
import { nodeFieldSince, type Node, type NodeField, type NodeWith } from '../client/schemas/node-schema.js'

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

const LATER = ['fault', 'deploy_step', 'service_step', 'protected'] as const satisfies readonly NodeField[]

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

/** The step that is being done, whichever kind of work it belongs to. */
export function currentStep(node: WatchedNode): string | undefined {
  for (const step of [node.deploy_step, node.clean_step, node.service_step]) {
    const { interface: where, step: what } = (step ?? {}) as { interface?: unknown; step?: unknown }
    if (typeof where === 'string' && typeof what === 'string') return `${where}.${what}`
  }
  return undefined
}
