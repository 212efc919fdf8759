import type { Clock } from '../../clock/clock.js'
import { systemClock } from '../../clock/system-clock.js'
import {
  checkEnabledHardware,
  type EnabledHardware,
  type EnabledInterfaces,
} from '../hardware/enabled-hardware.js'
import { HARDWARE_PROFILES, type ProfileName } from '../hardware/hardware-profiles.js'
import { checkTimings, type TimingOptions } from '../hardware/timings.js'

/**
 * The newest microversion of each release, by Ironic's own number and by the OpenStack release that it was part of.
 *
 * @see openstack/ironic `ironic/common/release_mappings.py`
 */
export const RELEASES = {
  '21.4': 82,
  '23.0': 87,
  '24.1': 90,
  '26.1': 93,
  '29.0': 96,
  '32.0': 101,
  '35.0': 111,
  '39.0': 115,
  '2023.1': 82,
  '2023.2': 87,
  '2024.1': 90,
  '2024.2': 93,
  '2025.1': 96,
  '2025.2': 101,
  '2026.1': 111,
} as const

/** A release that the simulator can be: Ironic's own number, or the name of the OpenStack release that has it. */
export type SimulatedRelease = keyof typeof RELEASES

/** How much Ironic does at once. */
export interface SimulatorLimits {
  /** Operations that can be under way at once; more are refused with 503. */
  readonly workers?: number
  /** Nodes that can be in `deploying` or `wait call-back` at once. Ironic's own default is 250. */
  readonly concurrentDeploy?: number
  /** Nodes that can be deleting or cleaning at once. Ironic's own default is 50. */
  readonly concurrentClean?: number
}

/** What a simulated Ironic is like. */
export interface SimulatorOptions {
  /** Where time comes from; the system's clock by default. Tests pass a `ManualClock`. */
  readonly clock?: Clock
  /**
   * Which release to be: decides `maxVersion`, which states know which verbs, and much that no microversion tells,
   * such as how to get out of `service failed`. `2025.1` and `29.0` are the same. The newest by default.
   */
  readonly release?: SimulatedRelease
  /** The newest microversion offered, such as `1.82`. */
  readonly maxVersion?: string
  /** The oldest microversion offered. Real ones have always said 1.1. */
  readonly minVersion?: string
  /** What the machines are, unless a node says otherwise; `fake-hardware` by default. */
  readonly hardware?: ProfileName
  /** `[DEFAULT] enabled_hardware_types`: the kinds of hardware that nodes can be made of; all by default. */
  readonly enabledHardware?: readonly ProfileName[]
  /** `[DEFAULT] enabled_network_interfaces` and its like; all that the hardware knows by default. */
  readonly enabledInterfaces?: EnabledInterfaces
  /**
   * `[conductor] conductor_group`: no node can be put into another group over the API, since nobody would manage
   * it there; `''` is the group of nodes without one. By default there are conductors for nodes without a group, and
   * for the groups of nodes that are there already: those that a test has put there by `conductor_group`.
   */
  readonly conductorGroup?: string
  /** The same seed gives the same identifiers and the same random timings. */
  readonly seed?: number
  /** How long things take, where it shall differ from the hardware's own. */
  readonly timings?: TimingOptions
  /** None by default, unlike Ironic, so that a test of a thousand nodes needs no words about it. */
  readonly limits?: SimulatorLimits
  /** What `reservation` and `conductor` read; `simulator` by default. */
  readonly conductorHost?: string
  /** `[conductor] automated_clean`; true by default. */
  readonly automatedClean?: boolean
  /** `[conductor] allow_provisioning_in_maintenance`; true by default. */
  readonly allowProvisioningInMaintenance?: boolean
  /**
   * `[conductor] force_power_state_during_sync`; true by default. When false, Ironic believes a machine whose power
   * somebody else has changed, in place of changing it back.
   */
  readonly forcePowerStateDuringSync?: boolean
  /** The network interface of nodes that name none; `noop` by default, which records no VIF. */
  readonly networkInterface?: string
  /** `[api] max_limit`: the most items of one page; 1000 by default. */
  readonly maxLimit?: number
  /** What every request takes before it does anything, by the clock; 0 by default. */
  readonly latencyMs?: number
}

