import { jittered } from '../clock/jitter.js'
import { provisionStateFacts } from '../states/provision-states.js'
import { worthwhileLookAt, type EndForecast } from './end-forecast.js'
import { currentStep, type WatchedNode } from './watched-node.js'

/** What the pace of a wait is chosen by, as of its last look. */
export interface PaceInput {
  readonly now: number
  readonly node: WatchedNode | undefined
  /** How long the node has not changed. */
  readonly unchangedMs: number
  /** How long the current step has lasted, and when earlier waits ended that went through it. */
  readonly outlook: Pick<EndForecast, 'elapsedMs' | 'spans'>
}

interface LookInput {
  /** How many reads in a row have failed. */
  readonly failures: number
  /** How long the last read took. */
  readonly readMs: number
  readonly random: () => number
}

/** A failure whose evidence may lag, and a node that is not found, count only when confirmed this much later. */
export const CONFIRM_AFTER_MS = 2_500

/** No pace is faster than this, whatever was learnt. */
export const SHORTEST_PAUSE_MS = 1_000

/** While earlier waits show that no end is near, pauses are at most this much longer than the longest unlearnt one. */
const LEARNT_FACTOR = 1.5

const LONGEST_BACKOFF_MS = 30_000

/** Between two looks, a server has this many times as long for others as it took to answer the first. */
const REST_PER_READ = 5
const LONGEST_REST_MS = 120_000

export const JITTER = 0.15

/** Steps that last as long as writing a disk; any other step may end soon. */
const SLOW_STEP = /write_image|erase_devices|update$|apply_configuration|create_configuration/

/** When a wait may end, and its longest pause, which only a slow or failing server exceeds. */
export interface PacedForecast extends EndForecast {
  readonly longestMs: number
}

export function forecastOf({ now, node, unchangedMs, outlook }: PaceInput): PacedForecast {
  const isAhead = outlook.spans.some(({ toMs }) => toMs > outlook.elapsedMs)
  return {
    ...outlook,
    seenAt: now,
    unlearntMs: unlearntPauseMs(node, unchangedMs),
    longestMs: LONGEST_PAUSES_MS[activityOf(node)] * (isAhead ? LEARNT_FACTOR : 1),
  }
}

/**
 * Returns how long to wait before the next look: until an end is likely, as far as earlier waits show it; longer after
 * failed reads, and never so briefly that the reads would overload a slow server.
 */
export function nextLookMs(forecast: PacedForecast, { failures, readMs, random }: LookInput): number {
  const { seenAt, longestMs } = forecast
  const bounds = { earliestAt: seenAt + SHORTEST_PAUSE_MS, latestAt: seenAt + longestMs }
  const patientMs = worthwhileLookAt([forecast], bounds) - seenAt
  const backedOffMs =
    failures === 0
      ? patientMs
      : Math.max(patientMs, Math.min(LONGEST_BACKOFF_MS, 1_000 * 2 ** Math.min(failures, 5)))
  return jittered(Math.max(backedOffMs, restMs(readMs)), JITTER, random)
}

/** Returns how long to leave a server alone that took so long to answer. */
export function restMs(readMs: number): number {
  // A read that hung until its time-out does not show how long the next one takes.
  return Math.min(LONGEST_REST_MS, readMs * REST_PER_READ)
}

/**
 * Returns the pause of a wait of which nothing was learnt: it grows with the time without a change. Work under a lock
 * ends after a minute more often than at any other time, so around then it is short again.
 */
function unlearntPauseMs(node: WatchedNode | undefined, unchangedMs: number): number {
  const growing = Math.min(
    LONGEST_PAUSES_MS[activityOf(node)],
    Math.max(SHORTEST_PAUSE_MS, unchangedMs * GROWTH),
  )
  return activityOf(node) === 'busy' ? Math.min(growing, aroundAMinuteMs(unchangedMs)) : growing
}

const GROWTH = 0.35

/**
 * The longest pauses around a minute. On the machines that were measured, whole operations took this long: cleaning
 * 54 s, rescuing 62 s, deploying 69 s. Other machines take other times, which the driver learns from the first wait on.
 */
const AROUND_A_MINUTE: readonly (readonly [atMs: number, pauseMs: number])[] = [
  [42_000, 6_000],
  [53_000, 1_300],
  [70_000, 1_300],
  [90_000, 6_000],
]

function aroundAMinuteMs(unchangedMs: number): number {
  const next = AROUND_A_MINUTE.findIndex(([atMs]) => atMs > unchangedMs)
  const [after, before] = [AROUND_A_MINUTE[next], AROUND_A_MINUTE[next - 1]]
  if (after === undefined || before === undefined) return Infinity
  const share = (unchangedMs - before[0]) / (after[0] - before[0])
  return before[1] + share * (after[1] - before[1])
}

/** What a node is doing, as far as it shows how long that takes. */
type Activity = 'unseen' | 'power' | 'slow_step' | 'waiting' | 'busy' | 'resting'

/** While nothing was learnt, the longest pause between two looks. */
const LONGEST_PAUSES_MS: Readonly<Record<Activity, number>> = {
  unseen: 5_000,
  power: 3_000,
  slow_step: 15_000,
  waiting: 10_000,
  busy: 6_000,
  resting: 5_000,
}

function activityOf(node: WatchedNode | undefined): Activity {
  if (node === undefined) return 'unseen'
  if (node.target_power_state !== null) return 'power'
  const step = currentStep(node)
  if (step !== undefined && SLOW_STEP.test(step)) return 'slow_step'
  const phase = provisionStateFacts(node.provision_state)?.phase
  if (phase === 'wait' || phase === 'hold') return 'waiting'
  return phase === 'busy' ? 'busy' : 'resting'
}
