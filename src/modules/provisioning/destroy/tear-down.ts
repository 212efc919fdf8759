import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../../client/errors/client-errors.js'
import { mayHaveHappened } from '../../../client/requests/retry-policy.js'
import type { ProvisionFault } from '../../../client/resources/node/node-states.js'
import { GrowingPace } from '../../../operations/growing-pace.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import { NodeNotReadyError, type InstanceMismatchError } from '../../../operations/node-errors.js'
import { readConfirmed } from '../../../operations/read-confirmed.js'
import { isTemporary } from '../../../operations/retry-until.js'
import type { CallScope } from '../../../operations/run-operation.js'
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

export interface TearDown extends CallScope {
  /** The instance to remove; `null` for a deployment without one. */
  readonly instance: string | null
  /** How far to go: until Ironic has accepted the tear-down (`asked`), or until the instance is off the node. */
  readonly upTo: 'asked' | 'gone'
}

/** The result of a tear-down. */
export interface TearDownResult {
  /** The node as last read; `undefined` if the node itself is gone. */
  readonly node: WatchedNode | undefined
  /** Whether `instance_info` had to stay on the node because Ironic refused to change it. */
  readonly leftInfo: boolean
}

/**
 * What to do after a step.
 *
 * - `look`: read the node again.
 * - `may_lack_instance`: the same; this step may have removed the instance from a node that stays deployed.
 * - `taken`: Ironic has accepted the tear-down.
 */
type StepEnd = 'look' | 'may_lack_instance' | 'taken'

type Step = Promise<Result<StepEnd, TearDownError>>

type TearDownError = RequestErrorOr<ProvisionFault> | UnlinkError | WaitError | InstanceMismatchError

/** What a tear-down has learned and done so far. */
interface Memory {
  /** Verbs that Ironic refused in a state. */
  readonly refused: Set<string>
  readonly unlink: UnlinkTrace
  leftInfo: boolean
}

/**
 * Tears an instance down from any state: reads the node, takes the one step that helps, reads it again. Writes
 * nothing after Ironic has accepted `deleted`, which itself removes VIFs, link and data.
 */
export async function tearDown(
  context: ModuleContext,
  found: WatchedNode,
  work: TearDown,
): Promise<Result<TearDownResult, TearDownError>> {
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
    if (done.isErr() && !(mayPassByItself(next, done.error) && (await pace.pause(done.error))))
      return err(done.error)
    const end = done.isOk() ? done.value : mayHaveHappened(done.error) ? 'may_lack_instance' : 'look'
    if (end === 'taken') return waitUntilTorn(context, node, { ...work, instance })

    const look = await readConfirmed(context, node.uuid, { signal })
    if (look.isErr()) return err(look.error)
    if (look.value === undefined) return ok(undefined)
    if (look.value.provision_state !== node.provision_state) pace.restart()
    node = look.value
    // Tear down the deployment that has just lost its instance.
    if (end === 'may_lack_instance' && isDeployedWithoutInstance(node)) instance = null
  }
}

/**
 * Returns whether to try again. A verb that was refused or lost has been retried already; only a lock lasts
 * longer.
 */
function mayPassByItself({ step }: TearDownStep, error: TearDownError): boolean {
  return step === 'unlink' ? isTemporary(error) : error.kind === 'node_locked'
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
  return ok(unlinked.value === 'hit_deployment' ? 'may_lack_instance' : 'look')
}

/** Waits until the node leaves its state or allows another step. */
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
    // Aborting a held deployment removes the link, but leaves the node deployed.
    return left.map((end) => (verb === 'abort' ? 'may_lack_instance' : end))
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

/** The pauses between steps while the node stays in one state. */
const PAUSES = { firstMs: 1_000, longestMs: 60_000 }

/** How long to retry a locked node at first, before the pauses grow. */
const FIRST_LOCKED_FOR_MS = 60_000

async function waitUntilTorn(
  context: ModuleContext,
  node: WatchedNode,
  work: TearDown,
): Promise<Result<WatchedNode | undefined, WaitError>> {
  if (work.upTo === 'asked') return ok(node)
  return watchUntilGone(context, node, work, {
    goal: 'the instance to be torn down',
    judge: (seen) => judgeTearDown(seen, work.instance),
  })
}

function stuck(node: WatchedNode, { instance }: TearDown): NodeNotReadyError {
  return new NodeNotReadyError(
    `Ironic refuses every way to tear down the instance while node ${node.uuid} is in state "${node.provision_state}". Move the node out of that state first, then call destroy again.`,
    'fix_node',
    { node: node.uuid, instance: instance ?? undefined, provisionState: node.provision_state },
  )
}
