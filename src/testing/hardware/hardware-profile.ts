import type { JsonObject } from '../json/json-value.js'
import type { Indicator, VirtualMedium } from './hardware-details.js'
import type { Timings } from './timings.js'

/** A step that a profile can do. */
export interface KnownStep {
  readonly step: Step
  /** True when the agent does it, so that Ironic waits and the lock is free meanwhile. */
  readonly inBand: boolean
  /** The arguments that it takes, with a description; those that it needs are named in `requiredArgs`. */
  readonly args: Readonly<Record<string, string>>
  readonly requiredArgs: readonly string[]
  readonly requiresRamdisk: boolean
  /** Set where the step is of one operation only. */
  readonly onlyFor?: 'clean' | 'service'
  /** What the step does to the machine's power. */
  readonly boots?: 'agent' | 'instance' | 'nothing'
}

/** What a driver can be called for past Ironic. */
export interface VendorMethod {
  readonly description: string
  readonly async: boolean
  /** True when it needs the lock. */
  readonly exclusive: boolean
  /** What `bar` has to be for the method to be content; absent where it takes no argument. */
  readonly expects?: string
  /** Also a step, and as old as steps of `vendor` are. */
  readonly isStep?: boolean
}

/** How a kind of hardware goes through Ironic's operations. */
export interface HardwareProfile {
  readonly driver: 'fake-hardware' | 'redfish'
  readonly interfaces: Readonly<Record<HardwareInterface, string>>
  /** What is enabled beside the defaults. */
  readonly otherInterfaces: Readonly<Partial<Record<HardwareInterface, readonly string[]>>>
  /** What `driver_info` may hold, with a description. */
  readonly properties: Readonly<Record<string, string>>
  readonly timings: Timings
  /** True when operations boot an agent and wait for its calls. */
  readonly usesAgent: boolean
  /** True when Ironic reads the machine's power by itself; fake-hardware only knows what it was told. */
  readonly readsPower: boolean
  readonly powerTargets: readonly string[]
  readonly injectsNmi: boolean
  readonly bootDevices: readonly string[]
  /** False when a boot device that was set is not told by the controller. */
  readonly remembersBootDevice: boolean
  /** Boot mode and secure boot can be changed. */
  readonly setsBootMode: boolean
  /** What a machine has of them when nothing else is said. */
  readonly indicators: readonly Indicator[]
  readonly setsIndicators: boolean
  /** `null` where the controller has no virtual media. */
  readonly virtualMedia: readonly VirtualMedium[] | null
  readonly vendorMethods: Readonly<Record<string, VendorMethod>>
  readonly deploySteps: readonly KnownStep[]
  /** What automated cleaning does. */
  readonly automatedCleanSteps: readonly KnownStep[]
  /** What manual cleaning and service can be asked for besides. */
  readonly manualSteps: readonly KnownStep[]
}

export interface Step extends JsonObject {
  interface: string
  step: string
}

/** The hardware interfaces of a node, in the order that Ironic checks them. */
export const HARDWARE_INTERFACES = [
  'bios',
  'boot',
  'console',
  'deploy',
  'firmware',
  'inspect',
  'management',
  'network',
  'power',
  'raid',
  'rescue',
  'storage',
  'vendor',
] as const

/** One of the interfaces that a node's driver is made of. */
export type HardwareInterface = (typeof HARDWARE_INTERFACES)[number]
