import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../../client/errors/client-errors.js'
import { missingFeature, type Need } from '../../../client/requests/missing-feature.js'
import type { ApiFeatures } from '../../../client/versions/api-features.js'
import type { AskOptions, ModuleParts } from '../../../operations/module-context.js'
import { isFromVolume } from '../../deployment/image-input.js'
import type { CheckedSpawnRequest } from './spawn-request.js'

/**
 * Checks that the server supports what a request needs, before anything is changed. Returns the features of the
 * server.
 */
export async function checkSupport(
  { client }: ModuleParts,
  request: CheckedSpawnRequest,
  { signal }: AskOptions,
): Promise<Result<ApiFeatures, RequestError>> {
  const features = await client.features({ signal })
  if (features.isErr()) return err(features.error)
  const missing = missingFeature(neededBy(request), features.value)
  return missing === undefined ? ok(features.value) : err(missing)
}

function neededBy({ vifs = [], deploySteps, image }: CheckedSpawnRequest): readonly Need[] {
  const isPinned = vifs.some(({ port, portGroup }) => port !== undefined || portGroup !== undefined)
  const needs: readonly (readonly [boolean, Need])[] = [
    [true, 'node_fields'],
    [vifs.length > 0, 'vifs'],
    [isPinned, 'vif_port'],
    [deploySteps !== undefined, 'deploy_steps'],
    [isFromVolume(image), 'volumes'],
  ]
  return needs.filter(([isNeeded]) => isNeeded).map(([, need]) => need)
}
