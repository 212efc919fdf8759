import { randomUuid } from '../../formats/random-uuid.js'
import { err, ok, type Result } from 'neverthrow'
import type { ModuleContext } from '../../operations/module-context.js'
import { retryUntil } from '../../operations/retry-until.js'
import { createUntilThere } from './create-until-there.js'
import { IdentityConflictError, type EnrollFailure } from './machine/enroll-errors.js'
import { findPortGroup, planEnroll, type KnownMachine } from './machine/enroll-plan.js'
import { askedMachines, type EnrollWork } from './machine/known-machines.js'
import type { WantedMachine, WantedPort, WantedPortGroup } from './machine/wanted-machine.js'
import type { EnrollTrace } from './undo-enroll.js'

/** Adds the missing port groups, ports and traits to a node, and records each in `trace`. */
export async function completeMachine(
  context: ModuleContext,
  wanted: WantedMachine,
  known: KnownMachine,
  work: EnrollWork,
  trace: EnrollTrace,
): Promise<Result<void, EnrollFailure>> {
  const node = known.node.uuid
  const plan = planEnroll(wanted, known)
  const groupIds = new Map<WantedPortGroup, string | undefined>(
    wanted.portGroups.map((group) => [group, findPortGroup(known, group)?.uuid]),
  )
  for (const group of plan.portGroups) {
    const made = await makePortGroup(context, node, group, work, trace)
    if (made.isErr()) return err(made.error)
    groupIds.set(group, made.value)
  }
  for (const { port, group } of plan.ports) {
    const portgroup_uuid = group && groupIds.get(group)
    const inGroup = portgroup_uuid === undefined ? port : { ...port, portgroup_uuid }
    const made = await makePort(context, node, inGroup, work, trace)
    if (made.isErr()) return err(made.error)
  }
  return addTraits(context, node, plan.traits, work, trace)
}

async function makePortGroup(
  context: ModuleContext,
  node: string,
  group: WantedPortGroup,
  { deadlineAt: until, signal }: EnrollWork,
  trace: EnrollTrace,
): Promise<Result<string, EnrollFailure>> {
  const uuid = group.uuid ?? randomUuid()
  const { portGroups } = context.client
  const { made, isThere } = await createUntilThere(
    context,
    { until, signal },
    {
      create: () => portGroups.create({ ...group, uuid, node_uuid: node }, { signal, retryForMs: 0 }),
      read: () => portGroups.get(uuid, { signal, retryForMs: 0 }),
    },
  )
  if (isThere !== 'no') trace.parts.push({ what: 'port_group', id: uuid })
  return made.map(() => uuid)
}

/** Accepts a port that another client has created on the node; a port on another node is a conflict. */
async function makePort(
  context: ModuleContext,
  node: string,
  port: WantedPort['port'],
  work: EnrollWork,
  trace: EnrollTrace,
): Promise<Result<void, EnrollFailure>> {
  const uuid = port.uuid ?? randomUuid()
  const { ports } = context.client
  const { deadlineAt: until, signal } = work
  const { made, isThere } = await createUntilThere(
    context,
    { until, signal },
    {
      create: () => ports.create({ ...port, uuid, node_uuid: node }, { signal, retryForMs: 0 }),
      read: () => ports.get(uuid, { signal, retryForMs: 0 }),
    },
  )
  if (isThere !== 'no') trace.parts.push({ what: 'port', id: uuid })
  if (made.isOk()) return ok(undefined)
  if (made.error.kind !== 'duplicate') return err(made.error)
  const held = await askedMachines(context, work.fields, work).portAt(port.address)
  if (held.isErr()) return err(held.error)
  if (held.value === undefined) return err(made.error)
  if (held.value.node_uuid === node) return ok(undefined)
  const holders = [
    { what: 'node', id: held.value.node_uuid, has: `address ${port.address}` },
    { what: 'node', id: node, has: 'other identifiers of the request' },
  ] as const
  return err(new IdentityConflictError({ holders, cause: made.error }))
}

/** Sets all traits at once on a node of this call; elsewhere one by one, to keep traits that others add meanwhile. */
async function addTraits(
  context: ModuleContext,
  node: string,
  missing: readonly string[],
  { deadlineAt: until, signal }: EnrollWork,
  trace: EnrollTrace,
): Promise<Result<void, EnrollFailure>> {
  const { nodeTraits } = context.client
  if (missing.length === 0) return ok(undefined)
  const replaces = trace.parts.some(({ what }) => what === 'node')
  for (const traits of replaces ? [missing] : missing.map((trait) => [trait])) {
    for (const id of traits) trace.parts.push({ what: 'trait', id })
    const [first = ''] = traits
    const call = { signal, retryForMs: 0 }
    const added = await retryUntil(context, { until, signal }, () =>
      replaces ? nodeTraits.replace(node, traits, call) : nodeTraits.add(node, first, call),
    )
    if (added.isErr()) return err(added.error)
  }
  return ok(undefined)
}
