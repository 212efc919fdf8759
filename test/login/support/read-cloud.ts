import type { Result } from 'neverthrow'
import { chooseCloud } from '../../../src/login/cloud/choose-cloud.js'
import { readCloudConnection, type CloudConnection } from '../../../src/login/cloud/cloud-connection.js'
import { readCloudFiles } from '../../../src/login/cloud/cloud-files.js'
import type { Environment } from '../../../src/login/http/environment.js'
import type { CloudConfigError } from '../../../src/login/errors/cloud-config-error.js'
import { homeWith } from './cloud-folder.js'

export interface Described {
  readonly files?: Readonly<Record<string, string>>
  readonly env?: Environment
  readonly cloud?: string
  readonly region?: string
}

/** Returns the connection that `connect` finds for these files and variables. */
export async function readCloud({
  files = {},
  env = {},
  cloud,
  region,
}: Described): Promise<Result<CloudConnection, CloudConfigError>> {
  const all = { ...homeWith(files), ...env }
  const read = await readCloudFiles({ env: all })
  return read.andThen((found) => chooseCloud(found, { cloud, region, env: all })).andThen(readCloudConnection)
}
