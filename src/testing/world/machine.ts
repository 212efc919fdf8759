import type {
  BiosSetting,
  FirmwareComponent,
  Indicator,
  InspectionResult,
  VirtualMedium,
} from '../hardware/hardware-details.js'
import type { Step } from '../hardware/hardware-profile.js'
import type { ProfileName } from '../hardware/hardware-profiles.js'
import type { TimingOptions } from '../hardware/timings.js'
import type { JsonObject } from '../json/json-value.js'
import type { EventName } from './event-name.js'

/**
 * The kinds of work that can go on at a node at the same time. Each lane holds one coming event; a new event
 * replaces it.
 *
 * - `work`: the provisioning operation under way.
 * - `power`: a power change that a caller requested.
 * - `heartbeat`: the agent's calls, which take the lock for a moment.
 * - `timeout`: the end of a wait state when the agent does not call.
 * - `lock`: a lock taken by a test, or held by a request that waits for the controller.
 * - `late`: what the controller does after Ironic has given up on it.
 */
export type Lane = 'work' | 'power' | 'heartbeat' | 'timeout' | 'lock' | 'late'

export interface ComingEvent {
  readonly at: number
  readonly act: EventName
  readonly details: JsonObject
}

/** The operations that a test can make fail. */
export type FailingOperation =
  | 'deploy'
  | 'clean'
  | 'teardown'
  | 'power'
  | 'manage'
  | 'inspect'
  | 'rescue'
  | 'unrescue'
  | 'adopt'
  | 'service'
  | 'console'

export interface ScriptedFailure {
  readonly operation: FailingOperation
  readonly lastError: string | null
  /**
   * The step that fails, as `write_image` or `deploy.write_image`; `null` for the first step that does
   * anything.
   */
  readonly at: string | null
}

/**
 * The hardware of a node, and what Ironic's conductor is doing to it. No request shows any of it directly.
 */
export interface Machine {
  profile: ProfileName
  /** The actual power state, which Ironic may not know yet. */
  power: 'power on' | 'power off'
  bmc: 'answers' | 'silent'
  softPower: 'obeyed' | 'ignored' | 'unsupported'
  agent: 'calls' | 'silent'
  nmi: 'taken' | 'refused' | 'unsupported'
  bootDevice: { device: string; persistent: boolean }
  /** The number of non-maskable interrupts received. */
  interrupts: number
  /** The holder of the lock that `reservation` shows. */
  lockedBy: Lane | null
  failures: ScriptedFailure[]
  timings: TimingOptions
  future: Partial<Record<Lane, ComingEvent>>
  steps: { list: Step[]; index: number } | null
  /** Work that resumes at the agent's next call, parked while the agent is silent. */
  parked: { act: EventName; details: JsonObject } | null
  /** When the wait state was entered; its time-out runs from here. */
  waitingSince: number | null
  failedPowerSyncs: number
  /** The result that Ironic keeps of the last inspection. */
  inventory: InspectionResult | null
  /** What the next inspection finds; `null` for a plain machine. */
  found: InspectionResult | null
  /** The BIOS settings that Ironic knows, by name. */
  bios: BiosSetting[]
  /** The BIOS settings after a factory reset, by name. */
  biosDefaults: Record<string, string | null>
  firmware: FirmwareComponent[]
  indicators: Indicator[]
  virtualMedia: VirtualMedium[]
}

export function newMachine(profile: ProfileName): Machine {
  return {
    profile,
    power: 'power off',
    bmc: 'answers',
    softPower: 'obeyed',
    agent: 'calls',
    nmi: 'taken',
    bootDevice: { device: 'pxe', persistent: false },
    interrupts: 0,
    lockedBy: null,
    failures: [],
    timings: {},
    future: {},
    steps: null,
    parked: null,
    waitingSince: null,
    failedPowerSyncs: 0,
    inventory: null,
    found: null,
    bios: [],
    biosDefaults: {},
    firmware: [],
    indicators: [],
    virtualMedia: [],
  }
}
