import { sameJson } from '../../formats/same-json.js'
import { err, ok, type Result } from 'neverthrow'
import type { FreeForm } from '../../client/collections/field-schemas.js'
import { detachedSignal } from '../../client/requests/call-signal.js'
import { holdsMask } from '../../client/requests/json-patch.js'
import { mayHaveHappened } from '../../client/requests/retry-policy.js'
import { findNode } from '../../operations/locate-node.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { LATE_EFFECT_MS, retryUntil } from '../../operations/retry-until.js'
import { sameId } from '../../states/same-id.js'
import { wasTaken } from '../../states/was-taken.js'
import type { InstanceNode } from './instance-node.js'
import type { RequestRebuildError } from './rebuild-errors.js'
import { patchInfo, type WriteError } from './write-rebuild-info.js'

const PUT_BACK_WITHIN_MS = 30_000

/** Keys that Ironic itself writes with every deployment, and masks. */
const IRONICS_OWN: readonly string[] = ['image_url']

/** What is uncertain before the node is read: nothing, whether a write took effect, or whether the rebuild did. */
export type Doubt = 'none' | 'of what was written' | 'of the rebuild'

interface PutBack {
  readonly changes: FreeForm
  readonly doubt: Doubt
  /** The call's. Its abort and its deadline do not end this. */
  readonly signal: AbortSignal | undefined
}

/** The state of a node after a rebuild request that failed. */
export type AfterFailedRequest = 'as_before' | 'begun' | 'not_ours' | 'changed' | 'unknown'

/**
 * Restores `instance_info` once the node shows that Ironic did not accept the rebuild. The node still runs the previous
 * image, and the next rebuild or rescue would use what was written.
 */
export async function putBackInfo(
  context: ModuleContext,
  found: InstanceNode,
  { changes, doubt, signal: caller }: PutBack,
): Promise<AfterFailedRequest> {
  const signal = detachedSignal(caller)
  const before = found.instance_info ?? {}
  const changed = Object.keys(changes).filter((key) => !sameJson(before[key], changes[key]))
  if (changed.length === 0 && doubt !== 'of the rebuild') return 'as_before'
  const hidden = changed.filter((key) => holdsMask(before[key]))
  const shown = changed.filter((key) => !hidden.includes(key))
  const restored = Object.fromEntries(shown.map((key) => [key, before[key]]))

  if (doubt !== 'none') await context.clock.sleep(LATE_EFFECT_MS)
  let last: AfterFailedRequest = 'unknown'
  const until = context.clock.now() + PUT_BACK_WITHIN_MS
  const put = await retryUntil(
    context,
    { until },
    async (): Promise<Result<AfterFailedRequest, WriteError>> => {
      const look = await findNode(context, found.uuid, { also: ['instance_info'], signal })
      if (look.isErr()) return err(look.error)
      const seen = look.value
      if (!sameId(seen.instance_uuid, found.instance_uuid)) return ok('not_ours')
      const mayBeOurs = doubt === 'of the rebuild'
      if (wasTaken({ verb: 'rebuild', found, seen, mayBeOurs })) return ok('begun')
      if (changed.every((key) => sameJson(before[key], seen.instance_info?.[key]))) return ok('as_before')
      last = 'changed'
      const patched = await patchInfo(context, found, {
        current: seen.instance_info ?? {},
        changes: restored,
        signal,
      })
      return patched.map(() => (hidden.every((key) => IRONICS_OWN.includes(key)) ? 'as_before' : 'changed'))
    },
  )
  return put.unwrapOr(last)
}

/** Adds to the error of a rebuild request what the request has left on the node. */
export function sayingWhatIsLeft(error: RequestRebuildError, after: AfterFailedRequest): RequestRebuildError {
  switch (after) {
    case 'as_before':
      return mayHaveHappened(error) ? error.withSentence(NOT_TAKEN) : error
    case 'begun':
      return error.withSentence(BEGUN)
    case 'changed':
      return error.withSentence(CHANGED)
    case 'unknown':
      return error.withSentence(UNKNOWN)
    case 'not_ours':
      return error
  }
}

const NOT_TAKEN = 'Ironic did not accept the rebuild, and instance_info of the node is unchanged.'
const BEGUN =
  'The rebuild, or another deployment of the node, has begun nevertheless. Follow it with rebuild.waitForRedeploy.'
const CHANGED =
  'Nothing was rebuilt, but instance_info of the node already describes what this call was to deploy, and could not be put back: a rebuild without an image would deploy that. Call rebuild.redeploy with the image that you want.'
const UNKNOWN =
  'It is not known whether Ironic accepted the rebuild; instance_info of the node may already describe what this call was to deploy. Check the node, or call rebuild.waitForRedeploy.'
