import type { JsonObject } from '../json/json-value.js'
import type { Indicator, VirtualMedium } from './hardware-details.js'
import type { Timings } from './timings.js'

/** A step that the hardware supports. */
export interface KnownStep {
  readonly step: Step
  /** True when the agent runs it: Ironic waits, and the lock is free meanwhile. */
  readonly inBand: boolean
  /** Its arguments with their descriptions. `requiredArgs` names the required ones. */
  readonly args: Readonly<Record<string, string>>
  readonly requiredArgs: readonly string[]
  readonly requiresRamdisk: boolean
  /** Set when the step belongs to only one operation. */
  readonly onlyFor?: 'clean' | 'service'
  /** What boots after the step, if it changes the power state. */
  readonly boots?: 'agent' | 'instance' | 'nothing'
}

/** A method of a driver's vendor passthru. */
export interface VendorMethod {
  readonly description: string
  readonly async: boolean
  /** True when it takes the lock. */
  readonly exclusive: boolean
  /** The value of `bar` that the method accepts; absent when it takes no argument. */
  readonly expects?: string
  /** True when it is also a step, on servers with steps of `vendor`. */
  readonly isStep?: boolean
}

/** How a kind of hardware behaves in Ironic's operations. */
export interface HardwareProfile {
  readonly driver: 'fake-hardware' | 'redfish'
  readonly interfaces: Readonly<Record<HardwareInterface, string>>
  /** The other enabled interfaces beside the default ones. */
  readonly otherInterfaces: Readonly<Partial<Record<HardwareInterface, readonly string[]>>>
  /** The properties of `driver_info`, with their descriptions. */
  readonly properties: Readonly<Record<string, string>>
  readonly timings: Timings
  /** True when operations boot an agent and wait for its calls. */
  readonly usesAgent: boolean
  /**
   * True when Ironic reads the power state of the hardware; fake-hardware only knows the last one requested.
   */
  readonly readsPower: boolean
  readonly powerTargets: readonly string[]
  readonly injectsNmi: boolean
  readonly bootDevices: readonly string[]
  /** False when the controller does not report a boot device that was set. */
  readonly remembersBootDevice: boolean
  /** True when boot mode and secure boot can be changed. */
  readonly setsBootMode: boolean
  /** The default indicators of a node. */
  readonly indicators: readonly Indicator[]
  readonly setsIndicators: boolean
  /** `null` where the controller has no virtual media. */
  readonly virtualMedia: readonly VirtualMedium[] | null
  readonly vendorMethods: Readonly<Record<string, VendorMethod>>
  readonly deploySteps: readonly KnownStep[]
  /** The steps of automated cleaning. */
  readonly automatedCleanSteps: readonly KnownStep[]
  /** The further steps of manual cleaning and service. */
  readonly manualSteps: readonly KnownStep[]
}

export interface Step extends JsonObject {
  interface: string
  step: string
}

/** The hardware interfaces of a node, in the order in which Ironic checks them. */
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

/** One of a node's hardware interfaces. */
export type HardwareInterface = (typeof HARDWARE_INTERFACES)[number]
