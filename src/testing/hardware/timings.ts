import type { SeededRandom } from '../time/seeded-random.js'

/** What a timing that is computed may look at. */
export interface TimingContext {
  readonly uuid: string
  readonly name: string | null
  /** The step that is to take its time, as `deploy.write_image`; `null` where it is no step. */
  readonly step: string | null
  /** Seeded: the same world gives the same numbers. */
  readonly random: () => number
}

/** Milliseconds; or from–to, of which one is picked at random; or a function that says them. */
export type Timing = number | readonly [min: number, max: number] | ((context: TimingContext) => number)

/** How long things take. All are milliseconds. */
export interface Timings {
  /** The management controller turning the machine on. */
  readonly powerOn: Timing
  readonly powerOff: Timing
  readonly reboot: Timing
  readonly softPowerOff: Timing
  readonly softReboot: Timing
  /** Finding out that the machine is already as asked. */
  readonly powerNoop: Timing
  /** A controller that refuses at once. */
  readonly powerRefusal: Timing

  readonly verify: Timing
  /** Finding out that the controller does not answer, when a node is to be managed. */
  readonly verifySilence: Timing
  readonly inspect: Timing
  readonly adopt: Timing
  readonly tearDown: Timing
  readonly rescue: Timing
  readonly unrescue: Timing

  /** Preparing, between a verb and the first thing that shows. */
  readonly prepare: Timing
  /** A step under the lock. */
  readonly deployStep: Timing
  readonly cleanStep: Timing
  readonly serviceStep: Timing
  /** A step that the agent does while Ironic waits for it. */
  readonly agentStep: Timing
  /** From power on to the agent's first call. */
  readonly agentBoot: Timing
  /** Between an agent's calls in a wait state. */
  readonly heartbeat: Timing
  /** How long a call of the agent holds the lock. */
  readonly heartbeatLock: Timing
  /** From an agent's call to the state it leads to. */
  readonly resume: Timing

  /** Setting a boot mode and the like. */
  readonly management: Timing
  /** What a request takes that asks a controller which does not answer. */
  readonly managementSilence: Timing
  /** Finding a node for an allocation. What a function is told is the allocation's. */
  readonly allocate: Timing

  /** `[conductor] deploy_callback_timeout`: the limit of `wait call-back`; 0 is none, here and below. */
  readonly deployTimeout: Timing
  /** `[conductor] clean_callback_timeout`: the limit of `clean wait`. */
  readonly cleanTimeout: Timing
  /** `[conductor] inspect_wait_timeout`: the limit of `inspect wait`. */
  readonly inspectTimeout: Timing
  /** `[conductor] rescue_callback_timeout`: the limit of `rescue wait`. */
  readonly rescueTimeout: Timing
  /** `[conductor] service_callback_timeout`: the limit of `service wait`. */
  readonly serviceTimeout: Timing
  /** How often Ironic looks for wait states that are over time. */
  readonly timeoutCheck: Timing
  /** How long Ironic waits for a power change, when the request names no `timeout`. */
  readonly powerTimeout: Timing
  readonly softPowerTimeout: Timing

  /** How often the power states are compared with the hardware. */
  readonly powerSync: Timing
  /** How often nodes with a power fault are looked at again. */
  readonly powerRecovery: Timing
  /** What a request that needs the lock waits between its three tries. */
  readonly lockRetry: Timing
}

/** The name of something that takes time. */
export type TimingName = keyof Timings
/** How long some things take; the rest as the hardware does. */
export type TimingOptions = Partial<Timings>

const SERVER_LIMITS = {
  deployTimeout: 1_800_000,
  cleanTimeout: 1_800_000,
  inspectTimeout: 1_800_000,
  rescueTimeout: 1_800_000,
  serviceTimeout: 1_800_000,
  timeoutCheck: 60_000,
  powerTimeout: 60_000,
  softPowerTimeout: 600_000,
  powerSync: 120_000,
  powerRecovery: 300_000,
  lockRetry: 1_000,
} as const

/** Ironic's fake-hardware with some tenths of a second of `[fake]` delays, so that what is under way can be seen. */
export const FAKE_HARDWARE_TIMINGS: Timings = {
  powerOn: 200,
  powerOff: 200,
  reboot: 200,
  softPowerOff: 200,
  softReboot: 200,
  powerNoop: 20,
  powerRefusal: 100,
  verify: 100,
  verifySilence: 1_000,
  inspect: 200,
  adopt: 100,
  tearDown: 200,
  rescue: 300,
  unrescue: 300,
  prepare: 50,
  deployStep: 1_000,
  cleanStep: 300,
  serviceStep: 300,
  agentStep: 300,
  agentBoot: 500,
  heartbeat: 4_000,
  heartbeatLock: 200,
  resume: 100,
  management: 100,
  managementSilence: 1_000,
  allocate: 50,
  ...SERVER_LIMITS,
}

/** What was seen on a bench of emulated Redfish controllers and agents that speak the real protocol. */
export const REDFISH_TIMINGS: Timings = {
  powerOn: [1_800, 6_600],
  powerOff: [2_100, 6_900],
  reboot: [9_000, 16_600],
  softPowerOff: [9_000, 15_300],
  softReboot: [9_900, 18_700],
  powerNoop: 200,
  powerRefusal: [800, 1_500],
  verify: 400,
  verifySilence: 150_000,
  inspect: [400, 600],
  adopt: 400,
  tearDown: [400, 3_700],
  rescue: 1_000,
  unrescue: 400,
  prepare: [400, 2_600],
  deployStep: [800, 2_000],
  cleanStep: [2_000, 6_000],
  serviceStep: [2_000, 6_000],
  agentStep: [1_000, 9_000],
  agentBoot: 3_000,
  heartbeat: 4_000,
  heartbeatLock: 200,
  resume: 300,
  management: 600,
  managementSilence: 30_000,
  allocate: 50,
  ...SERVER_LIMITS,
}

const TIMING_NAMES = Object.keys(FAKE_HARDWARE_TIMINGS) as readonly TimingName[]

/** The milliseconds that a timing gives now. */
export function timeOf(
  timing: Timing,
  node: { readonly uuid: string; readonly name: string | null },
  random: SeededRandom,
  step: string | null = null,
): number {
  if (typeof timing === 'number') return timing
  if (typeof timing === 'function')
    return Math.max(0, timing({ uuid: node.uuid, name: node.name, step, random: random.next }))
  const [min, max] = timing
  return min + Math.round(random.next() * (max - min))
}

/** Throws a `TypeError` when a timing can mean nothing; a test tool says so at once. */
export function checkTimings(timings: TimingOptions): TimingOptions {
  for (const [name, timing] of Object.entries(timings)) {
    if (!(TIMING_NAMES as readonly string[]).includes(name))
      throw new TypeError(`There is no timing "${name}"; there are ${TIMING_NAMES.join(', ')}.`)
    const numbers: readonly number[] =
      typeof timing === 'number' ? [timing] : Array.isArray(timing) ? (timing as number[]) : []
    const isRange =
      !Array.isArray(timing) || (numbers.length === 2 && Number(numbers[0]) <= Number(numbers[1]))
    if (
      typeof timing !== 'function' &&
      (numbers.length === 0 || !isRange || numbers.some((ms) => !(ms >= 0)))
    )
      throw new TypeError(`The timing "${name}" is neither milliseconds, nor [from, to], nor a function.`)
  }
  return timings
}
