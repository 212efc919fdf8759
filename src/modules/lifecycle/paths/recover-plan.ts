import { unlessHidden } from '../../../states/hidden-values.js'
import { provisionStateFacts, type RecoverVerb } from '../../../states/provision-states.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import type { RecoverOptions } from './path-input.js'

/** What gets a node out of a failure: a verb, the end of what is under way, or nothing, since it has not failed. */
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

/** Ironic takes a verb that boots the machine only out of maintenance; `manage` it takes at all times. */
export function endsMaintenanceFirst(way: RecoverWay): boolean {
  return way !== 'manage'
}

/**
 * Whether the deployment that failed was a rebuild that was to keep the ephemeral partition: without this the next one
 * erases it.
 *
 * @see openstack/ironic `ironic/drivers/modules/deploy_utils.py` (parse_instance_info)
 */
export function preservesEphemeral({ instance_info }: WatchedNode): boolean {
  const asked = instance_info?.['preserve_ephemeral']
  return asked === true || (typeof asked === 'string' && /^(?:true|t|yes|y|on|1)$/i.test(asked))
}

/**
 * What Ironic calls the failures for which it puts a node into maintenance until somebody has looked at it. The
 * maintenance of a `power failure` it ends by itself.
 *
 * @see openstack/ironic `ironic/common/faults.py`
 */
const FAULTS_OF_STEPS: readonly string[] = ['clean failure', 'service failure', 'rescue abort failure']

/**
 * Whose a maintenance is, as far as the node tells: Ironic writes what failed as the reason, and leaves the reason of
 * an operator who was there first. `unsure` when only the history of the node can tell.
 */
export function maintenanceOf(node: WatchedNode): 'none' | 'ironic' | 'operator' | 'unsure' {
  const { maintenance, maintenance_reason: reason, fault, last_error } = node
  if (!maintenance) return 'none'
  if (typeof fault !== 'string' || !FAULTS_OF_STEPS.includes(fault)) return 'operator'
  return reason === null || reason === last_error ? 'ironic' : 'unsure'
}
