import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../client/client-errors.js'
import type { ProvisionFault } from '../../client/resources/node-states.js'
import type { WaitError } from '../../waiting/wait-errors.js'
import type { WatchedNode } from '../../waiting/watched-node.js'
import type { ModuleContext } from '../module-context.js'
import { NodeNotReadyError } from '../module-errors.js'
import { mayPass } from '../persist.js'
import { requestVerb } from './request-verb.js'
import {
  judgeLeaving,
  judgeTearDown,
  refusal,
  tearDownBegan,
  tearDownStep,
  type TearDownStep,
  type TearDownVerb,
} from './tear-down-plan.js'
import { unlinkInstance, type UnlinkError } from './unlink-instance.js'
import { watchNode, type LongWork } from './watch-node.js'

export interface TearDown extends LongWork {
  /** The instance to get off; `null` for a machine that was deployed without one. */
  readonly instance: string | null
  /** `asked`: return when Ironic has taken the tear-down. `gone`: when the instance is off the node. */
  readonly until: 'asked' | 'gone'
}

/** What a step leaves to do: look at the node again, or Ironic has taken the tear-down. */
type Step = Promise<Result<'look' | 'taken', TearDownError>>

type TearDownError = RequestErrorOr<ProvisionFault> | UnlinkError | WaitError

/** Before a node that was refused by chance of its lock is looked at again. */
const PAUSE_MS = 1_000

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
  const { signal, until } = work
  const refused = new Set<string>()
  let [node, instance] = [found, work.instance]
  for (;;) {
    const next = tearDownStep(node, instance, refused)
    if (next.step === 'gone') return ok(node)
    if (next.step === 'blocked') return err(stuck(node, work))
    const done = await take(next, node)
    if (done.isErr()) return err(done.error)
    if (done.value === 'taken')
      return until === 'asked'
        ? ok(node)
        : watchNode(context, node, work, {
            goal: 'the instance to be torn down',
            judge: (seen) => judgeTearDown(seen, instance),
          })
    const look = await context.reader.read({ node: node.uuid }, { signal })
    if (look.isErr()) return err(look.error)
    if (look.value === undefined) return ok(undefined)
    node = look.value
    // Aborting a held deployment removes the link, and leaves the machine as it is.
    if (node.instance_uuid === null && next.step === 'send' && next.verb === 'abort') instance = null
  }

  function take(next: Exclude<TearDownStep, { step: 'gone' | 'blocked' }>, node: WatchedNode): Step {
    switch (next.step) {
      case 'unlink':
        return unlink(context, node, work)
      case 'wait':
        return leave(context, node, work, ', in which Ironic takes no verb')
      case 'send':
        return send(context, node, work, next.verb, refused)
    }
  }
}

async function unlink(context: ModuleContext, node: WatchedNode, work: TearDown): Step {
  const unlinked = await unlinkInstance(context, node, { signal: work.signal })
  return unlinked.isErr() ? later(context, work, unlinked.error) : ok('look')
}

/** Waits until something else can be done with the node than in the state that it is in. */
async function leave(context: ModuleContext, node: WatchedNode, work: TearDown, why = ''): Step {
  const state = node.provision_state
  const left = await watchNode(context, node, work, {
    goal: `the node to leave state "${state}"${why}`,
    judge: (seen) => judgeLeaving(seen, state),
  })
  return left.map(() => 'look')
}

async function send(
  context: ModuleContext,
  node: WatchedNode,
  work: TearDown,
  verb: TearDownVerb,
  refused: Set<string>,
): Step {
  const request = {
    node: node.uuid,
    request: { target: verb },
    lockedForMs: 60_000,
    deadlineAt: work.deadlineAt,
    taken: (seen: WatchedNode) =>
      verb === 'deleted' ? tearDownBegan(node, seen) : seen.provision_state !== node.provision_state,
  }
  const sent = await requestVerb(context, request, { signal: work.signal })
  if (sent.isOk()) return verb === 'deleted' ? ok('taken') : leave(context, node, work)
  switch (sent.error.kind) {
    case 'node_not_found':
      return ok('look')
    case 'state_refused':
      refused.add(refusal(verb, node.provision_state))
      return ok('look')
    case 'node_locked':
      return later(context, work, sent.error)
    default:
      return err(sent.error)
  }
}

/** What passes is tried again after another look, until the deadline. */
async function later<E extends TearDownError>(
  { clock }: ModuleContext,
  { deadlineAt, signal }: TearDown,
  error: E,
): Promise<Result<'look', E>> {
  if (!mayPass(error) || clock.now() + PAUSE_MS > deadlineAt) return err(error)
  await clock.sleep(PAUSE_MS, signal)
  return ok('look')
}

function stuck(node: WatchedNode, { instance }: TearDown): NodeNotReadyError {
  return new NodeNotReadyError(
    `Ironic refuses every way to tear down the instance while node ${node.uuid} is in state "${node.provision_state}". Move the node out of that state first.`,
    'fix_node',
    { node: node.uuid, instance: instance ?? undefined, provisionState: node.provision_state },
  )
}
