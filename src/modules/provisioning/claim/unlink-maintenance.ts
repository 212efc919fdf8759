import { err, ok, type Result } from 'neverthrow'
import type { RequestError, RequestErrorOr } from '../../../client/errors/client-errors.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { NodeNotReadyError } from '../../../operations/node-errors.js'
import { retryUntil } from '../../../operations/retry-until.js'
import type { AbortedError } from '../../../transport/transport-errors.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'

/** What ending a maintenance can fail with. */
export type EndError = NodeNotReadyError | AbortedError

/** How long to retry ending the maintenance: nothing leads back to a node left in it. */
const END_MAINTENANCE_MS = 15 * 60_000

const REASON = 'removing the link to instance '

/** Returns the maintenance reason of a node while the link to an instance is being removed. */
export function unlinkReason(instance: string): string {
  return `${REASON}${instance}`
}

function isReasonOf(reason: string | null, instance: string): boolean {
  return reason?.toLowerCase() === unlinkReason(instance).toLowerCase()
}

/** Returns whether a node is in maintenance for the removal of a link: to that instance, or to any. */
function isInUnlinkMaintenance(
  { maintenance, maintenance_reason: reason }: WatchedNode,
  instance: string | null,
): boolean {
  if (!maintenance || reason === null) return false
  return instance === null ? reason.startsWith(REASON) : isReasonOf(reason, instance)
}

/** Until when a maintenance that an earlier call left is ended; a caller may give up before. */
export interface EndOptions {
  readonly signal?: AbortSignal | undefined
  readonly deadlineAt?: number | undefined
}

/**
 * Ends the maintenance of a process that died while it removed a link. Returns the node as it is then. Does not
 * touch any other maintenance.
 */
export async function endLeftMaintenance(
  context: ModuleContext,
  node: WatchedNode,
  instance: string | null,
  options: EndOptions,
): Promise<Result<WatchedNode, EndError>> {
  if (!isInUnlinkMaintenance(node, instance)) return ok(node)
  const ended = await endUnlinkMaintenance(context, node, instance, options)
  return ended.map(() => ({ ...node, maintenance: false, maintenance_reason: null }))
}

/**
 * Finds a node that was left in maintenance after the link to the instance was removed, when nothing else leads
 * to it, and ends that maintenance.
 */
export async function endForgottenMaintenance(
  context: ModuleContext,
  instance: string,
  options: EndOptions,
): Promise<Result<WatchedNode | undefined, RequestError | EndError>> {
  const { signal } = options
  const features = await context.client.features({ signal })
  if (features.isErr()) return err(features.error)
  const include_children = features.value.supports('child_nodes') ? true : undefined
  const filter = { maintenance: true, include_children }
  const fields = ['uuid', 'maintenance', 'maintenance_reason'] as const
  const listed = await context.client.nodes.list({ filter, fields, signal }).all()
  if (listed.isErr()) return err(listed.error)
  const left = listed.value.find(({ maintenance_reason: reason }) => isReasonOf(reason, instance))
  if (left === undefined) return ok(undefined)
  const look = await context.reader.read({ node: left.uuid }, { signal })
  if (look.isErr()) return err(look.error)
  return look.value === undefined ? ok(undefined) : endLeftMaintenance(context, look.value, instance, options)
}

/** Ends the maintenance. The call that began it detaches its signal: its abort must not leave the node in maintenance. */
export async function endUnlinkMaintenance(
  context: ModuleContext,
  { uuid: node, provision_state: provisionState }: WatchedNode,
  instance: string | null,
  { signal, deadlineAt = Infinity }: EndOptions,
): Promise<Result<void, EndError>> {
  const until = Math.min(deadlineAt, context.clock.now() + END_MAINTENANCE_MS)
  const ended = await retryUntil(
    context,
    { until, signal },
    async (): Promise<Result<void, RequestErrorOr<'node_locked'>>> => {
      const look = await context.reader.read({ node }, { signal })
      if (look.isErr()) return err(look.error)
      const isOurs = look.value !== undefined && isInUnlinkMaintenance(look.value, instance)
      return isOurs ? context.client.nodeMaintenance.clear(node, { signal, retryForMs: 0 }) : ok(undefined)
    },
  )
  return ended.mapErr((cause) =>
    cause.kind === 'aborted'
      ? cause
      : new NodeNotReadyError(
          `Node ${node} is in maintenance for the removal of an instance, and ending that failed: ${cause.message} Call destroy again, or end the maintenance by hand.`,
          'fix_node',
          { node, instance: instance ?? undefined, provisionState, cause },
        ),
  )
}
