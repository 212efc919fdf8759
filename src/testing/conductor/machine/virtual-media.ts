import type { VirtualMedium } from '../../hardware/hardware-details.js'
import { type JsonObject, textIn } from '../../json/json-value.js'
import { ApiFault, unsupported } from '../../refusals/api-fault.js'
import { pythonRepr, pythonText } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import type { Task } from '../../world/world.js'
import { recordHistory, releaseWorker, requireLock, requireWorker, spawnWorker, touch } from '../task/task.js'
import { askController, readController } from './controller-call.js'

/** Returns the virtual media of the controller. Refuses when it has none. */
export function requireMedia(task: Task): readonly VirtualMedium[] {
  const isShared = serverHas(task.world, 'sharesMediaLock')
  if (!isShared) requireLock(task)
  const media = mediaOf(task)
  if (media === null) throw unsupported(task.node.driver, 'get_virtual_media')
  // Newer servers read it while somebody else holds the lock.
  if (isShared) readController(task)
  else askController(task)
  return media
}

/** @see openstack/ironic `ironic/conductor/manager.py` (attach_virtual_media, detach_virtual_media) */
export function requestMedia(task: Task, what: 'attach' | 'detach', details: JsonObject): void {
  const { node, world } = task
  requireLock(task)
  if (node.maintenance && node.fault === 'power failure')
    throw new ApiFault(
      503,
      `Unable to ${what} virtual media for node ${node.uuid} due to power failure state`,
    )
  requireWorker(task)
  node.last_error = null
  spawnWorker(task, 'power')
  world.later(task, 'power', world.duration(task, 'management'), `media.${what}es`, details)
}

/** Attaches the image. A driver that cannot do it fails only here, and only `last_error` shows it. */
export function attachMedia(task: Task, details: JsonObject): void {
  const { node, machine } = task
  const device = textIn(details, 'device')
  const about = `Could not attach device ${device} to node ${node.uuid}`
  const media = mediaOf(task)
  if (media !== null && machine.bmc === 'silent') return fail(task, `${about}: ${silence(task)}`)
  const drive = media?.find((medium) => medium.media_types.includes(TYPES[device] ?? ''))
  if (media === null || drive === undefined) {
    const reason =
      media === null
        ? `Publishing images is not supported for driver ${node.driver}`
        : 'No suitable virtual media device found'
    return fail(task, `${about}: ${reason}`)
  }
  const image = publishedUrl(task, details)
  machine.virtualMedia = media.map((medium) =>
    medium === drive ? { ...medium, inserted: true, image } : medium,
  )
  end(task)
}

export function detachMedia(task: Task, { devices }: JsonObject): void {
  const { node, machine } = task
  const media = mediaOf(task)
  if (media === null)
    return fail(
      task,
      `Could not detach device(s) ${pythonRepr(devices)} from node ${node.uuid}: ` +
        unsupported(node.driver, 'detach_virtual_media').message,
    )
  if (machine.bmc === 'silent')
    return fail(
      task,
      `Could not detach device(s) ${pythonRepr(devices)} from node ${node.uuid}: ${silence(task)}`,
    )
  const types = Array.isArray(devices) ? devices.map((device) => TYPES[pythonText(device)] ?? '') : null
  machine.virtualMedia = media.map((medium) =>
    types === null || types.some((type) => medium.media_types.includes(type))
      ? { ...medium, inserted: false, image: null }
      : medium,
  )
  end(task)
}

function silence({ node }: Task): string {
  const address = textIn(node.driver_info, 'redfish_address')
  return `Redfish connection failed for node ${node.uuid}: Unable to connect to ${address}`
}

const TYPES: Readonly<Record<string, string>> = { cdrom: 'CD', floppy: 'Floppy', disk: 'USBStick' }

/**
 * Returns the URL given to the controller: the image's own, or the conductor's when the conductor has fetched
 * the image.
 */
function publishedUrl({ node, world }: Task, details: JsonObject): string {
  if (textIn(details, 'source') === 'http') return textIn(details, 'url')
  const device = textIn(details, 'device')
  const file = `${device}-${node.uuid}.${device === 'cdrom' ? 'iso' : 'img'}`
  return `http://${world.settings.conductorHost}:8080/redfish/${file}`
}

function mediaOf({ world, machine }: Task): readonly VirtualMedium[] | null {
  return machine.virtualMedia.length > 0 ? machine.virtualMedia : world.profileOf(machine).virtualMedia
}

function fail(task: Task, text: string): void {
  recordHistory(task, text, { error: true })
  releaseWorker(task, 'power')
}

function end(task: Task): void {
  touch(task)
  releaseWorker(task, 'power')
}
