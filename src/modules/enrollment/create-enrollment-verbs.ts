import { err, ok, type Result } from 'neverthrow'
import { checkedInput } from '../../operations/checked-input.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { runOperation } from '../../operations/run-operation.js'
import { enrollMany } from './enroll-all.js'
import { enrollAllOptions, enrollment, enrollOptions, nodeToEnroll } from './enroll-input.js'
import { enrollNode, type EnrolledNode } from './enroll-node.js'
import type { LifecycleEnrollment } from './enrollment-verbs.js'
import type { EnrollError } from './machine/enroll-errors.js'
import { askedMachines, fieldsToCompare } from './machine/known-machines.js'
import { wantedMachine } from './machine/wanted-machine.js'

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
