import { errAsync, type ResultAsync } from 'neverthrow'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject } from '../../requests/argument-check.js'

const faults = ['node_locked'] as const

/** `/v1/nodes/{node}/maintenance`: takes a node out of service and back. */
export class NodeMaintenance {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Puts a node into maintenance. Safe to repeat; the last reason stays. */
  set(
    node: string,
    options: CallOptions & { readonly reason?: string | undefined } = {},
  ): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    const wrong = noObject('options', options, { operation: 'nodeMaintenance.set', node })
    if (wrong !== undefined) return errAsync(wrong)
    const path = ['nodes', node, 'maintenance']
    const body = { reason: options.reason }
    return this.#send(
      { operation: 'nodeMaintenance.set', method: 'PUT', path, body, safety: 'same_value', faults, node },
      options,
    )
  }

  /** Ends the maintenance of a node, and forgets its reason and its fault. Safe to repeat. */
  clear(node: string, options?: CallOptions): ResultAsync<void, RequestErrorOr<'node_locked'>> {
    const path = ['nodes', node, 'maintenance']
    return this.#send(
      { operation: 'nodeMaintenance.clear', method: 'DELETE', path, safety: 'same_value', faults, node },
      options,
    )
  }
}
