import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.js'
import { badRequest } from '../../refusals/api-fault.js'
import { pythonRepr } from '../../refusals/python-text.js'
import { serverHas } from '../../world/server-features.js'
import type { World } from '../../world/world.js'

/** @see openstack/ironic `ironic/drivers/raid_config_schema.json` */
export const LOGICAL_DISK_PROPERTIES: Readonly<Record<string, string>> = {
  raid_level:
    "RAID level for the logical disk. Valid values are 'JBOD', '0', '1', '2', '5', '6', '1+0', '5+0' and '6+0'. " +
    'Required.',
  size_gb:
    "Size in GiB (Integer) for the logical disk. Use 'MAX' as size_gb if this logical disk is supposed to use the " +
    'rest of the space available. Required.',
  volume_name:
    'Name of the volume to be created. If this is not specified, it will be auto-generated. Optional.',
  is_root_volume: 'Specifies whether this disk is a root volume. By default, this is False. Optional.',
  share_physical_disks:
    'Specifies whether other logical disks can share physical disks with this logical disk. By default, this is ' +
    'False. Optional.',
  disk_type:
    "The type of disk preferred. Valid values are 'hdd' and 'ssd'. If this is not specified, disk type will not be " +
    'a selection criterion for choosing backing physical disks. Optional.',
  interface_type:
    "The interface type of disk. Valid values are 'sata', 'scsi' and 'sas'. If this is not specified, interface " +
    'type will not be a selection criterion for choosing backing physical disks. Optional.',
  number_of_physical_disks:
    'Number of physical disks to use for this logical disk. By default, the driver uses the minimum number of disks ' +
    'required for that RAID level. Optional.',
  controller:
    'Controller to use for this logical disk. If not specified, the driver will choose a suitable RAID controller ' +
    'on the bare metal node. Optional.',
  physical_disks:
    'The physical disks to use for this logical disk. If not specified, the driver will choose suitable physical ' +
    'disks to use. Optional.',
}

const LEVELS = ['JBOD', '0', '1', '2', '5', '6', '1+0', '5+0', '6+0']

const refuse = (text: string) => badRequest(`RAID config validation error: ${text}`)

/** Refuses a target RAID configuration that Ironic refuses. An empty one removes the target. */
export function checkRaidConfig(world: World, config: JsonObject): void {
  if (Object.keys(config).length === 0) return
  if (!Object.hasOwn(config, 'logical_disks')) throw refuse("'logical_disks' is a required property")
  for (const key of Object.keys(config))
    if (key !== 'logical_disks')
      throw refuse(`Additional properties are not allowed (${pythonRepr(key)} was unexpected)`)
  const disks = config['logical_disks']
  if (!Array.isArray(disks)) throw refuse(`${pythonRepr(disks)} is not of type 'array'`)
  if (disks.length === 0)
    throw refuse(serverHas(world, 'saysNonEmpty') ? '[] should be non-empty' : '[] is too short')
  for (const disk of disks) checkDisk(disk)
  const roots = disks.filter((disk) => isJsonObject(disk) && disk['is_root_volume'] === true)
  if (roots.length > 1)
    throw badRequest(
      `Raid config cannot have more than one root volume. ${roots.length} root volumes were specified`,
    )
}

function checkDisk(disk: JsonValue): void {
  if (!isJsonObject(disk)) throw refuse(`${pythonRepr(disk)} is not of type 'object'`)
  for (const key of ['raid_level', 'size_gb'])
    if (!Object.hasOwn(disk, key)) throw refuse(`${pythonRepr(key)} is a required property`)
  for (const key of Object.keys(disk))
    if (!Object.hasOwn(LOGICAL_DISK_PROPERTIES, key))
      throw refuse(`Additional properties are not allowed (${pythonRepr(key)} was unexpected)`)
  const { raid_level: level, size_gb: size } = disk
  if (typeof level !== 'string' || !LEVELS.includes(level))
    throw refuse(`${pythonRepr(level)} is not one of ${pythonRepr(LEVELS)}`)
  if (size !== 'MAX' && !(Number.isInteger(size) && Number(size) >= 0))
    throw refuse(
      typeof size === 'string'
        ? `${pythonRepr(size)} is not one of ['MAX']`
        : `${pythonRepr(size)} is not valid under any of the given schemas`,
    )
}
