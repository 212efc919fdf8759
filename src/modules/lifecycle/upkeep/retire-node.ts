import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { setField } from '../../../client/requests/json-patch.js'
import { missingFeature } from '../../../client/requests/missing-feature.js'
import type { Node, NodeField } from '../../../client/resources/node/node-schema.js'
import type { NodePatchFault } from '../../../client/resources/node/nodes.js'
import type { AskOptions, ModuleContext, ModuleParts } from '../../../operations/module-context.js'
import { NodeNotReadyError } from '../../../operations/node-errors.js'
import { isAvailable } from '../../../states/observed-node.js'
import { shownText } from '../../../states/shown-text.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import type { Reason } from './change-maintenance.js'
import type { ProvisionState } from '../../../states/provision-states.js'

/** A node whose retirement began or ended. */
export interface NodeRetirement {
  /** UUID. */
  readonly node: string
  readonly outcome: 'changed' | 'was_there'
  readonly retired: boolean
  /** Secrets removed. */
  readonly retired_reason: string | null
  readonly provision_state: ProvisionState
  /** UUID of the instance on it, which keeps running. */
  readonly instance: string | null
}

/** The fields to read of a node besides the usual ones. */
export const RETIREMENT_FIELDS = ['retired', 'retired_reason'] as const satisfies readonly NodeField[]

/** A node with these fields, if this Ironic has them. */
type RetirableNode = WatchedNode & Partial<Pick<Node, (typeof RETIREMENT_FIELDS)[number]>>

type PatchError = RequestErrorOr<NodePatchFault>

/** Retires a node, unless it is already retired for that reason. Without a reason, the present one stays. */
export async function retireNode(
  context: ModuleContext,
  node: RetirableNode,
  { reason = node.retired_reason ?? undefined }: Reason,
  { signal }: AskOptions,
): Promise<Result<NodeRetirement, PatchError | NodeNotReadyError>> {
  const { uuid, provision_state: provisionState, retired, retired_reason: found = null } = node
  const retirement = { ...shown(node), retired: true, retired_reason: shownText(reason ?? null) }
  const support = await checkSupport(context, signal)
  if (support.isErr()) return err(support.error)
  if (retired === true && found === (reason ?? null)) return ok({ ...retirement, outcome: 'was_there' })
  if (isAvailable(node) && retired !== true)
    return err(
      new NodeNotReadyError(
        `Node ${uuid} is available, and Ironic does not retire a node that another client may deploy. Call lifecycle.manage first.`,
        'fix_node',
        { node: uuid, provisionState },
      ),
    )
  const reasons = reason === undefined ? [] : [setField('retired_reason', reason)]
  const patched = await context.client.nodes.patch(uuid, [setField('retired', true), ...reasons], { signal })
  return patched.map(() => ({ ...retirement, outcome: 'changed' }))
}

/** Ends a retirement. Ironic clears the reason itself. */
export async function unretireNode(
  context: ModuleContext,
  node: RetirableNode,
  { signal }: AskOptions,
): Promise<Result<NodeRetirement, PatchError>> {
  const retirement = { ...shown(node), retired: false, retired_reason: null }
  const support = await checkSupport(context, signal)
  if (support.isErr()) return err(support.error)
  if (node.retired !== true) return ok({ ...retirement, outcome: 'was_there' })
  const patched = await context.client.nodes.patch(node.uuid, [setField('retired', false)], { signal })
  return patched.map(() => ({ ...retirement, outcome: 'changed' }))
}

async function checkSupport({ client }: ModuleParts, signal: AskOptions['signal']) {
  const features = await client.features({ signal })
  return features.andThen((known) => {
    const missing = missingFeature(['retired'], known)
    return missing === undefined ? ok(undefined) : err(missing)
  })
}

function shown({ uuid, instance_uuid, provision_state }: WatchedNode) {
  return { node: uuid, instance: instance_uuid, provision_state }
}
