import { readFile } from 'node:fs/promises'
import { err, ok, type Result } from 'neverthrow'
import type { TlsOptions } from '../../transport/ky-transport-options.js'
import type { Environment } from '../connection/connect-options.js'
import type { CloudConfigError } from '../errors/cloud-config-error.js'
import type { ChosenCloud } from './assemble-cloud.js'
import { expandHome } from './cloud-files.js'
import { cloudProblem } from './cloud-problem.js'
import type { TlsFiles } from './cloud-settings.js'

/**
 * Reads the certificates that a cloud names. Returns `undefined` when it names none, so that Node's trust applies.
 */
export async function readTlsFiles(
  files: TlsFiles,
  cloud: ChosenCloud,
  env: Environment,
): Promise<Result<TlsOptions | undefined, CloudConfigError>> {
  const read: { ca?: string; cert?: string; key?: string; insecure?: true } = {}
  for (const [part, name] of [
    ['ca', 'cacert'],
    ['cert', 'cert'],
    ['key', 'key'],
  ] as const) {
    const path = files[part]
    if (path === undefined) continue
    const file = expandHome(path, env)
    try {
      read[part] = await readFile(file, 'utf8')
    } catch {
      return err(cloudProblem(cloud, name, `names ${file}, which cannot be read; correct the path.`))
    }
    if (!read[part].includes('-----BEGIN '))
      return err(cloudProblem(cloud, name, `names ${file}, which is not PEM text; name a PEM file.`))
  }
  // One file may hold both certificate and key.
  if (read.cert?.includes('PRIVATE KEY-----')) read.key ??= read.cert
  if (files.insecure) read.insecure = true
  return ok(Object.keys(read).length === 0 ? undefined : read)
}
