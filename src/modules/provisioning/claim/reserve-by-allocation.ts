import { err, ok, type Result } from 'neverthrow'
import type { FreeForm } from '../../../client/collections/field-schemas.js'
import { setField } from '../../../client/requests/json-patch.js'
import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'
import type { AskOptions, ModuleContext, ModuleParts } from '../../../operations/module-context.js'
import { NodeNotFoundError, NodeNotReadyError } from '../../../operations/node-errors.js'
import { sameId } from '../../../states/same-id.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { AllocationWait } from '../../allocations/allocation-wait.js'
import { giveBackAllocation } from '../../allocations/remove-allocation.js'
import { NodeTakenError, type ReserveError } from '../errors/claim-errors.js'
import { allocateNode } from './allocate-node.js'

/** How long Ironic gets to allocate the node, and to remove an allocation. */
const ALLOCATED_WITHIN_MS = 120_000

export interface ReserveByAllocation extends AskOptions {
  readonly instance: string
  readonly info: FreeForm | undefined
  /** Ironic's refusal of the link. */
  readonly cause: ReserveError
}

type Reserved = Promise<Result<WatchedNode, ReserveError>>

/**
 * Reserves a node for a login that may not write the link between node and instance, such as a lessee's.
 * Creates an allocation with the UUID of the instance and this node as its only candidate; Ironic then makes
 * the link, for one instance only. Writes `instance_info` afterwards, when no other client can get the node.
 *
 * First checks the right to deploy by a validation, which needs the same right and changes nothing.
 *
 * @see openstack/ironic `ironic/conductor/allocations.py` (do_allocate)
 */
export async function reserveByAllocation(
  context: ModuleContext,
  node: string,
  work: ReserveByAllocation,
): Reserved {
  const { instance, info, signal } = work
  const look = await context.reader.read({ node }, { signal })
  if (look.isErr()) return err(look.error)
  if (look.value === undefined) return err(new NodeNotFoundError({ node, instance }))
  const { instance_uuid: holder } = look.value
  if (holder !== null && !sameId(holder, instance)) return err(new NodeTakenError({ node, instance, holder }))
  if (holder !== null) return writeInfo(context, look.value, work)

  const permitted = await context.client.nodeValidations.get(node, { signal })
  if (permitted.isErr()) return err(permitted.error)
  const allocated = await allocate(context, look.value, work)
  return allocated.isErr() || info === undefined ? allocated : writeInfo(context, allocated.value, work)
}

async function allocate(
  context: ModuleContext,
  { uuid: node, provision_state: provisionState }: WatchedNode,
  { instance, signal, cause }: ReserveByAllocation,
): Reserved {
  const { client, clock } = context
  const described = await client.nodes.get(node, { fields: ['resource_class'], signal })
  if (described.isErr())
    return err(
      described.error.kind === 'not_found' ? new NodeNotFoundError({ node, instance }) : described.error,
    )
  const { resource_class: resourceClass } = described.value
  // Ironic allocates only by resource class.
  if (!resourceClass) return err(cause)

  const trace = { allocationAsked: false }
  const until = clock.now() + ALLOCATED_WITHIN_MS
  const allocated = await allocateNode(context, new AllocationWait(context), {
    allocation: { uuid: instance, resource_class: resourceClass, candidate_nodes: [node] },
    deadlineAt: until,
    signal,
    trace,
  })
  if (allocated.isOk() && allocated.value.outcome === 'allocated' && allocated.value.node.uuid === node)
    return ok(allocated.value.node)
  if (allocated.isErr()) {
    if (!trace.allocationAsked) return err(allocated.error)
    const dropped = await giveBackAllocation(context, instance, {
      until: clock.now() + ALLOCATED_WITHIN_MS,
      signal,
    })
    return err(
      dropped.isOk()
        ? allocated.error
        : allocated.error.withSentence(`Its allocation ${instance} may remain: ${dropped.error.message}`),
    )
  }
  const why =
    allocated.value.outcome === 'refused'
      ? `Ironic did not allocate it: ${allocated.value.why}`
      : `the instance already has node ${allocated.value.node.uuid} from an allocation`
  return err(
    new NodeNotReadyError(
      `Node ${node} could not be reserved: ${why}. Take another node.`,
      'try_other_node',
      { node, instance, provisionState, cause },
    ),
  )
}

/**
 * Writes `instance_info`. No other client can take the node during an allocation, so the reply shows whose it
 * was.
 */
async function writeInfo(
  { client }: ModuleParts,
  found: WatchedNode,
  { instance, info, signal }: ReserveByAllocation,
): Reserved {
  if (info === undefined) return ok(found)
  const { uuid: node } = found
  const written = await client.nodes.patch(node, [setField('instance_info', info)], { signal })
  if (written.isErr()) {
    const cause = written.error
    switch (cause.kind) {
      case 'not_found':
        return err(new NodeNotFoundError({ node, instance, cause }))
      case 'node_associated':
        return err(new NodeTakenError({ node, instance, cause }))
      case 'transition_in_progress':
        return err(changedMeanwhile(found, instance, cause))
      default:
        return err(cause)
    }
  }
  const { instance_uuid: holder } = written.value
  if (sameId(holder, instance)) return ok(written.value)
  return err(new NodeTakenError({ node, instance, holder: holder ?? undefined }))
}

function changedMeanwhile(
  { uuid: node, provision_state: provisionState }: WatchedNode,
  instance: string,
  cause: IronicDriverError,
): NodeNotReadyError {
  return new NodeNotReadyError(
    `Node ${node} changed its state while it was being reserved. Take another node.`,
    'try_other_node',
    { node, instance, provisionState, cause },
  )
}
