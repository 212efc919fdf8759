import { errAsync, type ResultAsync } from 'neverthrow'
import { ResourcePart, type PartCall } from '../../collections/resource-part.js'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject, readingArguments } from '../../requests/argument-check.js'

/** `/v1/nodes/{node}/maintenance`: the maintenance mode of a node. */
export interface NodeMaintenance {
  /** Puts a node into maintenance. Safe to repeat; the last reason is kept. */
  readonly set: (
    node: string,
    options?: CallOptions & { readonly reason?: string | undefined },
  ) => ResultAsync<void, RequestErrorOr<'node_locked'>>

  /** Ends the maintenance of a node, and clears its reason and fault. Safe to repeat. */
  readonly clear: PartCall<void, 'node_locked'>
}

/** @internal */
export function createNodeMaintenance(send: SendRequest): NodeMaintenance {
  const facts = { name: 'nodeMaintenance', of: 'nodes', path: ['maintenance'] } as const
  const part = new ResourcePart(send, { ...facts, faults: ['node_locked'] })
  return {
    set: (node, options = {}) => {
      return readingArguments(
        { operation: 'nodeMaintenance.set', node },
        () => {
          const wrong = noObject('options', options, { operation: 'nodeMaintenance.set', node })
          if (wrong !== undefined) return errAsync(wrong)
          const { reason, ...call } = options
          return part.send('set', node, { method: 'PUT', body: { reason }, safety: 'same_value' }, call)
        },
        errAsync,
      )
    },
    clear: part.call('clear', { method: 'DELETE', safety: 'same_value' }),
  }
}
