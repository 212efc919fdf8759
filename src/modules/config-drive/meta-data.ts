import type { FreeForm } from '../../client/collections/field-schemas.js'

/** What `meta_data.json` is made of. */
export interface MetaDataParts {
  readonly hostname?: string | undefined
  readonly publicKeys?: Readonly<Record<string, string>> | undefined
  readonly adminPassword?: string | undefined
  readonly metaData?: FreeForm | undefined
}

/** The instance that a config drive is for. */
export interface DescribedInstance {
  /** UUID. */
  readonly id: string
  readonly name?: string | undefined
}

const HOSTNAME =
  /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i

export function isHostname(text: string): boolean {
  return HOSTNAME.test(text)
}

/**
 * `meta_data.json`, in the names of Nova. `uuid` is the instance's: by it cloud-init tells a new instance from one
 * that it has set up already, and Ironic would write the node's, which stays the same. What the caller writes under a
 * name of its own, or under one of these, stays.
 *
 * @see openstack/nova `nova/api/metadata/base.py` (InstanceMetadata._metadata_as_json)
 */
export function metaDataDocument(
  { hostname, publicKeys, adminPassword, metaData }: MetaDataParts,
  { id, name }: DescribedInstance,
): FreeForm {
  const fallback = name !== undefined && isHostname(name) ? name : undefined
  return Object.fromEntries(
    Object.entries({
      uuid: id,
      name,
      hostname: hostname ?? fallback,
      public_keys: publicKeys,
      keys: publicKeys && Object.entries(publicKeys).map(([key, data]) => ({ name: key, type: 'ssh', data })),
      admin_pass: adminPassword,
      ...metaData,
    }).filter(([, value]) => value !== undefined),
  )
}
