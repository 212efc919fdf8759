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

/** `undefined` when the node is gone and that is what was waited for. */
export type WaitResult = Result<WatchedNode | undefined, WaitError>

/** What every error of a wait tells of it. */
export function waitDetails(watch: NodeWatch, now: number): WaitErrorDetails {
  const { operation, node, instance } = watch.options
  return { operation, node, instance, lastSeen: watch.lastSeen, elapsedMs: now - watch.startedAt }
}

/** The result of a wait whose end needs no further look. */
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
          `While waiting for ${goal}, the node went another way: ${end.why}.`,
          details,
        ),
      )
    case 'stalled':
      return err(
        new WaitStalledError(
          `While waiting for ${goal}, the node is ${end.why}: no conductor seems to work on it. Look at the conductors; restarting the one it belongs to moves it to a failed state.`,
          details,
        ),
      )
    case 'lost_sight':
      return err(
        new LostSightError(
          `While waiting for ${goal}, the node could not be read for minutes. Ironic may go on with it; look at the node once Ironic can be reached.`,
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

/** What is true of an aborted wait unless what was accepted is undone. */
export const ACCEPTED_GOES_ON = 'What Ironic has accepted goes on.'

export function abortedWait({ options }: NodeWatch): AbortedError {
  return new AbortedError(`Waiting for ${options.goal} was aborted by its caller. ${ACCEPTED_GOES_ON}`, {
    sent: 'maybe',
    operation: options.operation,
    node: options.node,
    instance: options.instance,
  })
}

/** The caller's own judging threw: what became of the node is not known. */
export function unjudged(watch: NodeWatch, now: number, cause: unknown): TransitionDivergedError {
  return new TransitionDivergedError(
    `While waiting for ${watch.options.goal}, the node could not be judged, since what judges it threw. Look at the node.`,
    { ...waitDetails(watch, now), cause },
  )
}

function whereabouts(node: WatchedNode | undefined): string {
  if (node === undefined) return 'It could not be read in that time, so it is not known where it is.'
  const { provision_state, power_state, reservation } = node
  const step = currentStep(node)
  const where = `It was last seen in state "${provision_state}"${step === undefined ? '' : `, at ${step}`}, power "${String(power_state)}"`
  if (isLocked(node)) return `${where}, locked by ${String(reservation)}: Ironic is still at work on it.`
  return provisionStateFacts(provision_state)?.phase === 'busy' && reservation === null
    ? `${where}, and nobody holds its lock: no conductor seems to work on it.`
    : `${where}.`
}
