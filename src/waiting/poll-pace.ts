import { jittered } from '../clock/jitter.js'
import { provisionStateFacts } from '../states/provision-states.js'
import { worthwhileLookAt, type EndForecast } from './end-forecast.js'
import { NODES_PER_READ } from './read-plan.js'
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
  /** The shortest pause before a look that many waits share, while nothing was learnt. */
  readonly sharedMs: number
}

export function forecastOf({ now, node, unchangedMs, outlook }: PaceInput): PacedForecast {
  const isAhead = outlook.spans.some(({ toMs }) => toMs > outlook.elapsedMs)
  const activity = activityOf(node)
  const longestMs = longestPauseMs(activity, unchangedMs)
  const growingMs = Math.min(longestMs, Math.max(SHORTEST_PAUSE_MS, unchangedMs * GROWTH))
  const isBusy = activity === 'busy'
  const unlearntMs = isBusy ? Math.min(growingMs, aroundAMinuteMs(unchangedMs)) : growingMs
  return {
    ...outlook,
    seenAt: now,
    unlearntMs,
    longestMs: longestMs * (isAhead ? LEARNT_FACTOR : 1),
    sharedMs: isBusy ? Math.max(EVEN_PAUSE_MS, unchangedMs * LONG_SHARE) : unlearntMs,
  }
}

/**
 * Returns the forecast of a wait for a look that many share. A list costs about as much as single reads of a part of its
 * nodes, so that many waits afford more looks. These are evenly spaced, since all times of an end are alike.
 */
export function sharedForecast(forecast: PacedForecast, waits: number): PacedForecast {
  const { unlearntMs, sharedMs } = forecast
  const costOfList = 1 + waits / NODES_PER_READ
  return { ...forecast, unlearntMs: Math.max(sharedMs, unlearntMs * Math.sqrt(costOfList / waits)) }
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

/** While nothing was learnt, pauses grow with the time without a change. */
const GROWTH = 0.45

/** Many waits share evenly spaced looks, and those of long waits come at this share of the time without a change. */
const EVEN_PAUSE_MS = 1_800
const LONG_SHARE = 0.02
const LONGEST_BUSY_MS = 15_000

/**
 * The longest pauses around a minute, when work under a lock ends more often than at any other time. On the machines that
 * were measured, whole operations took this long: cleaning 54 s, rescuing 62 s, deploying 69 s. Other machines take other
 * times, which the driver learns from the first wait on.
 */
const AROUND_A_MINUTE: readonly (readonly [atMs: number, pauseMs: number])[] = [
  [38_000, 6_000],
  [47_000, 2_200],
  [56_000, 1_300],
  [64_000, 1_300],
  [76_000, 2_200],
  [100_000, 6_000],
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

/** Work under a lock that lasts for minutes is looked at less often: its end is then noticed as late in proportion. */
function longestPauseMs(activity: Activity, unchangedMs: number): number {
  const usualMs = LONGEST_PAUSES_MS[activity]
  if (activity !== 'busy') return usualMs
  return Math.max(usualMs, Math.min(LONGEST_BUSY_MS, unchangedMs * LONG_SHARE))
}

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
