import * as z from 'zod'
import { parseChecksum } from './image-checksum.js'

/** An image to write to the disk. */
export interface DiskImage {
  /**
   * An `http(s)`, `file` or `oci` URL, or the UUID of an image in Glance. Older Ironic, such as 21.4, refuses `oci`. An
   * `oci` image needs no checksum: its registry provides one.
   */
  readonly source: string
  /** `sha256:9f86…` (or md5, sha1, sha224, sha384, sha512), or the URL of a checksum file. */
  readonly checksum?: string | undefined
  /** Default: Ironic infers it; an image with kernel and ramdisk is a partition image. */
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
   * The login to an `oci` registry: `name:password`. Ironic treats a value without a colon as a token, and sends it as
   * the password of an empty user name. Only the deploy interface `bootc` needs the base64 of `name:password`, as
   * container tools store it under `auth`. A secret.
   *
   * @see openstack/ironic `ironic/common/image_service.py` (get_image_service_auth_override), and
   * `ironic/drivers/modules/agent.py` (execute_bootc_install)
   */
  readonly pullSecret?: string | undefined
  /** Where the node downloads the image from. Default: Ironic's configuration. */
  readonly downloadSource?: 'http' | 'local' | 'swift' | undefined
}

/** An operating system that runs from a ramdisk; nothing is written to the disk. */
export interface RamdiskImage {
  readonly kernel: string
  readonly ramdisk: string
}

/** An operating system that runs from an ISO image; nothing is written to the disk. */
export interface BootIsoImage {
  readonly bootIso: string
}

/**
 * An operating system on a volume that is attached to the node at boot index 0 (`storage.attachTarget`); nothing is
 * written to the disk. Microversion 1.32. Not with a config drive: Ironic has no disk to write it to.
 */
export interface VolumeImage {
  readonly volume: 'boot'
}

/** The image to run: on the disk, from boot media, or from a volume. */
export type DeployImage = DiskImage | RamdiskImage | BootIsoImage | VolumeImage

/** The message for a config drive together with a volume to boot from. */
export const NO_DISK_FOR_CONFIG_DRIVE =
  'cannot be used with a node that boots from a volume; leave it out, or put its contents on the volume'

/** Whether the node boots from a volume. */
export function isFromVolume(image: DeployImage | undefined): boolean {
  if (image === undefined) return false
  const { volume }: Partial<DiskImage & BootIsoImage & VolumeImage> = image
  return volume !== undefined
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const location = z.lazy(() =>
  z
    .string()
    .refine(
      (text) => UUID.test(text) || (/^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text) && URL.canParse(text)),
      'must be a URL, such as http://images/web.qcow2, or the UUID of an image in Glance',
    ),
)

const checksum = z.lazy(() =>
  z.string().superRefine((text, context) => {
    const parsed = parseChecksum(text)
    if (parsed.isErr()) context.addIssue({ code: 'custom', message: parsed.error })
  }),
)

export const image = z.lazy(
  () =>
    z
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
        const problem = (path: string[], message: string) =>
          context.addIssue({ code: 'custom', path, message })
        const { source, bootIso, kernel, ramdisk, volume, ...ofDisk } = given
        if (volume !== undefined) {
          const other = Object.entries(given).find(
            ([field, value]) => field !== 'volume' && value !== undefined,
          )
          if (other !== undefined)
            problem([other[0]], 'cannot be given together with a volume to boot from; pass one of them')
          return
        }
        if ((kernel === undefined) !== (ramdisk === undefined))
          problem(
            [kernel === undefined ? 'kernel' : 'ramdisk'],
            'is missing; a kernel and a ramdisk go together',
          )
        else if (source === undefined && bootIso === undefined && kernel === undefined)
          problem(
            [],
            'has neither a source nor boot media; pass source, kernel and ramdisk, bootIso or volume',
          )
        else if (bootIso !== undefined && (source !== undefined || kernel !== undefined))
          problem(['bootIso'], 'cannot be given together with another image; pass one of them')
        else if (source === undefined)
          for (const [field, value] of Object.entries(ofDisk))
            if (value !== undefined) problem([field], 'can be given only for an image with a source')
        if (given.pullSecret !== undefined && source?.startsWith('oci://') !== true)
          problem(['pullSecret'], 'can be given only for an image whose source is an oci:// URL')
      }) as z.ZodType<DeployImage>,
)
