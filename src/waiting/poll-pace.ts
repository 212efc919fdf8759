import { jittered } from '../clock/jitter.js'
import { provisionStateFacts } from '../states/provision-states.js'
import { currentStep, type WatchedNode } from './watched-node.js'

export interface PaceInput {
  readonly node: WatchedNode | undefined
  /** How long the node has not changed. */
  readonly unchangedMs: number
  /** How many reads in a row have failed. */
  readonly failures: number
  /** How long the last read took. */
  readonly readMs: number
  readonly random: () => number
}

/** A failure whose evidence may lag, and a node that is not found, count only when confirmed this much later. */
export const CONFIRM_AFTER_MS = 2_500

const FIRST_MS = 1_000
const LONGEST_MS = 30_000
const JITTER = 0.15

/** Steps that last as long as writing a disk; any other step may end soon. */
const SLOW_STEP = /write_image|erase_devices|update$|apply_configuration|create_configuration/

/**
 * Returns how long to wait before the next look: briefly after a change, longer the longer nothing changes, and never
 * so briefly that the reads would overload a slow server.
 */
export function nextLookMs(input: PaceInput): number {
  const { node, unchangedMs, failures, readMs, random } = input
  const patient = Math.min(longestMs(node), Math.max(FIRST_MS, unchangedMs / 4))
  const backedOff = failures === 0 ? patient : Math.max(patient, FIRST_MS * 2 ** Math.min(failures, 5))
  // A read that hung until its time-out does not show how long the next one takes.
  const bearable = Math.min(LONGEST_MS, Math.max(backedOff, readMs * 5))
  return jittered(bearable, JITTER, random)
}

function longestMs(node: WatchedNode | undefined): number {
  if (node === undefined) return 5_000
  if (node.target_power_state !== null) return 3_000
  const phase = provisionStateFacts(node.provision_state)?.phase
  const step = currentStep(node)
  if (step !== undefined && SLOW_STEP.test(step)) return 15_000
  return phase === 'wait' || phase === 'hold' ? 10_000 : 5_000
}
