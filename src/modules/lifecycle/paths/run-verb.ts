import { err, ok, type Result } from 'neverthrow'
import type { IronicDriverError } from '../../../errors/ironic-driver-error.js'
import { findNode } from '../../../operations/locate-node.js'
import type { ModuleContext } from '../../../operations/module-context.js'
import {
  requestState,
  type RequestLifecycleError,
  type WaitForLifecycleError,
} from '../../../operations/provision-verb.js'
import type { CallScope } from '../../../operations/run-operation.js'
import type { VerbOutcome } from '../../../operations/waiting-verb.js'
import { waitForState, watchNode } from '../../../operations/watch-node.js'
import type { WatchedNode } from '../../../waiting/watched-node.js'
import { destroyInstance } from '../../provisioning/destroy/destroy-instance.js'
import type { DestroyError } from '../../provisioning/errors/provisioning-errors.js'
import { requestAbort, requestUnhold, waitForAbort, waitForUnhold } from '../verbs/abort-and-unhold.js'
import { judgeOver } from './bring-to-plan.js'

/** A verb that may be part of a path. */
export type SentVerb = 'manage' | 'provide' | 'adopt' | 'abort' | 'unhold' | 'unrescue' | 'deleted'

type SendError = RequestLifecycleError | WaitForLifecycleError | DestroyError

/** Sends a verb, waits until its work is complete, and returns the node as it is then. */
export async function runVerb(
  context: ModuleContext,
  node: WatchedNode,
  verb: SentVerb,
  work: CallScope,
): Promise<Result<WatchedNode, SendError>> {
  switch (verb) {
    case 'abort':
      return thenWait(await requestAbort(context, node, work), () => waitForAbort(context, node, work))
    case 'unhold':
      return thenWait(await requestUnhold(context, node, work), () => waitForUnhold(context, node, work))
    case 'deleted':
      return tearDownInstance(context, node, work)
    default:
      return thenWait(await requestState(context, node, { target: verb }, work), () =>
        waitForState(context, node, verb, work),
      )
  }

  function thenWait<RequestError extends IronicDriverError, WaitError extends IronicDriverError>(
    asked: Result<VerbOutcome, RequestError>,
    wait: () => Promise<Result<WatchedNode, WaitError>>,
  ): Promise<Result<WatchedNode, RequestError | WaitError>> {
    if (asked.isErr()) return Promise.resolve(err(asked.error))
    return asked.value === 'was_there' ? Promise.resolve(ok(node)) : wait()
  }
}

async function tearDownInstance(
  context: ModuleContext,
  node: WatchedNode,
  work: CallScope,
): Promise<Result<WatchedNode, SendError>> {
  const { uuid, instance_uuid } = node
  const target = instance_uuid === null ? { node: uuid } : { node: uuid, instance: instance_uuid }
  const destroyed = await destroyInstance(context, { ...work, target, upTo: 'available' })
  return destroyed.isErr() ? err(destroyed.error) : findNode(context, uuid, { signal: work.signal })
}

/** Waits for the end of the work under way. */
export function waitUntilOver(context: ModuleContext, node: WatchedNode, work: CallScope) {
  return watchNode(context, node, work, {
    goal: `the work on the node in state "${node.provision_state}" to end`,
    judge: (seen) => judgeOver(node, seen),
  })
}
