import type { FreeForm } from '../../client/collections/field-schemas.js'
import { provisionStateFacts } from '../../states/provision-states.js'
import { isAmong, PROVISION_VERBS } from '../../states/provision-verbs.js'
import type { WatchedNode } from '../../waiting/watched-node.js'

/** The key in which Ironic records the port of a serial console that it started, unless `driver_info` names one. */
const PORT_OF_STARTED = 'allocated_ipmi_terminal_port'

/** A key that every deployment and tear-down leaves in `driver_internal_info`, possibly as `null`. */
const LEFT_BY_DEPLOYMENT = 'deploy_steps'

/**
 * Whether a console may be stopped although Ironic shows it as on. A tear-down stops the console but keeps
 * `console_enabled`, and only the end of the next deployment starts it again. A recorded port proves that the console
 * was started since; a node that was deployed before and has a fixed port gives no proof.
 *
 * @see openstack/ironic `ironic/conductor/manager.py` (_do_node_tear_down) and `ironic/conductor/deployments.py`
 * (_start_console_in_deploy)
 */
export function wasStopped({
  provision_state: state,
  driver_internal_info: notes,
}: WatchedNode & { readonly driver_internal_info?: FreeForm }): boolean {
  const facts = provisionStateFacts(state)
  const isInTearDown = isAmong(PROVISION_VERBS.deleted.failures, state) || facts?.occupied === false
  if (!isInTearDown || typeof notes?.[PORT_OF_STARTED] === 'number') return false
  return notes === undefined || LEFT_BY_DEPLOYMENT in notes
}
