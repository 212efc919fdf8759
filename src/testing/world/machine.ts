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
 * What can go on at a node at the same time. Each lane holds one coming event, and a new one takes the place of
 * the old.
 *
 * - `work`: the provisioning operation that is under way.
 * - `power`: a power change that a caller asked for.
 * - `heartbeat`: the agent's calls, which take the lock for a moment.
 * - `timeout`: the end of a wait state that the agent does not call in.
 * - `lock`: a lock that a test took, or that a request holds which waits for the controller.
 * - `late`: what the controller does after Ironic has given up on it.
 */
export type Lane = 'work' | 'power' | 'heartbeat' | 'timeout' | 'lock' | 'late'

export interface ComingEvent {
  readonly at: number
  readonly act: EventName
  readonly details: JsonObject
}

/** What a test can make fail. */
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
  /** The step that fails, as `write_image` or `deploy.write_image`; `null` is the first that does anything. */
  readonly at: string | null
}

/** The hardware behind a node, and what Ironic's conductor is doing to it: what no request can see directly. */
export interface Machine {
  profile: ProfileName
  /** What the machine really does, which Ironic may be wrong about. */
  power: 'power on' | 'power off'
  bmc: 'answers' | 'silent'
  softPower: 'obeyed' | 'ignored' | 'unsupported'
  agent: 'calls' | 'silent'
  nmi: 'taken' | 'refused' | 'unsupported'
  bootDevice: { device: string; persistent: boolean }
  /** How many non-maskable interrupts it got. */
  interrupts: number
  /** Who holds the lock that `reservation` shows. */
  lockedBy: Lane | null
  failures: ScriptedFailure[]
  timings: TimingOptions
  future: Partial<Record<Lane, ComingEvent>>
  steps: { list: Step[]; index: number } | null
  /** Work that goes on at the agent's next call, and cannot now, since the agent is not heard. */
  parked: { act: EventName; details: JsonObject } | null
  /** When the wait state was entered; its time-out runs from here. */
  waitingSince: number | null
  failedPowerSyncs: number
  /** What Ironic keeps of the last inspection. */
  inventory: InspectionResult | null
  /** What the next inspection finds; `null` is a plain machine. */
  found: InspectionResult | null
  /** The settings that Ironic knows, by name. */
  bios: BiosSetting[]
  /** What the settings are after a reset, by name. */
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
