import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../client/client-errors.js'
import { missingFeature, type Need } from '../../client/missing-feature.js'
import type { AskOptions, ModuleContext } from '../module-context.js'
import type { CheckedSpawnRequest } from './spawn-request.js'

/** Asks what a request needs of the server, before anything is changed. */
export async function checkSupport(
  { client }: ModuleContext,
  request: CheckedSpawnRequest,
  { signal }: AskOptions,
): Promise<Result<void, RequestError>> {
  const features = await client.features({ signal })
  if (features.isErr()) return err(features.error)
  const missing = missingFeature(neededBy(request), features.value)
  return missing === undefined ? ok(undefined) : err(missing)
}

function neededBy({ vifs = [], configDrive, deploySteps }: CheckedSpawnRequest): readonly Need[] {
  const isJson = typeof configDrive === 'object'
  const isPinned = vifs.some(({ port, portGroup }) => port !== undefined || portGroup !== undefined)
  const needs: readonly (readonly [boolean, Need])[] = [
    [true, 'node_fields'],
    [vifs.length > 0, 'vifs'],
    [isPinned, 'vif_port'],
    [isJson, 'json_config_drive'],
    [isJson && 'vendor_data' in configDrive, 'config_drive_vendor_data'],
    [deploySteps !== undefined, 'deploy_steps'],
  ]
  return needs.filter(([isNeeded]) => isNeeded).map(([, need]) => need)
}
