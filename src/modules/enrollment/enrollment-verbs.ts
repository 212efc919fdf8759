import type { ResultAsync } from 'neverthrow'
import type { BulkOptions, BulkError } from '../../operations/bulk-run.js'
import type { AskOptions } from '../../operations/module-context.js'
import type { EnrollAllOutcome, EnrollAllReport } from './enroll-all.js'
import type { EnrolledNode } from './enroll-node.js'
import type { EnrollError } from './machine/enroll-errors.js'
import type { Enrollment, NodeToEnroll } from './machine/machine-to-enroll.js'

export interface EnrollOptions extends AskOptions {
  /** How long locks, outages and lost answers are waited out, in milliseconds. Default: 2 minutes. */
  readonly deadlineMs?: number | undefined
}

/** The deadline is for each machine; the lists that all are looked up in do not count. */
export interface EnrollAllOptions extends EnrollOptions, BulkOptions {
  /** Called when it is known what became of one machine. */
  readonly onOutcome?: ((outcome: EnrollAllOutcome) => void) | undefined
}

/** Makes machines known to Ironic. */
export interface LifecycleEnrollment {
  /**
   * Makes a machine known to Ironic, with its ports, port groups and traits. All that was passed, and the microversions
   * that it needs, is checked before anything is made. For a new machine one request for its name, one for the node, two
   * for each port, one for each port group and one for all traits.
   *
   * Safe to repeat, also from another process after this one was killed: the machine is found by its UUID, its name or
   * one of its addresses. What it lacks (ports, port groups, traits) is added, and nothing that is there is changed or
   * removed; `differences` tells where it is not as it was asked for. Secrets cannot be compared, since Ironic shows
   * none. A failure, or an abort, removes again what this call has made, unless somebody else works with it by then.
   *
   * @param node - the machine, with Ironic's own field names
   * @fails identity_conflict when its UUID, its name and its addresses belong to different nodes, with these
   * @fails duplicate when a UUID, or the name of a port or port group, is taken by something else, or the name or an
   *   address of the machine by a node that this login may not see
   * @fails invalid_input also when no conductor has the driver, or is in the conductor group
   * @fails rejected_request when Ironic does not take what was asked for, such as an interface that is not enabled
   * @fails unsupported_api_version when this Ironic is too old for one of the fields
   * @fails enroll_incomplete when it failed and something that was made could not be removed, with what remains
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (post) and `ironic/conductor/manager.py` (create_port)
   */
  enroll(node: NodeToEnroll, options?: EnrollOptions): ResultAsync<EnrolledNode, EnrollError>

  /**
   * Makes many machines known to Ironic, so many at once, and tells what became of each; those in a chassis come first,
   * and the chassis before them; a machine whose `parent_node` is among them is begun after that one. One that fails stops
   * no other unless that is asked for. What is there already is looked up for four and more in a list of all nodes and
   * one of all ports. Safe to repeat, as `enroll` is; a chassis is found by its UUID, or where it has none by its
   * description, and stays where its machines fail.
   *
   * @param machines - the machines, or what `parseEnrollment` has read from files
   * @fails invalid_input with the path of what is wrong or is there twice; none is begun then
   */
  enrollAll(
    machines: readonly NodeToEnroll[] | Enrollment,
    options?: EnrollAllOptions,
  ): ResultAsync<EnrollAllReport, BulkError>
}
