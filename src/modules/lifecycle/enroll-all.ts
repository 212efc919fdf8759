import { err, type Result } from 'neverthrow'
import { cheaperAsList } from '../../waiting/read-plan.js'
import type { ModuleContext } from '../module-context.js'
import { runBulk, type BulkOptions, type BulkOutcome, type BulkReport } from '../provisioning/bulk-run.js'
import { enrollChassis, type EnrollChassisError, type EnrolledChassis } from './enroll-chassis.js'
import type { EnrollError } from './enroll-errors.js'
import { enrollNode, type EnrolledNode } from './enroll-node.js'
import { askedMachines, fieldsToCompare, listedMachines, type KnownMachines } from './known-machines.js'
import type { ChassisToEnroll, Enrollment, NodeToEnroll } from './machine-to-enroll.js'
import { machineLabel, wantedMachine } from './wanted-machine.js'

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

interface Item {
  readonly node: NodeToEnroll
  /** The place of its chassis among all. */
  readonly chassis: number | undefined
}

/** Makes the chassis, then enrols the machines, so many at once. What cannot be done for one stops no other. */
export async function enrollMany(
  context: ModuleContext,
  { chassis, nodes }: Enrollment,
  { deadlineMs, onOutcome, ...options }: EnrollMany,
): Promise<EnrollAllReport> {
  const { signal } = options
  const deadlineAt = () => context.clock.now() + deadlineMs
  const held = await runBulk({
    ...options,
    items: chassis ?? [],
    subjectOf: ({ uuid, description }: ChassisToEnroll) => uuid ?? description ?? '',
    work: (one) => enrollChassis(context, one, { until: deadlineAt(), signal }),
  })
  const isStopped = options.afterFailure === 'stop' && held.failed > 0
  const items: readonly Item[] = [
    ...(chassis ?? []).flatMap((one, index) => (one.nodes ?? []).map((node) => ({ node, chassis: index }))),
    ...(nodes ?? []).map((node) => ({ node, chassis: undefined })),
  ]
  const machines = items.map(({ node }) => wantedMachine(node))
  const fields = await fieldsToCompare(context, machines, { signal })
  const isMany = cheaperAsList(items.length, undefined)
  const known = fields.map((list): KnownMachines =>
    isMany ? listedMachines(context, list, { signal }) : askedMachines(context, list, { signal }),
  )
  const work = async ({ node, chassis: place }: Item): Promise<Result<EnrolledNode, EnrollError>> => {
    if (fields.isErr()) return err(fields.error)
    if (known.isErr()) return err(known.error)
    const home = place === undefined ? undefined : held.outcomes[place]
    if (home?.status === 'failed') return err(home.error)
    const chassis_uuid = home?.status === 'done' ? home.value.chassis : undefined
    const machine = wantedMachine(chassis_uuid === undefined ? node : { ...node, chassis_uuid })
    const part = { known: known.value, fields: fields.value, deadlineAt: deadlineAt(), signal }
    return enrollNode(context, machine, part)
  }
  const report = await runBulk({
    ...options,
    ...(isStopped ? { drain: AbortSignal.abort() } : {}),
    items,
    subjectOf: ({ node }) => machineLabel(node),
    work,
    onOutcome,
  })
  return { ...report, chassis: held.outcomes }
}
