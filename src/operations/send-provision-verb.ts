import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../client/errors/client-errors.js'
import { mayHaveHappened, pauseBeforeRetryMs } from '../client/requests/retry-policy.js'
import type { ProvisionFault, ProvisionRequest } from '../client/resources/node/node-states.js'
import { verbIsLegal } from '../states/provision-verbs.js'
import { isOfOthers, wasTaken } from '../states/was-taken.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import type { ModuleContext } from './module-context.js'
import { NodeNotFoundError } from './node-errors.js'
import { readConfirmed } from './read-confirmed.js'
import { LOCKED_FOR_MS } from './retry-until.js'
import type { CallScope } from './run-operation.js'

export interface ProvisionVerbRequest {
  /** The node as it was found. */
  readonly found: WatchedNode
  readonly request: ProvisionRequest
  /**
   * Whether an error that is usually temporary is permanent here, once the node shows that Ironic did not
   * accept the verb.
   */
  readonly isFinal?: (error: RequestErrorOr<ProvisionFault>) => boolean
  /** How long to retry a locked node. Default: two minutes. */
  readonly lockedForMs?: number
}

/**
 * Sends a provision verb until Ironic accepts it or refuses it permanently. Ironic answers a held lock and an
 * illegal state alike, and a lost reply proves nothing. In all three cases this reads the node and decides by
 * what it shows. Ironic limits how many nodes it deploys and tears down at once: a verb that meets the limit is
 * retried until the deadline.
 */
export async function sendProvisionVerb(
  context: ModuleContext,
  { found, request, isFinal, lockedForMs = LOCKED_FOR_MS }: ProvisionVerbRequest,
  { signal, deadlineAt }: Pick<CallScope, 'signal' | 'deadlineAt'>,
): Promise<Result<void, RequestErrorOr<ProvisionFault> | NodeNotFoundError>> {
  const { client, clock, random } = context
  const { uuid: node } = found
  const { target: verb } = request
  const lockedUntil = Math.min(deadlineAt, clock.now() + lockedForMs)
  let retryForMs: number | undefined
  let mayBeOurs = false
  for (let attempt = 1; ; attempt += 1) {
    const sent = await client.nodeStates.provision(node, request, { signal, retryForMs })
    if (sent.isOk()) return ok(undefined)
    const error = sent.error
    if (error.kind === 'aborted')
      return err(mayBeOurs || mayHaveHappened(error) ? error.withSentence(mayGoOn(verb)) : error)
    if (error.kind === 'not_found') return err(new NodeNotFoundError({ node, cause: error }))
    if (error.kind === 'concurrency_limit' || error.kind === 'service_busy') {
      // The client has retried for a while: from here on, one attempt every minute or two is enough.
      const pause = pauseBeforeRetryMs('limited', attempt + 3, random, undefined)
      if (clock.now() + pause > deadlineAt) return err(error)
      await clock.sleep(pause, signal)
      retryForMs = 0
      continue
    }
    retryForMs = undefined
    const isLost = mayHaveHappened(error)
    mayBeOurs ||= isLost
    const undecided = error.kind === 'node_locked' || error.kind === 'state_refused' || isLost
    if (!undecided) return err(error)

    const look = await readConfirmed(context, node, { signal })
    if (look.isErr()) {
      const unread = look.error.kind === 'aborted' ? look.error : error
      return err(mayBeOurs ? unread.withSentence(mayGoOn(verb)) : unread)
    }
    const seen = look.value
    if (seen === undefined) return err(new NodeNotFoundError({ node, cause: error }))
    if (wasTaken({ verb, found, seen, mayBeOurs })) return ok(undefined)
    if (error.kind === 'state_refused' || isFinal?.(error) === true) return err(error)
    if (verbIsLegal(verb, seen.provision_state) === false || isOfOthers(verb, found, seen)) return err(error)

    const pause = pauseBeforeRetryMs('locked', attempt, random, undefined)
    if (clock.now() + pause > lockedUntil) return err(error)
    await clock.sleep(pause, signal)
  }
}

function mayGoOn(verb: string): string {
  return `Ironic may have accepted the verb "${verb}" and may go on with it: check the node.`
}
