import type { FreeForm } from '../../client/collections/field-schemas.js'
import { utf8 } from '../../formats/utf8.js'
import type { NetworkData } from '../networking/network-data.js'
import type { CheckedFile } from './config-drive-input.js'
import { buildIsoImage } from './iso-image/build-iso-image.js'
import type { IsoFile } from './iso-image/iso-tree.js'

/** The documents of a config drive. */
export interface ConfigDriveDocuments {
  readonly metaData: FreeForm
  readonly userData?: Uint8Array | undefined
  readonly networkData?: FreeForm | NetworkData | undefined
  readonly vendorData?: FreeForm | undefined
}

/** The volume label by which instances find a config drive. */
const LABEL = 'config-2'

/**
 * Builds the image of a config drive: the documents at Ironic's own paths, and the files for the instance. It holds only
 * the version `latest`, which every reader uses when there is no dated one. Ironic corrects the network data only in
 * `latest`, so a reader of a dated version would miss the correction.
 *
 * @see openstack/ironic `ironic/conductor/configdrive_utils.py` (check_and_patch_configdrive)
 */
export function configDriveImage(
  { metaData, userData, networkData, vendorData }: ConfigDriveDocuments,
  injected: readonly CheckedFile[],
  at: Date,
): Uint8Array {
  const listed = injected.map(({ path }, index) => ({ path, content_path: `/content/${numbered(index)}` }))
  const withFiles = injected.length === 0 ? metaData : { ...metaData, files: listed }
  const documents = {
    'meta_data.json': json(withFiles),
    user_data: userData,
    'network_data.json': networkData && json(networkData),
    'vendor_data2.json': vendorData && json(vendorData),
  }
  const files: readonly IsoFile[] = [
    ...Object.entries(documents).flatMap(([name, contents]) =>
      contents === undefined ? [] : [{ path: `openstack/latest/${name}`, contents }],
    ),
    ...injected.map(({ contents }, index) => ({ path: `openstack/content/${numbered(index)}`, contents })),
  ]
  return buildIsoImage({ label: LABEL, files, at })
}

function json(document: object): Uint8Array {
  return utf8(JSON.stringify(document))
}

function numbered(index: number): string {
  return String(index).padStart(4, '0')
}
