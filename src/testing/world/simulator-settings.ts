import type { Clock } from '../../clock/clock.js'
import { systemClock } from '../../clock/system-clock.js'
import {
  checkEnabledHardware,
  type EnabledHardware,
  type EnabledInterfaces,
} from '../hardware/enabled-hardware.js'
import { HARDWARE_PROFILES, type ProfileName } from '../hardware/hardware-profiles.js'
import { checkTimings, type TimingOptions } from '../hardware/timings.js'
import { requireKnown } from '../json/require-known.js'

/**
 * The newest microversion of each release, by Ironic's own number and by its OpenStack release.
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

/** A release to simulate: Ironic's own number, or the name of its OpenStack release. */
export type SimulatedRelease = keyof typeof RELEASES

/** How much Ironic does at the same time. */
export interface SimulatorLimits {
  /** The most operations under way at once; more are refused with 503. */
  readonly workers?: number
  /** The most nodes in `deploying` or `wait call-back` at once. Ironic's own default is 250. */
  readonly concurrentDeploy?: number
  /** The most nodes deleting or cleaning at once. Ironic's own default is 50. */
  readonly concurrentClean?: number
}

/** The options of a simulated Ironic. */
export interface SimulatorOptions {
  /** The source of time. Default: the system clock. Tests pass a `ManualClock`. */
  readonly clock?: Clock
  /**
   * The release to simulate. It decides `maxVersion`, which states accept which verbs, and much that no
   * microversion shows, such as how to leave `service failed`. `2025.1` and `29.0` are the same. Default: the
   * newest.
   */
  readonly release?: SimulatedRelease
  /** The newest microversion offered, such as `1.82`. */
  readonly maxVersion?: string
  /** The oldest microversion offered. Every real Ironic has offered 1.1. */
  readonly minVersion?: string
  /** The hardware of nodes that name none. Default: `fake-hardware`. */
  readonly hardware?: ProfileName
  /** `[DEFAULT] enabled_hardware_types`: the kinds of hardware that nodes can have. Default: all. */
  readonly enabledHardware?: readonly ProfileName[]
  /** `[DEFAULT] enabled_network_interfaces` and the like. Default: all that the hardware supports. */
  readonly enabledInterfaces?: EnabledInterfaces
  /**
   * `[conductor] conductor_group`. The API refuses to put a node into another group, where no conductor would
   * manage it; `''` is the group of nodes without one. Default: conductors for nodes without a group, and for
   * every group of an existing node, which a test sets by `conductor_group`.
   */
  readonly conductorGroup?: string
  /** The same seed gives the same identifiers and the same random timings. Default: 1. */
  readonly seed?: number
  /** How long things take, where it differs from the hardware's own timings. */
  readonly timings?: TimingOptions
  /** Default: no limits, unlike Ironic, so that a test with a thousand nodes needs no settings. */
  readonly limits?: SimulatorLimits
  /** The host in `reservation` and `conductor`. Default: `simulator`. */
  readonly conductorHost?: string
  /** `[conductor] automated_clean`. Default: true. */
  readonly automatedClean?: boolean
  /** `[conductor] allow_provisioning_in_maintenance`. Default: true. */
  readonly allowProvisioningInMaintenance?: boolean
  /**
   * `[conductor] force_power_state_during_sync`. Default: true. When false, Ironic accepts a power state that
   * somebody else has changed instead of changing it back.
   */
  readonly forcePowerStateDuringSync?: boolean
  /** The network interface of nodes that name none. Default: `noop`, which records no VIF. */
  readonly networkInterface?: string
  /** `[api] max_limit`: the most items on one page. Default: 1000. */
  readonly maxLimit?: number
  /** The delay of every request before it does anything, in milliseconds of the clock. Default: 0. */
  readonly latencyMs?: number
}

export interface SimulatorSettings extends EnabledHardware {
  /** `null` when no group was named. */
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

/** @throws TypeError when an option is unknown or invalid */
export function simulatorSettings(options: SimulatorOptions): SimulatorSettings {
  requireKnown('IronicSimulator', options, KNOWN_OPTIONS)
  const { release = '39.0', hardware = 'fake-hardware', limits = {} } = options
  if (!Object.hasOwn(RELEASES, release))
    throw new TypeError(
      `IronicSimulator: unknown release "${release}". Use one of ${Object.keys(RELEASES).join(', ')}.`,
    )
  if (!Object.hasOwn(HARDWARE_PROFILES, hardware))
    throw new TypeError(
      `IronicSimulator: unknown hardware "${hardware}". Use one of ${PROFILE_NAMES.join(', ')}.`,
    )
  requireKnown('IronicSimulator: `limits`', limits, KNOWN_LIMITS)
  for (const name of KNOWN_LIMITS) requireAtLeast(0, `limits.${name}`, limits[name])
  requireAtLeast(1, 'maxLimit', options.maxLimit)
  requireAtLeast(0, 'latencyMs', options.latencyMs)
  const minMinor = minorOf(options.minVersion ?? '1.1')
  const maxMinor = options.maxVersion === undefined ? RELEASES[release] : minorOf(options.maxVersion)
  if (minMinor > maxMinor) throw new TypeError('IronicSimulator: minVersion is newer than maxVersion.')
  const enabled = {
    enabledHardware: options.enabledHardware ?? PROFILE_NAMES,
    enabledInterfaces: options.enabledInterfaces ?? {},
  }
  checkEnabledHardware(enabled)
  if (!enabled.enabledHardware.includes(hardware))
    throw new TypeError(
      `IronicSimulator: enabledHardware must include "${hardware}", the default hardware of nodes.`,
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
    throw new TypeError(`IronicSimulator: "${version}" is not a microversion. Write it as 1.82.`)
  return Number(minor)
}

function requireAtLeast(least: number, option: string, value: number | undefined): void {
  if (value !== undefined && !(value >= least))
    throw new TypeError(`IronicSimulator: ${option} must be ${least} or more, not ${value}.`)
}
