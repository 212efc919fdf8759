import { type HardwareProfile, HARDWARE_INTERFACES, type HardwareInterface } from './hardware-profile.js'
import { HARDWARE_PROFILES, type ProfileName } from './hardware-profiles.js'

/** The interfaces that nodes may have, for each kind that is restricted. */
export type EnabledInterfaces = Readonly<Partial<Record<HardwareInterface, readonly string[]>>>

/** The hardware that a simulated conductor supports. */
export interface EnabledHardware {
  readonly enabledHardware: readonly ProfileName[]
  readonly enabledInterfaces: EnabledInterfaces
}

/** Returns the profiles of the enabled hardware. */
export function enabledProfiles({ enabledHardware }: EnabledHardware): readonly HardwareProfile[] {
  return enabledHardware.map((name) => HARDWARE_PROFILES[name])
}

/** Returns the enabled interfaces of this kind on that hardware, the default first. */
export function interfacesOf(
  { enabledInterfaces }: EnabledHardware,
  { interfaces, otherInterfaces }: HardwareProfile,
  kind: HardwareInterface,
): readonly [string, ...string[]] {
  const enabled = enabledInterfaces[kind]
  const known = [interfaces[kind], ...(otherInterfaces[kind] ?? [])]
  const [first = interfaces[kind], ...others] = known.filter((name) => enabled?.includes(name) ?? true)
  return [first, ...others]
}

/**
 * Checks the enabled hardware and interfaces.
 *
 * @throws TypeError when one is unknown, or when a kind of hardware is left without an interface
 */
export function checkEnabledHardware(enabled: EnabledHardware): void {
  const { enabledHardware, enabledInterfaces } = enabled
  if (enabledHardware.length === 0) throw new TypeError('IronicSimulator: enabledHardware is empty.')
  for (const name of enabledHardware)
    if (!Object.hasOwn(HARDWARE_PROFILES, name))
      throw new TypeError(
        `IronicSimulator: unknown hardware "${name}". Use one of ${Object.keys(HARDWARE_PROFILES).join(', ')}.`,
      )
  for (const [kind, names] of Object.entries(enabledInterfaces))
    for (const profile of enabledProfiles(enabled)) checkInterfaces(profile, kind, names)
}

function checkInterfaces(profile: HardwareProfile, kind: string, names: readonly string[]): void {
  const known = HARDWARE_INTERFACES.find((name) => name === kind)
  if (known === undefined)
    throw new TypeError(
      `IronicSimulator: unknown interface "${kind}". Use one of ${HARDWARE_INTERFACES.join(', ')}.`,
    )
  const all = interfacesOf({ enabledHardware: [], enabledInterfaces: {} }, profile, known)
  if (!all.some((name) => names.includes(name)))
    throw new TypeError(
      `IronicSimulator: enabledInterfaces.${kind} has no interface for ${profile.driver}. Include one of ${all.join(', ')}.`,
    )
}
