import type { FreeForm } from '../../client/collections/field-schemas.js'

/** The parts of a config drive that go into `meta_data.json`. */
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
 * Builds `meta_data.json` with Nova's field names. `uuid` is that of the instance: cloud-init uses it to recognise a new
 * instance, and Ironic would write the node's UUID, which never changes. Fields of the caller take precedence.
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
