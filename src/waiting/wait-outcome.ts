import { err, ok, type Result } from 'neverthrow'
import { isLocked } from '../states/observed-node.js'
import { provisionStateFacts } from '../states/provision-states.js'
import { AbortedError } from '../transport/transport-errors.js'
import type { NodeWatch, WatchEnd } from './node-watch.js'
import {
  LostSightError,
  TransitionDivergedError,
  WaitStalledError,
  WaitTimedOutError,
  type WaitError,
  type WaitErrorDetails,
} from './wait-errors.js'
import { currentStep, type WatchedNode } from './watched-node.js'

/** `undefined` when the wait was for the node to disappear. */
export type WaitResult = Result<WatchedNode | undefined, WaitError>

/** Returns the details that every error of a wait carries. */
export function waitDetails(watch: NodeWatch, now: number): WaitErrorDetails {
  const { operation, node, instance } = watch.options
  return { operation, node, instance, lastSeen: watch.lastSeen, elapsedMs: now - watch.startedAt }
}

/** Returns the result of a wait that needs no further look. */
export function outcomeOf(
  watch: NodeWatch,
  end: Exclude<WatchEnd, { readonly end: 'failed' }>,
  now: number,
): WaitResult {
  const { goal } = watch.options
  const details = waitDetails(watch, now)
  switch (end.end) {
    case 'reached':
      return ok(end.node)
    case 'diverged':
      return err(
        new TransitionDivergedError(
          `Waited for ${goal}, but the node left the expected path: ${end.why}.`,
          details,
        ),
      )
    case 'stalled':
      return err(
        new WaitStalledError(
          `Waited for ${goal}, but the node is ${end.why}: no conductor seems to work on it. Check the conductors; restarting the node's conductor moves it to a failed state.`,
          details,
        ),
      )
    case 'lost_sight':
      return err(
        new LostSightError(
          `Waited for ${goal}, but the node could not be read for minutes. The operation may go on; read the node once Ironic can be reached.`,
          { ...details, cause: end.cause },
        ),
      )
  }
}

export function timedOut(watch: NodeWatch, now: number): WaitTimedOutError {
  return new WaitTimedOutError(
    `The deadline passed while waiting for ${watch.options.goal}. ${whereabouts(watch.lastSeen)}`,
    waitDetails(watch, now),
  )
}

/** Holds for an aborted wait, unless the accepted operation is undone. */
export const ACCEPTED_GOES_ON = 'An operation that Ironic has accepted goes on.'

export function abortedWait({ options }: NodeWatch): AbortedError {
  return new AbortedError(`Waiting for ${options.goal} was aborted by its caller. ${ACCEPTED_GOES_ON}`, {
    sent: 'maybe',
    operation: options.operation,
    node: options.node,
    instance: options.instance,
  })
}

/** Returns the error of a wait whose judge threw: the outcome is unknown. */
export function unjudged(watch: NodeWatch, now: number, cause: unknown): TransitionDivergedError {
  return new TransitionDivergedError(
    `Waited for ${watch.options.goal}, but the code that judges the node threw an error. Read the node to see its state.`,
    { ...waitDetails(watch, now), cause },
  )
}

function whereabouts(node: WatchedNode | undefined): string {
  if (node === undefined) return 'The node could not be read in that time, so its state is unknown.'
  const { provision_state, power_state, reservation } = node
  const step = currentStep(node)
  const where = `The node was last seen in state "${provision_state}"${step === undefined ? '' : `, at ${step}`}, power "${String(power_state)}"`
  if (isLocked(node)) return `${where}, locked by ${String(reservation)}: Ironic is still working on it.`
  return provisionStateFacts(provision_state)?.phase === 'busy' && reservation === null
    ? `${where}, and nothing holds its lock: no conductor seems to work on it.`
    : `${where}.`
}
