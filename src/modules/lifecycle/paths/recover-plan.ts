import { unlessHidden } from '../../../states/hidden-values.js'
import { provisionStateFacts } from '../../../states/provision-states.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import type { RecoverOptions } from './path-input.js'

/** The verb that leads out of a failure. */
export type RecoverVerb = 'manage' | 'unrescue' | 'abort' | 'rebuild' | 'deleted'

/** What gets a node out of a failure: a verb, the end of what is under way, or nothing, since it has not failed. */
export type RecoverWay = RecoverVerb | 'wait' | 'nothing'

export function recoverWay(
  { provision_state: state, last_error }: WatchedNode,
  instance: NonNullable<RecoverOptions['instance']>,
): RecoverWay {
  switch (state) {
    case 'clean failed':
    case 'inspect failed':
    case 'adopt failed':
      return 'manage'
    case 'enroll':
      return unlessHidden(last_error) === null ? 'nothing' : 'manage'
    case 'rescue failed':
    case 'unrescue failed':
      return 'unrescue'
    case 'service failed':
      return 'abort'
    case 'deploy failed':
      return instance === 'keep' ? 'rebuild' : 'deleted'
    case 'error':
      return 'deleted'
    default: {
      const phase = provisionStateFacts(state)?.phase
      return phase === 'busy' || phase === 'wait' ? 'wait' : 'nothing'
    }
  }
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
