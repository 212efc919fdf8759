import { err, ok, type Result } from 'neverthrow'
import type { ClientError } from '../../client/client-errors.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { OnProgress } from '../../waiting/progress.js'
import type { WaitError } from '../../waiting/wait-errors.js'
import type { ModuleContext } from '../module-context.js'
import { NodeNotReadyError, type NodeNotFoundError } from '../module-errors.js'
import { requestVerb } from './request-verb.js'
import { judgeLeaving, judgeTearDown, refusal, tearDownStep } from './tear-down-plan.js'
import { unlinkInstance } from './unlink-instance.js'

export interface TearDown {
  readonly operation: string
  /** The instance to get off; `null` goes on with a tear-down that has lost it. */
  readonly instance: string | null
  readonly deadlineAt: number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: OnProgress | undefined
  /** `asked`: return when Ironic has taken the tear-down. `gone`: when the instance is off the node. */
  readonly until: 'asked' | 'gone'
}

/** Before a node that was refused by chance of its lock is looked at again. */
const PAUSE_MS = 1_000

type TearDownError = ClientError | NodeNotFoundError | NodeNotReadyError | WaitError

/**
 * Gets an instance off a node, whatever state that is in: looks, does the one thing that helps, looks again.
 * Returns the node as last seen, or `undefined` when it is gone itself. After Ironic has taken `deleted`, nothing
 * is written any more: it removes VIFs, link and data itself.
 */
export async function tearDown(
  context: ModuleContext,
  found: WatchedNode,
  work: TearDown,
): Promise<Result<WatchedNode | undefined, TearDownError>> {
  const { reader, clock } = context
  const { instance, signal } = work
  const refused = new Set<string>()
  let node = found
  for (;;) {
    const next = tearDownStep(node, instance, refused)
    const state = node.provision_state
    switch (next.step) {
      case 'gone':
        return ok(node)
      case 'blocked':
        return err(stuck(node, work))
      case 'unlink': {
        const unlinked = await unlinkInstance(context, node, { signal })
        if (unlinked.isErr()) {
          if (unlinked.error.kind !== 'transition_in_progress' || clock.now() >= work.deadlineAt)
            return err(unlinked.error)
          await clock.sleep(PAUSE_MS, signal)
        }
        break
      }
      case 'wait': {
        const left = await watch(
          `the node to leave state "${state}", in which Ironic takes no verb`,
          (seen) => judgeLeaving(seen, state),
        )
        if (left.isErr()) return left
        break
      }
      case 'send': {
        const sent = await requestVerb(context, verbRequest(node, next.verb), { signal })
        if (sent.isErr() && sent.error.kind === 'node_not_found') return ok(undefined)
        if (sent.isErr() && sent.error.kind !== 'state_refused' && sent.error.kind !== 'node_locked')
          return err(sent.error)
        if (sent.isErr()) {
          if (clock.now() >= work.deadlineAt) return err(sent.error)
          if (sent.error.kind === 'state_refused') refused.add(refusal(next.verb, state))
          else await clock.sleep(PAUSE_MS, signal)
          break
        }
        if (next.verb !== 'deleted') {
          const left = await watch(`the node to leave state "${state}"`, (seen) => judgeLeaving(seen, state))
          if (left.isErr()) return left
          break
        }
        if (work.until === 'asked') return ok(node)
        return watch('the instance to be torn down', (seen) => judgeTearDown(seen, instance))
      }
    }
    const look = await reader.read({ node: node.uuid }, { signal })
    if (look.isErr()) return err(look.error)
    if (look.value === undefined) return ok(undefined)
    node = look.value
  }

  function verbRequest(now: WatchedNode, target: 'deleted' | 'abort' | 'manage') {
    return {
      node: now.uuid,
      request: { target },
      until: Math.min(work.deadlineAt, clock.now() + 60_000),
      taken: (seen: WatchedNode) =>
        target === 'deleted'
          ? seen.provision_state === 'deleting' || seen.instance_uuid !== now.instance_uuid
          : seen.provision_state !== now.provision_state,
    }
  }

  function watch(goal: string, judge: (seen: WatchedNode | undefined) => ReturnType<typeof judgeLeaving>) {
    return context.watcher.watch({
      operation: work.operation,
      node: found.uuid,
      instance: instance ?? undefined,
      found: node,
      goal,
      judge,
      deadlineMs: Math.max(0, work.deadlineAt - clock.now()),
      signal,
      onProgress: work.onProgress,
    })
  }
}

function stuck(node: WatchedNode, { instance }: TearDown): NodeNotReadyError {
  return new NodeNotReadyError(
    `Ironic refuses every way to tear down the instance while node ${node.uuid} is in state "${node.provision_state}". Move the node out of that state first.`,
    'fix_node',
    { node: node.uuid, instance: instance ?? undefined, provisionState: node.provision_state },
  )
}
