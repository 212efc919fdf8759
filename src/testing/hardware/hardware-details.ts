import { requireKnown } from '../json/require-known.js'
import type { JsonObject } from '../json/json-value.js'

/** A BIOS setting, as Ironic names its fields. */
export interface BiosSetting {
  readonly name: string
  value: string | null
  attribute_type: string | null
  allowable_values: string[]
  lower_bound: number | null
  max_length: number | null
  min_length: number | null
  read_only: boolean | null
  reset_required: boolean | null
  unique: boolean | null
  upper_bound: number | null
  created_at: string
  updated_at: string | null
}

/** A component with firmware, as Ironic names its fields. */
export interface FirmwareComponent {
  readonly component: string
  readonly initial_version: string
  current_version: string | null
  last_version_flashed: string | null
  vendor: string | null
  model: string | null
  serial_number: string | null
  created_at: string
  updated_at: string | null
}

/** An indicator light of a controller, such as the one that helps to find a machine in its rack. */
export interface Indicator {
  readonly component: 'system' | 'chassis' | 'disk' | 'power' | 'nic'
  /** Its name within the component. */
  readonly id: string
  state: string
  readonly readonly: boolean
  readonly states: readonly string[]
}

/** A virtual media device of a controller, and the image in it. */
export interface VirtualMedium {
  readonly media_types: readonly string[]
  inserted: boolean
  image: string | null
}

/** The result that Ironic keeps of an inspection. */
export interface InspectionResult {
  readonly inventory: JsonObject
  readonly plugin_data: JsonObject
}

/** A BIOS setting for a test: its value, or some of its fields. */
export type BiosSettingOptions =
  string | null | Partial<Omit<BiosSetting, 'name' | 'created_at' | 'updated_at'>>
/** A firmware component for a test: its current version, or some of its fields. */
export type FirmwareOptions =
  string | Partial<Omit<FirmwareComponent, 'component' | 'created_at' | 'updated_at'>>
/** An indicator for a test: its state, or some of its fields. */
export type IndicatorOptions = string | Partial<Pick<Indicator, 'state' | 'readonly' | 'states'>>

const NO_BIOS_SETTING: Omit<BiosSetting, 'name' | 'created_at'> = {
  value: null,
  attribute_type: null,
  allowable_values: [],
  lower_bound: null,
  max_length: null,
  min_length: null,
  read_only: null,
  reset_required: null,
  unique: null,
  upper_bound: null,
  updated_at: null,
}

const NO_FIRMWARE: Omit<FirmwareComponent, 'component' | 'created_at'> = {
  initial_version: '',
  current_version: null,
  last_version_flashed: null,
  vendor: null,
  model: null,
  serial_number: null,
  updated_at: null,
}

const INDICATOR_STATES = ['blinking', 'off', 'on']
const INDICATOR_COMPONENTS: readonly string[] = ['system', 'chassis', 'disk', 'power', 'nic']

export function newBiosSetting(name: string, given: BiosSettingOptions, createdAt: string): BiosSetting {
  const fields = typeof given === 'string' || given === null ? { value: given } : structuredClone(given)
  requireFieldOf(NO_BIOS_SETTING, fields, 'BIOS setting')
  return { ...NO_BIOS_SETTING, ...fields, name, created_at: createdAt }
}

/** Returns a component whose initial and current versions are equal unless both are given. */
export function newFirmware(component: string, given: FirmwareOptions, createdAt: string): FirmwareComponent {
  const fields = typeof given === 'string' ? { current_version: given } : structuredClone(given)
  requireFieldOf(NO_FIRMWARE, fields, 'firmware component')
  const initial = fields.initial_version ?? fields.current_version ?? ''
  const current = fields.current_version ?? initial
  return {
    ...NO_FIRMWARE,
    ...fields,
    component,
    initial_version: initial,
    current_version: current,
    created_at: createdAt,
  }
}

/** Returns an indicator. Its `name` is as Ironic lists it: `led@system`. */
export function newIndicator(name: string, given: IndicatorOptions): Indicator {
  const [id, component] = [name.slice(0, name.indexOf('@')), name.slice(name.indexOf('@') + 1)]
  if (id === '' || !INDICATOR_COMPONENTS.includes(component))
    throw new TypeError(
      `"${name}" is not an indicator. Write a name and one of ${INDICATOR_COMPONENTS.join(', ')}, as in led@system.`,
    )
  const {
    state = 'off',
    readonly = false,
    states = INDICATOR_STATES,
  } = typeof given === 'string' ? { state: given } : structuredClone(given)
  return { component: component as Indicator['component'], id, state, readonly, states: [...states] }
}

/** Ironic sets the fields that end in `_at`. */
function requireFieldOf(empty: object, given: object, what: string): void {
  const known = Object.keys(empty).filter((name) => !name.endsWith('_at'))
  requireKnown(what, given, known, 'field')
}
