import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { mayHaveHappened } from '../../../client/requests/retry-policy.js'
import type { ProvisionFault } from '../../../client/resources/node/node-states.js'
import { GrowingPace } from '../../../operations/growing-pace.js'
import type { LongWork } from '../../../operations/long-work.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { NodeNotReadyError, type InstanceMismatchError } from '../../../operations/node-errors.js'
import { readConfirmed } from '../../../operations/read-confirmed.js'
import { mayPass } from '../../../operations/retry-until.js'
import { sendProvisionVerb } from '../../../operations/send-provision-verb.js'
import { watchUntilGone } from '../../../operations/watch-node.js'
import { isDeployedWithoutInstance } from '../../../states/observed-node.js'
import type { WaitError } from '../../../waiting/wait-errors.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import {
  afterDetaching,
  emptyUnlinkTrace,
  unlinkInstance,
  type UnlinkTrace,
} from '../claim/unlink-instance.js'
import type { UnlinkError } from '../errors/claim-errors.js'
import { machineWithoutInstance } from '../errors/provisioning-errors.js'
import {
  judgeLeaving,
  judgeTearDown,
  refusal,
  tearDownStep,
  type TearDownStep,
  type TearDownVerb,
} from './tear-down-plan.js'

export interface TearDown extends LongWork {
  /** The instance to get off; `null` for a machine that was deployed without one. */
  readonly instance: string | null
  /** `asked`: return when Ironic has taken the tear-down. `gone`: when the instance is off the node. */
  readonly until: 'asked' | 'gone'
}

/** How far a tear-down came. */
export interface TornDown {
  /** The node as last seen; `undefined` when it is gone itself. */
  readonly node: WatchedNode | undefined
  /** Whether `instance_info` of the instance had to stay on the node, since Ironic took no change of it. */
  readonly leftInfo: boolean
}

/**
 * What a step leaves to do.
 *
 * - `look`: look at the node again.
 * - `bared`: the same, and the machine on the node may have lost its instance by this step.
 * - `taken`: Ironic has taken the tear-down.
 */
type StepEnd = 'look' | 'bared' | 'taken'

type Step = Promise<Result<StepEnd, TearDownError>>

type TearDownError = RequestErrorOr<ProvisionFault> | UnlinkError | WaitError | InstanceMismatchError

/** What a tear-down has learnt and done so far. */
interface Memory {
  /** Verbs that Ironic refused in a state. */
  readonly refused: Set<string>
  readonly unlink: UnlinkTrace
  leftInfo: boolean
}

/**
 * Gets an instance off a node, whatever state that is in: looks, does the one thing that helps, looks again.
 * After Ironic has taken `deleted`, nothing is written any more: it removes VIFs, link and data itself.
 */
export async function tearDown(
  context: ModuleContext,
  found: WatchedNode,
  work: TearDown,
): Promise<Result<TornDown, TearDownError>> {
  const memory: Memory = { refused: new Set(), unlink: emptyUnlinkTrace(), leftInfo: false }
  const torn = await tearDownStepwise(context, found, work, memory)
  return torn
    .map((node) => ({ node, leftInfo: memory.leftInfo }))
    .mapErr((error) => afterDetaching(error, memory.unlink))
}

async function tearDownStepwise(
  context: ModuleContext,
  found: WatchedNode,
  work: TearDown,
  memory: Memory,
): Promise<Result<WatchedNode | undefined, TearDownError>> {
  const { deadlineAt: until, signal } = work
  const pace = new GrowingPace(context, { until, signal, ...PAUSES })
  let [node, instance] = [found, work.instance]
  for (;;) {
    const next = tearDownStep(node, instance, memory.refused)
    if (next.step === 'gone') return ok(node)
    if (next.step === 'blocked') return err(stuck(node, work))
    if (next.step === 'orphaned') return err(machineWithoutInstance(node, next.instance))
    const done = await takeStep(context, next, node, { ...work, instance }, memory, pace.isFirst)
    if (done.isErr() && !(mayPassByItself(next, done.error) && (await pace.pause()))) return err(done.error)
    const end = done.isOk() ? done.value : mayHaveHappened(done.error) ? 'bared' : 'look'
    if (end === 'taken') return waitUntilTorn(context, node, { ...work, instance })

    const look = await readConfirmed(context, node.uuid, { signal })
    if (look.isErr()) return err(look.error)
    if (look.value === undefined) return ok(undefined)
    if (look.value.provision_state !== node.provision_state) pace.restart()
    node = look.value
    // The machine that has just lost its instance is the one to tear down.
    if (end === 'bared' && isDeployedWithoutInstance(node)) instance = null
  }
}

