import { newBiosSetting } from '../../hardware/hardware-details.js'
import type { Step } from '../../hardware/hardware-profile.js'
import { isJsonObject, type JsonObject, type JsonValue, textIn } from '../../json/json-value.js'
import { pythonText } from '../../refusals/python-text.js'
import type { Task } from '../../world/world.js'
import { stepId, touch } from '../task/task.js'

type Effect = (task: Task, args: JsonObject) => void

/**
 * The steps that change what Ironic keeps of the hardware. The other steps only take time.
 *
 * @see openstack/ironic `ironic/drivers/modules/fake.py` (FakeBIOS) and `ironic/drivers/modules/redfish/`
 */
const EFFECTS: Readonly<Record<string, Effect>> = {
  'bios.apply_configuration': (task, { settings = null }) =>
    task.machine.profile === 'fake-hardware'
      ? replaceSettings(task, settingsIn(settings))
      : changeSettings(task, settingsIn(settings)),
  'bios.factory_reset': resetSettings,
  'management.reset_bios_to_default': resetSettings,
  'firmware.update': (task, { settings = null }) => {
    if (task.machine.profile !== 'fake-hardware') flash(task, settings)
  },
  'raid.create_configuration': (task) => setRaid(task, disksIn(task.node.target_raid_config)),
  'raid.apply_configuration': (task, { raid_config: config = null }) =>
    setRaid(task, disksIn(isJsonObject(config) ? config : {})),
  'raid.delete_configuration': (task) => setRaid(task, []),
}

/** Applies the effect of a step to the hardware. */
export function takeEffect(task: Task, step: Step): void {
  const effect = Object.hasOwn(EFFECTS, stepId(step)) ? EFFECTS[stepId(step)] : undefined
  if (effect === undefined) return
  const args = step['args']
  effect(task, isJsonObject(args) ? args : {})
  touch(task)
}

/** Returns the error that the driver finds in the arguments of a step, in Python's words, or `null`. */
export function argumentError(task: Task, step: Step): string | null {
  const args = step['args']
  const settings = isJsonObject(args) ? args['settings'] : undefined
  if (stepId(step) !== 'bios.apply_configuration' || settings === undefined) return null
  if (!Array.isArray(settings)) return notIterable(settings)
  for (const setting of settings) {
    if (!isJsonObject(setting)) return notSubscriptable(setting)
    for (const key of ['name', 'value']) if (setting[key] === undefined) return `'${key}'`
  }
  if (task.machine.profile === 'fake-hardware') return null
  const known = new Set(task.machine.bios.map(({ name }) => name))
  const strangers = settingsIn(settings).filter(({ name }) => known.size > 0 && !known.has(name))
  return strangers.length === 0
    ? null
    : `Redfish BIOS apply configuration failed for node ${task.node.uuid}. Error: no attribute ` +
        strangers.map(({ name }) => name).join(', ')
}

function notIterable(value: JsonValue): string {
  if (isJsonObject(value) && Object.keys(value).length === 0) return ''
  if (typeof value === 'string' || isJsonObject(value)) return "string indices must be integers, not 'str'"
  return `'${pythonType(value)}' object is not iterable`
}

function notSubscriptable(value: JsonValue): string {
  if (typeof value === 'string') return "string indices must be integers, not 'str'"
  if (Array.isArray(value)) return 'list indices must be integers or slices, not str'
  return `'${pythonType(value)}' object is not subscriptable`
}

function pythonType(value: JsonValue): string {
  if (value === null) return 'NoneType'
  if (typeof value === 'boolean') return 'bool'
  return Number.isInteger(value) ? 'int' : 'float'
}

interface GivenSetting {
  readonly name: string
  readonly value: string | null
}

function settingsIn(settings: JsonValue): GivenSetting[] {
  const list = Array.isArray(settings) ? settings.filter(isJsonObject) : []
  return list.map(({ name = '', value = null }) => ({ name: pythonText(name), value: storedText(value) }))
}

/** Returns a value as the database stores it: always as text. */
function storedText(value: JsonValue): string | null {
  if (value === null) return null
  if (typeof value === 'boolean') return value ? '1' : '0'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** Replaces all settings: fake-hardware keeps only those that it was given last. */
function replaceSettings(task: Task, settings: readonly GivenSetting[]): void {
  const { machine, world } = task
  const kept = machine.bios.filter(({ name }) => settings.some((setting) => setting.name === name))
  machine.bios = kept
  changeSettings(task, settings)
  const known = new Set(machine.bios.map(({ name }) => name))
  for (const { name, value } of settings)
    if (!known.has(name)) machine.bios.push(newBiosSetting(name, value, world.timeText()))
}

function changeSettings({ machine, world }: Task, settings: readonly GivenSetting[]): void {
  for (const { name, value } of settings) {
    const setting = machine.bios.find((each) => each.name === name)
    if (setting === undefined || setting.value === value) continue
    setting.value = value
    setting.updated_at = world.timeText()
  }
}

function resetSettings(task: Task): void {
  const { machine } = task
  if (machine.profile === 'fake-hardware') machine.bios = []
  else
    changeSettings(
      task,
      Object.entries(machine.biosDefaults).map(([name, value]) => ({ name, value })),
    )
}

/** Updates the firmware. The new version is the name of the image, since nothing else is known of it. */
function flash({ machine, world }: Task, settings: JsonValue): void {
  for (const each of Array.isArray(settings) ? settings.filter(isJsonObject) : []) {
    const component = machine.firmware.find((known) => known.component === textIn(each, 'component'))
    if (component === undefined) continue
    const version =
      textIn(each, 'url')
        .split('/')
        .at(-1)
        ?.replace(/(?<=.)\.[a-z]+$/i, '') || null
    component.current_version = version
    component.last_version_flashed = version
    component.updated_at = world.timeText()
  }
}

function disksIn({ logical_disks: disks = [] }: JsonObject): JsonValue[] {
  return Array.isArray(disks) ? disks : []
}

/** @see openstack/ironic `ironic/common/raid.py` (update_raid_info) */
function setRaid({ node, world }: Task, disks: JsonValue[]): void {
  const updated = world.timeTextWithoutZone().replace('T', ' ')
  node.raid_config = { logical_disks: disks, last_updated: updated }
  const root = disks.filter(isJsonObject).find((disk) => disk['is_root_volume'] === true)
  if (root === undefined) return
  const size = root['size_gb']
  node.properties = { ...node.properties, ...(size === 'MAX' ? {} : { local_gb: Number(size) }) }
}
