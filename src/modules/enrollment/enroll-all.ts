import { err, ok, type Result } from 'neverthrow'
import { boundedCall } from '../../operations/bounded-call.js'
import {
  bulkReport,
  runBulk,
  type BulkOptions,
  type BulkOutcome,
  type BulkReport,
  type BulkRun,
} from '../../operations/bulk-run.js'
import type { ModuleContext } from '../../operations/module-context.js'
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

/** What became of one of many machines; its subject is its name, or else its UUID, or its first address. */
export type EnrollAllOutcome = BulkOutcome<string, EnrolledNode, EnrollError>

/** What became of one of many chassis; its subject is its UUID, or else its description. */
export type EnrollChassisOutcome = BulkOutcome<string, EnrolledChassis, EnrollChassisError>

/** What became of all machines, those in a chassis first, and of the chassis. */
export interface EnrollAllReport extends BulkReport<string, EnrolledNode, EnrollError> {
  readonly chassis: readonly EnrollChassisOutcome[]
}

/** How many machines are enrolled. */
export interface EnrollMany extends BulkOptions {
  /** How long one may take, in milliseconds. */
  readonly deadlineMs: number
  readonly signal?: AbortSignal | undefined
  readonly onOutcome?: ((outcome: EnrollAllOutcome) => void) | undefined
}

/** A machine, once its chassis is known, or what became of that. */
interface Item extends Ordered {
  readonly label: string
  readonly machine: Result<WantedMachine, EnrollChassisError>
}

/** Makes the chassis, then enrols the machines, so many at once. What cannot be done for one stops no other. */
export async function enrollMany(
  context: ModuleContext,
  { chassis, nodes }: Enrollment,
  { deadlineMs, onOutcome, ...options }: EnrollMany,
): Promise<EnrollAllReport> {
  const { signal } = options
  const deadlineAt = () => context.clock.now() + deadlineMs
  const knownChassis = listedChassis(context, { signal })
  const held = await runBulk({
    ...options,
    items: chassis ?? [],
    subjectOf: ({ uuid, description }: ChassisToEnroll) => uuid ?? description ?? '',
    work: (one) => {
      const until = deadlineAt()
      return boundedCall({ signal, deadlineAt: until }, (bounded) =>
        enrollChassis(context, one, knownChassis, { until, signal: bounded }),
      )
    },
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
    // The deadline is for one machine, and not for the lists that all share.
    await known.value.ready(machine.value)
    const part = { known: known.value, fields: fields.value, deadlineAt: deadlineAt() }
    return boundedCall({ ...part, signal }, (bounded) =>
      enrollNode(context, machine.value, { ...part, signal: bounded }),
    )
  }
  const outcomes = await runInOrder(items, { ...options, onOutcome, work, isStopped })
  return { ...bulkReport(outcomes), chassis: held.outcomes }
}

type OrderedRun = Omit<BulkRun<Item, string, EnrolledNode, EnrollError>, 'items' | 'subjectOf'> & {
  readonly isStopped: boolean
}

/** A child is begun when its parent is done with: Ironic refuses one whose parent is not there. */
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
