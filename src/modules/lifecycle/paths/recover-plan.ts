import { unlessHidden } from '../../../states/hidden-values.js'
import { provisionStateFacts, type RecoverVerb } from '../../../states/provision-states.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import type { RecoverOptions } from './path-input.js'

/** How to recover a node: by a verb, by waiting for work under way, or not at all when it has not failed. */
export type RecoverWay = RecoverVerb | 'wait' | 'nothing'

export function recoverWay(
  { provision_state, last_error }: WatchedNode,
  instance: NonNullable<RecoverOptions['instance']>,
): RecoverWay {
  const { phase, recovery } = provisionStateFacts(provision_state) ?? {}
  if (phase === 'busy' || phase === 'wait') return 'wait'
  if (recovery === undefined) return 'nothing'
  if (recovery.ifError === true && unlessHidden(last_error) === null) return 'nothing'
  return instance === 'keep' ? recovery.verb : (recovery.destroying ?? recovery.verb)
}

/** Ironic accepts `manage` in maintenance, but not a verb that boots the node. */
export function endsMaintenanceFirst(way: RecoverWay): boolean {
  return way !== 'manage'
}

/**
 * Returns whether the failed deployment was a rebuild that was to preserve the ephemeral partition. The next deployment
 * must ask for the same, or it erases the partition.
 *
 * @see openstack/ironic `ironic/drivers/modules/deploy_utils.py` (parse_instance_info)
 */
export function preservesEphemeral({ instance_info }: WatchedNode): boolean {
  const asked = instance_info?.['preserve_ephemeral']
  return asked === true || (typeof asked === 'string' && /^(?:true|t|yes|y|on|1)$/i.test(asked))
}

/**
 * The faults for which Ironic puts a node into maintenance until an operator ends it. Ironic ends the maintenance of a
 * `power failure` itself.
 *
 * @see openstack/ironic `ironic/common/faults.py`
 */
const FAULTS_OF_STEPS: readonly string[] = ['clean failure', 'service failure', 'rescue abort failure']

/**
 * Returns who began a maintenance. Ironic writes the failure as the reason, but keeps the reason of an operator who
 * came first. `unsure` when only the node's history shows it.
 */
export function maintenanceOf(node: WatchedNode): 'none' | 'ironic' | 'operator' | 'unsure' {
  const { maintenance, maintenance_reason: reason, fault, last_error } = node
  if (!maintenance) return 'none'
  if (typeof fault !== 'string' || !FAULTS_OF_STEPS.includes(fault)) return 'operator'
  return reason === null || reason === last_error ? 'ironic' : 'unsure'
}
