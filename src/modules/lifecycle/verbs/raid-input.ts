import * as z from 'zod'
import { jsonObject } from '../../../operations/json-input.js'

const LEVELS = ['JBOD', '0', '1', '2', '5', '6', '1+0', '5+0', '6+0'] as const

/** A logical disk that a RAID controller, or software RAID, builds from physical disks. */
export interface LogicalDisk {
  /** In GiB, or `MAX` for the remaining space. */
  readonly size_gb: number | 'MAX'
  readonly raid_level: (typeof LEVELS)[number]
  readonly volume_name?: string | undefined
  /** Whether to install the operating system on it; at most one disk. */
  readonly is_root_volume?: boolean | undefined
  readonly share_physical_disks?: boolean | undefined
  readonly disk_type?: 'hdd' | 'ssd' | undefined
  readonly interface_type?: 'sata' | 'scsi' | 'sas' | undefined
  readonly number_of_physical_disks?: number | undefined
  /** `software` for software RAID. */
  readonly controller?: string | undefined
  /** Names of disks, or hints for software RAID, such as `{ size: '> 100' }`. */
  readonly physical_disks?: readonly unknown[] | undefined
}

/** The target RAID configuration of a node, with Ironic's field names; `{}` for none. */
export interface TargetRaidConfig {
  readonly logical_disks?: readonly LogicalDisk[] | undefined
}

// The other fields of a disk differ between drivers; Ironic and the driver check them.
const logicalDisk = z.lazy(
  () =>
    jsonObject.pipe(
      z.looseObject({
        size_gb: z.union(
          [z.number().int().min(0), z.literal('MAX')],
          'must be a whole number of GiB, or "MAX" for the remaining space',
        ),
        raid_level: z.enum(LEVELS, `must be one of ${LEVELS.join(', ')}`),
      }),
    ) as z.ZodType<LogicalDisk>,
)

/** @see openstack/ironic `ironic/drivers/raid_config_schema.json` and `ironic/common/raid.py` */
export const targetRaidConfig: z.ZodType<TargetRaidConfig> = z.lazy(() =>
  z.strictObject({
    logical_disks: z
      .array(logicalDisk)
      .min(1, 'is empty; leave it out to have no RAID')
      .refine((disks) => disks.filter((disk) => disk.is_root_volume === true).length <= 1, {
        message: 'has more than one root volume; mark at most one with is_root_volume',
      })
      .optional(),
  }),
)