/** A verb that was refused, or is lost, has been tried for a while already; only a lock outlasts that. */
function mayPassByItself({ step }: TearDownStep, error: TearDownError): boolean {
  return step === 'unlink' ? mayPass(error) : error.kind === 'node_locked'
}

async function takeStep(
  context: ModuleContext,
  next: Exclude<TearDownStep, { step: 'gone' | 'blocked' | 'orphaned' }>,
  node: WatchedNode,
  work: TearDown,
  memory: Memory,
  isFirst: boolean,
): Step {
  switch (next.step) {
    case 'unlink':
      return unlink(context, node, work, memory)
    case 'wait':
      return leave(context, node, work, ' or its lock to be released')
    case 'send':
      return send(context, node, work, next.verb, memory, isFirst)
  }
}

async function unlink(context: ModuleContext, node: WatchedNode, work: TearDown, memory: Memory): Step {
  const { signal } = work
  const unlinked = await unlinkInstance(context, node, { signal, trace: memory.unlink })
  if (unlinked.isErr()) return err(unlinked.error)
  if (unlinked.value === 'left_info') memory.leftInfo = true
  return ok(unlinked.value === 'hit_deployment' ? 'bared' : 'look')
}

/** Waits until something else can be done with the node than in the state that it is in. */
async function leave(context: ModuleContext, node: WatchedNode, work: TearDown, why = ''): Step {
  const state = node.provision_state
  const left = await watchUntilGone(context, node, work, {
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
  { refused }: Memory,
  isFirst: boolean,
): Step {
  const lockedForMs = isFirst ? FIRST_LOCKED_FOR_MS : 0
  const sent = await sendProvisionVerb(context, { found: node, request: { target: verb }, lockedForMs }, work)
  if (sent.isOk() && verb === 'deleted') return ok('taken')
  if (sent.isOk()) {
    const left = await leave(context, node, work)
    // Aborting a held deployment removes the link, and leaves the machine as it is.
    return left.map((end) => (verb === 'abort' ? 'bared' : end))
  }
  switch (sent.error.kind) {
    case 'node_not_found':
      return ok('look')
    case 'state_refused':
      refused.add(refusal(verb, node.provision_state))
      return ok('look')
    default:
      return err(sent.error)
  }
}

/** Until the node changes its state. */
const PAUSES = { firstMs: 1_000, longestMs: 60_000 }

/** For how long a lock is asked again at first, before the pauses grow. */
const FIRST_LOCKED_FOR_MS = 60_000

async function waitUntilTorn(
  context: ModuleContext,
  node: WatchedNode,
  work: TearDown,
): Promise<Result<WatchedNode | undefined, WaitError>> {
  if (work.until === 'asked') return ok(node)
  return watchUntilGone(context, node, work, {
    goal: 'the instance to be torn down',
    judge: (seen) => judgeTearDown(seen, work.instance),
  })
}

function stuck(node: WatchedNode, { instance }: TearDown): NodeNotReadyError {
  return new NodeNotReadyError(
    `Ironic refuses every way to tear down the instance while node ${node.uuid} is in state "${node.provision_state}". Move the node out of that state first.`,
    'fix_node',
    { node: node.uuid, instance: instance ?? undefined, provisionState: node.provision_state },
  )
}
