import { FAKE_HARDWARE } from './fake-hardware.js'
import type { HardwareProfile } from './hardware-profile.js'
import { REDFISH_HARDWARE } from './redfish-hardware.js'

export const HARDWARE_PROFILES = {
  'fake-hardware': FAKE_HARDWARE,
  redfish: REDFISH_HARDWARE,
} as const satisfies Record<string, HardwareProfile>

/** The name of a kind of hardware. */
export type ProfileName = keyof typeof HARDWARE_PROFILES
