import { randomUuid } from '../../formats/random-uuid.js'
import { err, ok, type Result } from 'neverthrow'
import { missingFeature } from '../../client/requests/missing-feature.js'
import type { NewNode } from '../../client/resources/node/nodes.js'
import { compensate, namePart } from '../../operations/compensate.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { conductorProblem } from './check-conductors.js'
import { completeMachine } from './complete-machine.js'
import { createUntilThere } from './create-until-there.js'
import {
  EnrollIncompleteError,
  type EnrolledPart,
  type EnrollError,
  type EnrollFailure,
} from './machine/enroll-errors.js'
import {
  differencesOf,
  type KnownMachine,
  type KnownNode,
  type NodeDifference,
} from './machine/enroll-plan.js'
import { identifyMachine, findBegun, isUnnamed, uuidFor } from './machine/identify-machine.js'
import { askedMachines, type EnrollWork } from './machine/known-machines.js'
import { neededByMachine, type WantedMachine } from './machine/wanted-machine.js'
import { undoEnroll, type EnrollTrace } from './undo-enroll.js'

/** An enrolled node. */
export interface EnrolledNode {
  /** UUID. */
  readonly node: string
  readonly name: string | null
  readonly provision_state: string
  /** `completed`: the node existed, and the call added what it lacked. */
  readonly outcome: 'created' | 'completed' | 'was_there'
  /** The resources that the call created. */
  readonly added: readonly EnrolledPart[]
  /** Where an existing node differs from the request; the call does not change it. */
  readonly differences: readonly NodeDifference[]
}

/** How long the undo may take after the deadline. */
const UNDO_FOR_MS = 120_000

/**
 * Finds or creates a node, and adds what it lacks. On failure, removes in reverse order what it created.
 */
export async function enrollNode(
  context: ModuleContext,
  wanted: WantedMachine,
  work: EnrollWork,
): Promise<Result<EnrolledNode, EnrollError>> {
  const features = await context.client.features({ signal: work.signal })
  if (features.isErr()) return err(features.error)
  const missing = missingFeature(neededByMachine(wanted), features.value)
  if (missing !== undefined) return err(missing)

  const trace: EnrollTrace = { node: undefined, parts: [] }
  const enrolled = await findOrMake(context, wanted, work, trace)
  if (enrolled.isOk()) return enrolled
  const failure = enrolled.error
  const until = Math.max(work.deadlineAt, context.clock.now()) + UNDO_FOR_MS
  const undo = () => undoEnroll(context, trace, { failure, until, signal: work.signal })
  const remains = await compensate({ operation: 'lifecycle.enroll', node: trace.node }, undo, namePart)
  return err(remains.length === 0 ? failure : new EnrollIncompleteError(failure, { remains }))
}

async function findOrMake(
  context: ModuleContext,
  wanted: WantedMachine,
  work: EnrollWork,
  trace: EnrollTrace,
): Promise<Result<EnrolledNode, EnrollFailure>> {
  const identified = await identifyMachine(work.known, wanted)
  if (identified.isErr()) return err(identified.error)
  if (identified.value !== undefined) return completeFound(context, wanted, identified.value, work, trace)

  const uuid = uuidFor(wanted)
  const made = await makeNode(context, { ...wanted.node, uuid }, work, trace)
  if (made.isOk()) return complete(context, wanted, justMade(made.value), work, trace)
  if (made.error.kind !== 'duplicate') return err(made.error)
  // Another client has created it since the lookup, or it was not visible.
  const now = askedMachines(context, work.fields, work)
  const found = await identifyMachine(now, wanted)
  if (found.isErr()) return err(found.error)
  const begun = found.value === undefined && isUnnamed(wanted) ? await findBegun(now, wanted, uuid) : found
  if (begun.isErr()) return err(begun.error)
  if (begun.value !== undefined)
    return completeFound(context, wanted, begun.value, { ...work, known: now }, trace)
  if (!isUnnamed(wanted)) return err(made.error)

  // The node with the derived UUID has other addresses by now, so it is another machine.
  const anew = await makeNode(context, { ...wanted.node, uuid: randomUuid() }, work, trace)
  if (anew.isErr()) return err(anew.error)
  return complete(context, wanted, justMade(anew.value), work, trace)
}

function justMade(node: KnownNode): KnownMachine {
  return { node, ports: [], portGroups: [] }
}

async function makeNode(
  context: ModuleContext,
  node: NewNode & { readonly uuid: string },
  { deadlineAt: until, signal }: EnrollWork,
  trace: EnrollTrace,
): Promise<Result<KnownNode, EnrollFailure>> {
  const { uuid } = node
  const { nodes } = context.client
  const create = async (): Promise<Result<KnownNode, EnrollFailure>> => {
    const asked = await nodes.create(node, { signal, retryForMs: 0 })
    if (asked.isOk() || asked.error.kind !== 'no_conductor') return asked
    return err((await conductorProblem(context, node, { signal })) ?? asked.error)
  }
  const { made, isThere } = await createUntilThere(
    context,
    { until, signal },
    { create, read: async () => nodes.get(uuid, { signal, retryForMs: 0 }) },
  )
  if (isThere !== 'no') {
    trace.node = uuid
    trace.parts.push({ what: 'node', id: uuid })
  }
  return made
}

async function completeFound(
  context: ModuleContext,
  wanted: WantedMachine,
  node: KnownNode,
  work: EnrollWork,
  trace: EnrollTrace,
): Promise<Result<EnrolledNode, EnrollFailure>> {
  const { portsOf, portGroupsOf } = work.known
  const ports = wanted.ports.length > 0 ? await portsOf(node.uuid) : ok([])
  if (ports.isErr()) return err(ports.error)
  const portGroups = wanted.portGroups.length > 0 ? await portGroupsOf(node.uuid) : ok([])
  if (portGroups.isErr()) return err(portGroups.error)
  return complete(context, wanted, { node, ports: ports.value, portGroups: portGroups.value }, work, trace)
}

async function complete(
  context: ModuleContext,
  wanted: WantedMachine,
  known: KnownMachine,
  work: EnrollWork,
  trace: EnrollTrace,
): Promise<Result<EnrolledNode, EnrollFailure>> {
  const { uuid, name, provision_state } = known.node
  const isMade = trace.parts.length > 0
  trace.node = uuid
  const completed = await completeMachine(context, wanted, known, work, trace)
  if (completed.isErr()) return err(completed.error.within({ node: uuid }))
  const outcome = isMade ? 'created' : trace.parts.length > 0 ? 'completed' : 'was_there'
  const differences = isMade ? [] : differencesOf(wanted, known)
  return ok({ node: uuid, name, provision_state, outcome, added: [...trace.parts], differences })
}
