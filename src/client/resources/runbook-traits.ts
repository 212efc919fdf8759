import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { RequestError } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import { shape } from '../requests/reply-shape.js'

const traitsShape = shape<{ readonly traits: readonly string[] }>(
  z.looseObject({ traits: z.array(z.string()) }),
)

/**
 * `/v1/runbooks/{runbook}/traits`: a runbook runs on nodes that have one of its traits. Microversion 1.112.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/runbook.py` (RunbookTraitsController)
 */
export class RunbookTraits {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Lists the traits of a runbook. Safe to repeat. */
  list(runbook: string, options?: CallOptions): ResultAsync<readonly string[], RequestError> {
    return this.#send(
      { ...request('list', runbook), method: 'GET', safety: 'read', reply: traitsShape },
      options,
    ).map((reply) => reply.traits)
  }

  /** Replaces all traits of a runbook. Safe to repeat. */
  replace(
    runbook: string,
    traits: readonly string[],
    options?: CallOptions,
  ): ResultAsync<void, RequestError> {
    return this.#send(
      { ...request('replace', runbook), method: 'PUT', body: { traits }, safety: 'same_value' },
      options,
    )
  }

  /** Adds one trait: a standard one, or `CUSTOM_` and capitals, digits and underscores. Safe to repeat. */
  add(runbook: string, trait: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return this.#send({ ...request('add', runbook, trait), method: 'PUT', safety: 'same_value' }, options)
  }

  /** Removes one trait. Safe to repeat: one that the runbook does not have counts as removed. */
  remove(runbook: string, trait: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return this.#send(
      { ...request('remove', runbook, trait), method: 'DELETE', safety: 'same_value' },
      options,
    )
  }

  /** Removes all traits. Safe to repeat. */
  clear(runbook: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return this.#send({ ...request('clear', runbook), method: 'DELETE', safety: 'same_value' }, options)
  }
}

function request(verb: string, runbook: string, ...trait: readonly string[]) {
  const path = ['runbooks', runbook, 'traits', ...trait]
  return { operation: `runbookTraits.${verb}`, path, needs: ['runbook_traits'] } as const
}