export interface SimulatorSettings extends EnabledHardware {
  /** `null` where none was named. */
  readonly conductorGroup: string | null
  readonly clock: Clock
  readonly maxMinor: number
  readonly minMinor: number
  readonly hardware: ProfileName
  readonly seed: number
  readonly timings: TimingOptions
  readonly limits: Required<SimulatorLimits>
  readonly conductorHost: string
  readonly automatedClean: boolean
  readonly allowProvisioningInMaintenance: boolean
  readonly forcePowerStateDuringSync: boolean
  readonly networkInterface: string | null
  readonly maxLimit: number
}

const KNOWN_OPTIONS: readonly (keyof SimulatorOptions)[] = [
  'clock',
  'release',
  'maxVersion',
  'minVersion',
  'hardware',
  'enabledHardware',
  'enabledInterfaces',
  'conductorGroup',
  'seed',
  'timings',
  'limits',
  'conductorHost',
  'automatedClean',
  'allowProvisioningInMaintenance',
  'forcePowerStateDuringSync',
  'networkInterface',
  'maxLimit',
  'latencyMs',
]

const KNOWN_LIMITS: readonly (keyof SimulatorLimits)[] = ['workers', 'concurrentDeploy', 'concurrentClean']

const PROFILE_NAMES = Object.keys(HARDWARE_PROFILES) as ProfileName[]

/** Throws a `TypeError` that says what is wrong with the options. */
export function simulatorSettings(options: SimulatorOptions): SimulatorSettings {
  for (const name of Object.keys(options))
    if (!(KNOWN_OPTIONS as readonly string[]).includes(name))
      throw new TypeError(`IronicSimulator: there is no option "${name}"`)
  const { release = '39.0', hardware = 'fake-hardware', limits = {} } = options
  if (!Object.hasOwn(RELEASES, release)) throw new TypeError(`IronicSimulator: unknown release "${release}"`)
  if (!Object.hasOwn(HARDWARE_PROFILES, hardware))
    throw new TypeError(`IronicSimulator: unknown hardware "${hardware}"`)
  for (const name of Object.keys(limits))
    if (!(KNOWN_LIMITS as readonly string[]).includes(name))
      throw new TypeError(`IronicSimulator: there is no limit "${name}"`)
  for (const name of KNOWN_LIMITS) requireAtLeast(0, `limits.${name}`, limits[name])
  requireAtLeast(1, 'maxLimit', options.maxLimit)
  requireAtLeast(0, 'latencyMs', options.latencyMs)
  const minMinor = minorOf(options.minVersion ?? '1.1')
  const maxMinor = options.maxVersion === undefined ? RELEASES[release] : minorOf(options.maxVersion)
  if (minMinor > maxMinor) throw new TypeError('IronicSimulator: minVersion is newer than maxVersion')
  const enabled = {
    enabledHardware: options.enabledHardware ?? PROFILE_NAMES,
    enabledInterfaces: options.enabledInterfaces ?? {},
  }
  checkEnabledHardware(enabled)
  if (!enabled.enabledHardware.includes(hardware))
    throw new TypeError(
      `IronicSimulator: enabledHardware has to have "${hardware}", which nodes are by default`,
    )
  return {
    ...enabled,
    conductorGroup: options.conductorGroup?.toLowerCase() ?? null,
    clock: options.clock ?? systemClock(),
    maxMinor,
    minMinor,
    hardware,
    seed: options.seed ?? 1,
    timings: checkTimings(options.timings ?? {}),
    limits: {
      workers: limits.workers ?? Infinity,
      concurrentDeploy: limits.concurrentDeploy ?? Infinity,
      concurrentClean: limits.concurrentClean ?? Infinity,
    },
    conductorHost: options.conductorHost ?? 'simulator',
    automatedClean: options.automatedClean ?? true,
    allowProvisioningInMaintenance: options.allowProvisioningInMaintenance ?? true,
    forcePowerStateDuringSync: options.forcePowerStateDuringSync ?? true,
    networkInterface: options.networkInterface ?? null,
    maxLimit: options.maxLimit ?? 1000,
  }
}

function minorOf(version: string): number {
  const minor = /^1\.(\d+)$/.exec(version)?.[1]
  if (minor === undefined)
    throw new TypeError(`IronicSimulator: "${version}" is no microversion such as 1.82`)
  return Number(minor)
}

function requireAtLeast(least: number, option: string, value: number | undefined): void {
  if (value !== undefined && !(value >= least))
    throw new TypeError(`IronicSimulator: ${option} has to be ${least} or more, not ${value}`)
}
