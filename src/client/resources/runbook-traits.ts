import type { ResultAsync } from 'neverthrow'
import { ResourcePart } from '../collections/resource-part.js'
import type { RequestError } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'

/**
 * `/v1/runbooks/{runbook}/traits`: a runbook runs on nodes with one of its traits. Microversion 1.112.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/runbook.py` (RunbookTraitsController)
 */
export class RunbookTraits {
  readonly #part: ResourcePart

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, {
      name: 'runbookTraits',
      of: 'runbooks',
      path: ['traits'],
      needs: ['runbook_traits'],
    })
  }

  /** Lists the traits of a runbook. Safe to repeat. */
  list(runbook: string, options?: CallOptions): ResultAsync<readonly string[], RequestError> {
    return this.#part.readTexts('list', runbook, 'traits', options)
  }

  /** Replaces all traits of a runbook. Safe to repeat. */
  replace(
    runbook: string,
    traits: readonly string[],
    options?: CallOptions,
  ): ResultAsync<void, RequestError> {
    return this.#part.request(
      'replace',
      runbook,
      { method: 'PUT', body: { traits }, safety: 'same_value' },
      options,
    )
  }

  /** Adds one trait: a standard one, or `CUSTOM_` followed by capitals, digits and underscores. Safe to repeat. */
  add(runbook: string, trait: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return this.#part.request(
      'add',
      runbook,
      { method: 'PUT', safety: 'same_value', below: [trait] },
      options,
    )
  }

  /** Removes one trait. Safe to repeat: a trait that the runbook does not have counts as removed. */
  remove(runbook: string, trait: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return this.#part.request(
      'remove',
      runbook,
      { method: 'DELETE', safety: 'same_value', below: [trait] },
      options,
    )
  }

  /** Removes all traits. Safe to repeat. */
  clear(runbook: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return this.#part.request('clear', runbook, { method: 'DELETE', safety: 'same_value' }, options)
  }
}
