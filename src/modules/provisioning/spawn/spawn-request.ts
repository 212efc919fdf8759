import * as z from 'zod'
import { uuid } from '../../../operations/input-schemas.js'
import { jsonObject } from '../../../operations/json-input.js'
import { configDrive } from '../../config-drive/config-drive-input.js'
import {
  deployStep,
  flavor,
  type CheckedDeployInput,
  type DeployInput,
} from '../../deployment/deploy-input.js'
import { image, isFromVolume, NO_DISK_FOR_CONFIG_DRIVE } from '../../deployment/image-input.js'
import { severalVifs } from '../../networking/networking-input.js'
import { describedVif } from '../../networking/vif-network-input.js'
import { wantedNode, type NodeRequirements } from '../claim/node-requirements.js'

/** The instance to spawn, and its node. */
export interface SpawnRequest extends DeployInput {
  /** UUID or name of the node, or its requirements: then a node that meets them is picked and reserved. */
  readonly node: string | NodeRequirements
}

/** A checked copy of a request, which the caller cannot change during the call. */
export type WantedSpawn = Omit<CheckedSpawnRequest, 'node'> & Pick<SpawnRequest, 'node'>

/** A request for one node. */
export type CheckedSpawnRequest = CheckedDeployInput & {
  /** UUID or name. */
  readonly node: string
}

/** Keys that this library or Ironic itself writes. */
const TAKEN_KEYS =
  /^(image_(source|checksum|os_hash_algo|os_hash_value|type|disk_format|container_format|rootfs_uuid|url|pull_secret|download_source)|kernel|ramdisk|boot_iso|root_gb|swap_mb|ephemeral_(gb|format)|capabilities|traits|root_device|display_name|configdrive|rescue_password|hashed_rescue_password)$/

const instanceInfo = z.lazy(() =>
  jsonObject.superRefine((given, context) => {
    for (const key of Object.keys(given))
      if (TAKEN_KEYS.test(key))
        context.addIssue({
          code: 'custom',
          path: [key],
          message: 'is set by another field of the request; use that one',
        })
  }),
)

export const spawnRequest = z.lazy(
  () =>
    z
      .strictObject({
        instance: z.strictObject({ id: uuid, name: z.string().min(1).max(255).optional() }),
        node: wantedNode,
        image,
        flavor: flavor.optional(),
        vifs: severalVifs(describedVif).optional(),
        configDrive: configDrive.optional(),
        deploySteps: z.array(deployStep).optional(),
        instanceInfo: instanceInfo.optional(),
      })
      .superRefine(({ vifs = [], configDrive: drive, image: wanted }, context) => {
        if (isFromVolume(wanted) && drive !== undefined)
          context.addIssue({ code: 'custom', path: ['configDrive'], message: NO_DISK_FOR_CONFIG_DRIVE })
        const isMade = drive?.is === 'parts' && drive.networkData === 'from-vifs'
        const described = vifs.findIndex(({ network }) => network !== undefined)
        if (isMade && vifs.length === 0)
          context.addIssue({
            code: 'custom',
            path: ['configDrive', 'networkData'],
            message: 'is "from-vifs", but there are no VIFs; pass vifs, or leave it out',
          })
        if (!isMade && described !== -1)
          context.addIssue({
            code: 'custom',
            path: ['vifs', described, 'network'],
            message: "needs configDrive.networkData: 'from-vifs'; pass that, or leave this out",
          })
      }) as z.ZodType<WantedSpawn>,
)

/** Requests of which no two name the same instance or node. */
export const spawnRequests: z.ZodType<readonly WantedSpawn[]> = z.lazy(() =>
  z.array(spawnRequest).superRefine((requests, context) => {
    const seen = new Set<string>()
    for (const [index, { instance, node }] of requests.entries()) {
      const named = typeof node === 'string' ? [[['node'], `node ${node}`] as const] : []
      for (const [path, subject] of [[['instance', 'id'], `instance ${instance.id}`] as const, ...named]) {
        if (seen.has(subject))
          context.addIssue({
            code: 'custom',
            path: [index, ...path],
            message: 'is a duplicate; pass each once',
          })
        seen.add(subject)
      }
    }
  }),
)

/** A request whose node is still to be picked. */
export type PickedNodeRequest = Omit<WantedSpawn, 'node'> & { readonly node: NodeRequirements }

/**
 * Writes all traits into both places. Ironic requires the traits of the instance on its node, and selects
 * deploy templates by those of the instance.
 *
 * @see openstack/ironic `ironic/conductor/utils.py` (validate_instance_info_traits)
 */
export function withRequiredTraits(request: PickedNodeRequest): PickedNodeRequest {
  const traits = [...new Set([...(request.node.traits ?? []), ...(request.flavor?.traits ?? [])])]
  if (traits.length === 0) return request
  return { ...request, flavor: { ...request.flavor, traits }, node: { ...request.node, traits } }
}
