import { err, ok, type Result } from 'neverthrow'
import {
  bulkReport,
  runBulk,
  type BulkOptions,
  type BulkOutcome,
  type BulkReport,
  type BulkRun,
} from '../../operations/bulk-run.js'
import type { ModuleContext, AskOptions } from '../../operations/module-context.js'
import { withDeadline } from '../../operations/run-operation.js'
import { cheaperAsList } from '../../waiting/read-plan.js'
import {
  enrollChassis,
  listedChassis,
  type EnrollChassisError,
  type EnrolledChassis,
} from './enroll-chassis.js'
import { enrollNode, type EnrolledNode } from './enroll-node.js'
import { parentsFirst, type Ordered } from './enroll-order.js'
import type { EnrollError } from './machine/enroll-errors.js'
import {
  askedMachines,
  fieldsToCompare,
  listedMachines,
  type KnownMachines,
} from './machine/known-machines.js'
import type { ChassisToEnroll, Enrollment, NodeToEnroll } from './machine/machine-to-enroll.js'
import { machineLabel, wantedMachine, type WantedMachine } from './machine/wanted-machine.js'

export interface EnrollOptions extends AskOptions {
  /** How long to retry through locks, outages and lost replies, in milliseconds. Default: 2 minutes. */
  readonly deadlineMs?: number | undefined
}

/** The deadline applies to each node; the shared lists do not count. */
export interface EnrollAllOptions extends EnrollOptions, BulkOptions {
  /** Called with the outcome of each node. */
  readonly onOutcome?: ((outcome: EnrollAllOutcome) => void) | undefined
}

/** The outcome of one node; its subject is the node's name, or else its UUID, or its first address. */
export type EnrollAllOutcome = BulkOutcome<string, EnrolledNode, EnrollError>

/** The outcome of one chassis; its subject is the chassis' UUID, or else its description. */
export type EnrollChassisOutcome = BulkOutcome<string, EnrolledChassis, EnrollChassisError>

/** The outcomes of all nodes, those in a chassis first, and of the chassis. */
export interface EnrollAllReport extends BulkReport<string, EnrolledNode, EnrollError> {
  readonly chassis: readonly EnrollChassisOutcome[]
}

/** The options of a bulk enrollment. */
export interface EnrollMany extends BulkOptions {
  /** The deadline of each node, in milliseconds. */
  readonly deadlineMs: number
  readonly signal?: AbortSignal | undefined
  readonly onOutcome?: ((outcome: EnrollAllOutcome) => void) | undefined
}

/** A machine with its chassis, or the error of that chassis. */
interface Item extends Ordered {
  readonly label: string
  readonly machine: Result<WantedMachine, EnrollChassisError>
}

/** Creates the chassis, then enrolls at most `concurrency` machines at once. A failure does not stop the others. */
export async function enrollMany(
  context: ModuleContext,
  { chassis, nodes }: Enrollment,
  { deadlineMs, onOutcome, ...options }: EnrollMany,
): Promise<EnrollAllReport> {
  const { signal } = options
  const knownChassis = listedChassis(context, { signal })
  const held = await runBulk({
    ...options,
    items: chassis ?? [],
    subjectOf: ({ uuid, description }: ChassisToEnroll) => uuid ?? description ?? '',
    work: (one) =>
      withDeadline(context, deadlineMs, { signal }, ({ deadlineAt: until, signal: bounded }) =>
        enrollChassis(context, one, knownChassis, { until, signal: bounded }),
      ),
  })
  const isStopped = options.afterFailure === 'stop' && held.failed > 0
  const items = [
    ...(chassis ?? []).flatMap((one, index) =>
      (one.nodes ?? []).map((node) => itemOf(node, held.outcomes[index])),
    ),
    ...(nodes ?? []).map((node) => itemOf(node)),
  ]
  const machines = items.flatMap(({ machine }) => (machine.isOk() ? [machine.value] : []))
  const fields = await fieldsToCompare(context, machines, { signal })
  const isMany = cheaperAsList(items.length, undefined)
  const known = fields.map((list): KnownMachines =>
    isMany ? listedMachines(context, list, { signal }) : askedMachines(context, list, { signal }),
  )
  const work = async ({ machine }: Item): Promise<Result<EnrolledNode, EnrollError>> => {
    if (machine.isErr()) return err(machine.error)
    if (fields.isErr()) return err(fields.error)
    if (known.isErr()) return err(known.error)
    // The deadline applies to each machine, not to the lists that all share.
    await known.value.ready(machine.value)
    const call = { known: known.value, fields: fields.value, signal }
    return withDeadline(context, deadlineMs, call, (scope) => enrollNode(context, machine.value, scope))
  }
  const outcomes = await runInOrder(items, { ...options, onOutcome, work, isStopped })
  return { ...bulkReport(outcomes), chassis: held.outcomes }
}

type OrderedRun = Omit<BulkRun<Item, string, EnrolledNode, EnrollError>, 'items' | 'subjectOf'> & {
  readonly isStopped: boolean
}

/** Starts a child after its parent, because Ironic refuses a child without a parent. */
async function runInOrder(
  items: readonly Item[],
  { isStopped, ...run }: OrderedRun,
): Promise<readonly EnrollAllOutcome[]> {
  const outcomes = new Map<Item, EnrollAllOutcome>()
  let stops = isStopped
  for (const group of parentsFirst(items)) {
    const report = await runBulk({
      ...run,
      ...(stops ? { drain: AbortSignal.abort() } : {}),
      items: group,
      subjectOf: ({ label }) => label,
    })
    for (const [index, item] of group.entries()) {
      const outcome = report.outcomes[index]
      if (outcome !== undefined) outcomes.set(item, outcome)
    }
    stops ||= run.afterFailure === 'stop' && report.failed > 0
  }
  return items.flatMap((item) => outcomes.get(item) ?? [])
}

function itemOf(node: NodeToEnroll, chassis?: EnrollChassisOutcome): Item {
  const { uuid, name, parent_node: parent } = node
  const named = {
    label: machineLabel(node),
    idents: [uuid, name].flatMap((ident) => ident?.toLowerCase() ?? []),
    parent: parent?.toLowerCase(),
  }
  if (chassis?.outcome === 'failed') return { ...named, machine: err(chassis.error) }
  const chassis_uuid = chassis?.outcome === 'done' ? chassis.value.chassis : node.chassis_uuid
  return { ...named, machine: ok(wantedMachine({ ...node, chassis_uuid })) }
}
