import { type HardwareProfile, HARDWARE_INTERFACES, type HardwareInterface } from './hardware-profile.js'
import { HARDWARE_PROFILES, type ProfileName } from './hardware-profiles.js'

/** Which interfaces nodes may have: a list for each kind that is not left as it is. */
export type EnabledInterfaces = Readonly<Partial<Record<HardwareInterface, readonly string[]>>>

/** What a simulated conductor can do. */
export interface EnabledHardware {
  readonly enabledHardware: readonly ProfileName[]
  readonly enabledInterfaces: EnabledInterfaces
}

/** The kinds of hardware that are enabled. */
export function enabledProfiles({ enabledHardware }: EnabledHardware): readonly HardwareProfile[] {
  return enabledHardware.map((name) => HARDWARE_PROFILES[name])
}

/** What an interface of that hardware can be, its default first. */
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

/** Throws a `TypeError` where something is to be enabled that no simulated hardware has, or too little. */
export function checkEnabledHardware(enabled: EnabledHardware): void {
  const { enabledHardware, enabledInterfaces } = enabled
  if (enabledHardware.length === 0) throw new TypeError('IronicSimulator: enabledHardware is empty')
  for (const name of enabledHardware)
    if (!Object.hasOwn(HARDWARE_PROFILES, name))
      throw new TypeError(`IronicSimulator: unknown hardware "${name}"`)
  for (const [kind, names] of Object.entries(enabledInterfaces))
    for (const profile of enabledProfiles(enabled)) checkInterfaces(profile, kind, names)
}

function checkInterfaces(profile: HardwareProfile, kind: string, names: readonly string[]): void {
  const known = HARDWARE_INTERFACES.find((name) => name === kind)
  if (known === undefined) throw new TypeError(`IronicSimulator: there is no interface "${kind}"`)
  const all = interfacesOf({ enabledHardware: [], enabledInterfaces: {} }, profile, known)
  if (!all.some((name) => names.includes(name)))
    throw new TypeError(
      `IronicSimulator: enabledInterfaces.${kind} leaves ${profile.driver} none; it knows ${all.join(', ')}`,
    )
}
