import * as z from 'zod'
import { parseChecksum } from './image-checksum.js'

/** An image that is written to the disk. */
export interface DiskImage {
  /**
   * An `http(s)`, `file` or `oci` URL, or the UUID of an image in Glance. Older Ironic, such as 21.4, refuses `oci`;
   * the registry itself vouches for such an image, so it needs no checksum.
   */
  readonly source: string
  /** `sha256:9f86…` (or md5, sha1, sha224, sha384, sha512), or the URL of a file of checksums. */
  readonly checksum?: string | undefined
  /** Default: Ironic infers it; an image with kernel and ramdisk is a partition. */
  readonly type?: 'whole-disk' | 'partition' | undefined
  /** Such as `qcow2` or `raw`. */
  readonly diskFormat?: string | undefined
  readonly containerFormat?: string | undefined
  /** URL or Glance UUID of the kernel of a partition image. */
  readonly kernel?: string | undefined
  /** URL or Glance UUID of the ramdisk of a partition image. */
  readonly ramdisk?: string | undefined
  /** UUID of the root file system inside a whole-disk image, for software RAID. */
  readonly rootfsUuid?: string | undefined
  /**
   * The login of an `oci` registry: `name:password`. Ironic takes a text without a colon for a token, and sends it as
   * the password of a user without a name. The deploy interface `bootc` alone needs the base64 of `name:password`, as
   * container tools keep it under `auth`. A secret.
   *
   * @see openstack/ironic `ironic/common/image_service.py` (get_image_service_auth_override), and
   * `ironic/drivers/modules/agent.py` (execute_bootc_install)
   */
  readonly pullSecret?: string | undefined
  /** Where the machine gets the image from. Default: as Ironic is configured. */
  readonly downloadSource?: 'http' | 'local' | 'swift' | undefined
}

/** A system that runs from a ramdisk; nothing is written to the disk. */
export interface RamdiskImage {
  readonly kernel: string
  readonly ramdisk: string
}

/** A system that runs from an ISO image; nothing is written to the disk. */
export interface BootIsoImage {
  readonly bootIso: string
}

/**
 * A system on a volume that the machine is connected to, at boot index 0 (`storage.attachTarget`); nothing is written
 * to the disk. Microversion 1.32. It takes no config drive: Ironic has no disk to put one on.
 */
export interface VolumeImage {
  readonly volume: 'boot'
}

/** What a machine is to run: an image on its disk, boot media, or what is on a volume. */
export type DeployImage = DiskImage | RamdiskImage | BootIsoImage | VolumeImage

/** What is wrong with a config drive beside a volume to boot from. */
export const NO_DISK_FOR_CONFIG_DRIVE =
  'does not reach a machine that boots from a volume; leave it out, or put its contents on the volume'

/** Whether the machine boots from a volume. */
export function isFromVolume(image: DeployImage | undefined): boolean {
  if (image === undefined) return false
  const { volume }: Partial<DiskImage & BootIsoImage & VolumeImage> = image
  return volume !== undefined
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const location = z
  .string()
  .refine(
    (text) => UUID.test(text) || (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text) && URL.canParse(text)),
    'must be a URL, such as http://images/web.qcow2, or the UUID of an image in Glance',
  )

const checksum = z.string().superRefine((text, context) => {
  const parsed = parseChecksum(text)
  if (parsed.isErr()) context.addIssue({ code: 'custom', message: parsed.error })
})

export const image = z
  .strictObject({
    source: location.optional(),
    checksum: checksum.optional(),
    type: z.enum(['whole-disk', 'partition'], 'must be "whole-disk" or "partition"').optional(),
    diskFormat: z.string().min(1).optional(),
    containerFormat: z.string().min(1).optional(),
    kernel: location.optional(),
    ramdisk: location.optional(),
    rootfsUuid: z.string().regex(UUID, 'must be a UUID').optional(),
    pullSecret: z.string().min(1, 'is empty; leave it out for none').optional(),
    downloadSource: z.enum(['http', 'local', 'swift'], 'must be "http", "local" or "swift"').optional(),
    bootIso: location.optional(),
    volume: z.literal('boot', 'must be "boot"').optional(),
  })
  .superRefine((given, context) => {
    const problem = (path: string[], message: string) => context.addIssue({ code: 'custom', path, message })
    const { source, bootIso, kernel, ramdisk, volume, ...ofDisk } = given
    if (volume !== undefined) {
      const other = Object.entries(given).find(([field, value]) => field !== 'volume' && value !== undefined)
      if (other !== undefined)
        problem([other[0]], 'cannot be given together with a volume to boot from; pass one of them')
      return
    }
    if ((kernel === undefined) !== (ramdisk === undefined))
      problem([kernel === undefined ? 'kernel' : 'ramdisk'], 'is missing; a kernel and a ramdisk go together')
    else if (source === undefined && bootIso === undefined && kernel === undefined)
      problem([], 'has neither a source nor boot media; pass source, kernel and ramdisk, bootIso or volume')
    else if (bootIso !== undefined && (source !== undefined || kernel !== undefined))
      problem(['bootIso'], 'cannot be given together with another image; pass one of them')
    else if (source === undefined)
      for (const [field, value] of Object.entries(ofDisk))
        if (value !== undefined) problem([field], 'only fits an image that has a source')
    if (given.pullSecret !== undefined && source?.startsWith('oci://') !== true)
      problem(['pullSecret'], 'only fits an image whose source is an oci:// URL')
  }) as z.ZodType<DeployImage>
