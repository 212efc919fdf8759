import { type ResultAsync, err, ok, type Result } from 'neverthrow'
import type { BulkError } from '../../operations/bulk-run.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { type EnrollAllReport, enrollMany, type EnrollOptions, type EnrollAllOptions } from './enroll-all.js'
import { type EnrolledNode, enrollNode } from './enroll-node.js'
import type { EnrollError } from './machine/enroll-errors.js'
import type { Enrollment, NodeToEnroll } from './machine/machine-to-enroll.js'
import { checkedInput } from '../../operations/checked-input.js'
import { runOperation } from '../../operations/run-operation.js'
import { enrollAllOptions, enrollment, enrollOptions, nodeToEnroll } from './enroll-input.js'
import { askedMachines, fieldsToCompare } from './machine/known-machines.js'
import { wantedMachine } from './machine/wanted-machine.js'

/** Enrolls nodes in Ironic. */
export interface LifecycleEnrollment {
  /**
   * Enrolls a node with its ports, port groups and traits. Checks the input and the microversions that it needs before
   * it creates anything. A new node takes one request for its name, one for the node, two for each port, one for each
   * port group and one for all traits.
   *
   * Safe to repeat, also from another process after this one was killed: it finds the node by its UUID, its name or one
   * of its addresses. It adds missing ports, port groups and traits, and changes or removes nothing that exists; see
   * `differences` for where the node differs from the request. Secrets are not compared, because Ironic does not show
   * them. After a failure or an abort, it removes what it created, unless another client uses it by then.
   *
   * @param node - the node, with Ironic's own field names
   * @fails identity_conflict when its UUID, its name and its addresses belong to different nodes; see `holders`
   * @fails duplicate when another resource has a UUID, or the name of a port or port group, or when a node that this
   *   login may not see has the node's name or an address
   * @fails invalid_input also when no conductor has the driver, or is in the conductor group
   * @fails rejected_request when Ironic refuses the request, such as an interface that is not enabled
   * @fails unsupported_api_version when this Ironic is too old for one of the fields
   * @fails enroll_incomplete when it failed and could not remove all that it created; see `remains`
   * @see openstack/ironic `ironic/api/controllers/v1/node.py` (post) and `ironic/conductor/manager.py` (create_port)
   */
  enroll(node: NodeToEnroll, options?: EnrollOptions): ResultAsync<EnrolledNode, EnrollError>

  /**
   * Enrolls many nodes, at most `concurrency` at once, and reports every outcome. It creates chassis first, then the
   * nodes in them, then the others, and a child node after its `parent_node`. A failure does not stop the others unless
   * the options say so. For four nodes or more, it looks up what exists in one list of all nodes and one of all ports.
   * Safe to repeat, as `enroll` is. It finds a chassis by its UUID, or without one by its description; a chassis stays
   * when its nodes fail.
   *
   * @param machines - the nodes, or the result of `parseEnrollment`
   * @fails invalid_input with the path of an invalid or repeated value, before anything is created
   */
  enrollAll(
    machines: readonly NodeToEnroll[] | Enrollment,
    options?: EnrollAllOptions,
  ): ResultAsync<EnrollAllReport, BulkError>
}

const DEADLINE_MS = 120_000

export function createLifecycleEnrollment(context: ModuleContext): LifecycleEnrollment {
  return {
    enroll: (node, options = {}) =>
      runOperation(
        context,
        { operation: 'lifecycle.enroll', deadlineMs: DEADLINE_MS },
        checkedInput(nodeToEnroll, node, 'node'),
        checkedInput(enrollOptions, options, 'options'),
        async (given, { deadlineAt, signal }): Promise<Result<EnrolledNode, EnrollError>> => {
          const machine = wantedMachine(given)
          const fields = await fieldsToCompare(context, [machine], { signal })
          if (fields.isErr()) return err(fields.error)
          const known = askedMachines(context, fields.value, { signal })
          return enrollNode(context, machine, { known, fields: fields.value, deadlineAt, signal })
        },
      ),

    enrollAll: (machines, options = {}) =>
      runOperation(
        context,
        { operation: 'lifecycle.enrollAll' },
        checkedInput(enrollment, Array.isArray(machines) ? { nodes: machines } : machines),
        checkedInput(enrollAllOptions, options, 'options'),
        async (given, { deadlineMs = DEADLINE_MS, ...rest }) =>
          ok(await enrollMany(context, given, { ...rest, deadlineMs })),
      ),
  }
}
