import type { SeededRandom } from '../time/seeded-random.js'

/** The argument of a function that computes a timing. */
export interface TimingContext {
  readonly uuid: string
  readonly name: string | null
  /** The step that takes the time, as `deploy.write_image`; `null` outside steps. */
  readonly step: string | null
  /** Seeded: the same world gives the same numbers. */
  readonly random: () => number
}

/** Milliseconds, a range from which a random value is drawn, or a function that returns milliseconds. */
export type Timing = number | readonly [min: number, max: number] | ((context: TimingContext) => number)

/** How long things take, in milliseconds. */
export interface Timings {
  /** How long the management controller takes to power the machine on. */
  readonly powerOn: Timing
  readonly powerOff: Timing
  readonly reboot: Timing
  readonly softPowerOff: Timing
  readonly softReboot: Timing
  /** How long Ironic takes to see that the power state is already as requested. */
  readonly powerNoop: Timing
  /** How long a controller takes to refuse a power change. */
  readonly powerRefusal: Timing

  readonly verify: Timing
  /** How long `manage` takes to fail on a controller that does not answer. */
  readonly verifySilence: Timing
  readonly inspect: Timing
  readonly adopt: Timing
  readonly tearDown: Timing
  readonly rescue: Timing
  readonly unrescue: Timing

  /** How long an operation prepares before its first visible effect. */
  readonly prepare: Timing
  /** How long a step takes under the lock. */
  readonly deployStep: Timing
  readonly cleanStep: Timing
  readonly serviceStep: Timing
  /** How long a step takes that the agent runs while Ironic waits. */
  readonly agentStep: Timing
  /** The time from power-on to the agent's first call. */
  readonly agentBoot: Timing
  /** The time between an agent's calls in a wait state. */
  readonly heartbeat: Timing
  /** How long a call of the agent holds the lock. */
  readonly heartbeatLock: Timing
  /** The time from an agent's call to the state that it leads to. */
  readonly resume: Timing

  /** How long it takes to set a boot mode and the like. */
  readonly management: Timing
  /** How long a request takes to fail on a controller that does not answer. */
  readonly managementSilence: Timing
  /**
   * How long it takes to find a node for an allocation. A function receives the allocation's UUID and name.
   */
  readonly allocate: Timing

  /**
   * `[conductor] deploy_callback_timeout`: the limit of `wait call-back`. Here and below, 0 means no limit.
   */
  readonly deployTimeout: Timing
  /** `[conductor] clean_callback_timeout`: the limit of `clean wait`. */
  readonly cleanTimeout: Timing
  /** `[conductor] inspect_wait_timeout`: the limit of `inspect wait`. */
  readonly inspectTimeout: Timing
  /** `[conductor] rescue_callback_timeout`: the limit of `rescue wait`. */
  readonly rescueTimeout: Timing
  /** `[conductor] service_callback_timeout`: the limit of `service wait`. */
  readonly serviceTimeout: Timing
  /** How often Ironic looks for wait states that have timed out. */
  readonly timeoutCheck: Timing
  /** How long Ironic waits for a power change when the request names no `timeout`. */
  readonly powerTimeout: Timing
  readonly softPowerTimeout: Timing

  /** How often Ironic compares the power states with the hardware. */
  readonly powerSync: Timing
  /** How often Ironic checks nodes with a power fault again. */
  readonly powerRecovery: Timing
  /** How long a request waits between its three attempts to take the lock. */
  readonly lockRetry: Timing
}

/** The name of a timing. */
export type TimingName = keyof Timings
/** Some timings. The others are those of the hardware. */
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

/**
 * Ironic's fake-hardware with `[fake]` delays of some tenths of a second, so that work under way can be seen.
 */
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

/** Timings measured with emulated Redfish controllers and agents that speak the real protocol. */
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

/** Returns the milliseconds of a timing, drawn or computed for each call. */
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

/**
 * Checks timings before anything uses them.
 *
 * @throws TypeError when a timing is unknown or invalid
 */
export function checkTimings(timings: TimingOptions): TimingOptions {
  for (const [name, timing] of Object.entries(timings)) {
    if (!(TIMING_NAMES as readonly string[]).includes(name))
      throw new TypeError(`Unknown timing "${name}". Use one of ${TIMING_NAMES.join(', ')}.`)
    const numbers: readonly number[] =
      typeof timing === 'number' ? [timing] : Array.isArray(timing) ? (timing as number[]) : []
    const isRange =
      !Array.isArray(timing) || (numbers.length === 2 && Number(numbers[0]) <= Number(numbers[1]))
    if (
      typeof timing !== 'function' &&
      (numbers.length === 0 || !isRange || numbers.some((ms) => !(ms >= 0)))
    )
      throw new TypeError(`Timing "${name}" must be milliseconds, a range [from, to] or a function.`)
  }
  return timings
}
