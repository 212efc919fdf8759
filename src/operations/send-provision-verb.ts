import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../client/errors/client-errors.js'
import { mayHaveHappened, pauseBeforeRetryMs } from '../client/requests/retry-policy.js'
import type { ProvisionFault, ProvisionRequest } from '../client/resources/node/node-states.js'
import { verbIsLegal } from '../states/provision-verbs.js'
import type { WatchedNode } from '../waiting/watched-node.js'
import type { AskOptions, ModuleContext } from './module-context.js'
import { NodeNotFoundError } from './node-errors.js'
import { readConfirmed } from './read-confirmed.js'

export interface ProvisionVerbRequest {
  /** UUID of the node. */
  readonly node: string
  readonly request: ProvisionRequest
  /**
   * Whether a node that is seen after a lost reply or a lock shows that Ironic took the verb. `mayBeOurs` when a reply
   * was lost; otherwise Ironic has refused all that was sent, and what the node went through was begun by others.
   */
  readonly taken: (node: WatchedNode, mayBeOurs: boolean) => boolean
  /** Whether an error that may pass will not, once the node shows that Ironic did not take the verb. */
  readonly isFinal?: (error: RequestErrorOr<ProvisionFault>) => boolean
  /** For how long a locked node is asked again. */
  readonly lockedForMs: number
  /** Until when an Ironic that does as much as it may is asked again. */
  readonly deadlineAt: number
}

/**
 * Sends a provision verb until Ironic has taken it or refuses it for good. A lock and an illegal state are
 * answered alike when the lock is held, and a lost reply says nothing: in all three cases the node is read,
 * and what it shows decides. Ironic limits how many nodes it deploys and tears down at once: a verb that meets the
 * limit waits for its turn.
 */
export async function sendProvisionVerb(
  context: ModuleContext,
  verb: ProvisionVerbRequest,
  options: AskOptions,
): Promise<Result<void, RequestErrorOr<ProvisionFault> | NodeNotFoundError>> {
  const { client, clock, random } = context
  const { signal } = options
  const lockedUntil = Math.min(verb.deadlineAt, clock.now() + verb.lockedForMs)
  let retryForMs: number | undefined
  let mayBeOurs = false
  for (let attempt = 1; ; attempt += 1) {
    const sent = await client.nodeStates.provision(verb.node, verb.request, { signal, retryForMs })
    if (sent.isOk()) return ok(undefined)
    const error = sent.error
    if (error.kind === 'aborted')
      return err(mayBeOurs || mayHaveHappened(error) ? error.saying(mayGoOn(verb.request.target)) : error)
    if (error.kind === 'not_found') return err(new NodeNotFoundError({ node: verb.node, cause: error }))
    if (error.kind === 'concurrency_limit' || error.kind === 'service_busy') {
      // The client has tried for a while: from here on, once in a minute or two is enough.
      const pause = pauseBeforeRetryMs('limited', attempt + 3, random, undefined)
      if (clock.now() + pause > verb.deadlineAt) return err(error)
      await clock.sleep(pause, signal)
      retryForMs = 0
      continue
    }
    retryForMs = undefined
    const isLost = mayHaveHappened(error)
    mayBeOurs ||= isLost
    const undecided = error.kind === 'node_locked' || error.kind === 'state_refused' || isLost
    if (!undecided) return err(error)

    const look = await readConfirmed(context, verb.node, { signal })
    if (look.isErr()) {
      const unread = look.error.kind === 'aborted' ? look.error : error
      return err(mayBeOurs ? unread.saying(mayGoOn(verb.request.target)) : unread)
    }
    if (look.value === undefined) return err(new NodeNotFoundError({ node: verb.node, cause: error }))
    if (verb.taken(look.value, mayBeOurs)) return ok(undefined)
    if (error.kind === 'state_refused' || verb.isFinal?.(error) === true) return err(error)
    if (verbIsLegal(verb.request.target, look.value.provision_state) === false) return err(error)

    const pause = pauseBeforeRetryMs('locked', attempt, random, undefined)
    if (clock.now() + pause > lockedUntil) return err(error)
    await clock.sleep(pause, signal)
  }
}

function mayGoOn(verb: string): string {
  return `Ironic may have taken the verb "${verb}", and may go on with it: look at the node.`
}
