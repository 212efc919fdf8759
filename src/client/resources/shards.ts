import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { RequestError } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import { shape } from '../requests/reply-shape.js'

/** A part of the fleet. */
export interface Shard {
  /** The text `None` stands for nodes that are in no shard. */
  readonly name: string
  /** The number of its nodes. */
  readonly count: number
}

const shardsShape = shape<{ readonly shards: readonly Shard[] }>(
  z.looseObject({ shards: z.array(z.looseObject({ name: z.string(), count: z.number() })) }),
)

/** `/v1/shards`: how the fleet is divided. Microversion 1.82. */
export interface Shards {
  /** Lists all shards that nodes are in. Safe to repeat. */
  readonly list: (options?: CallOptions) => ResultAsync<readonly Shard[], RequestError>
}

/** @internal */
export function createShards(send: SendRequest): Shards {
  const request = { operation: 'shards.list', method: 'GET', path: ['shards'], needs: ['shards'] } as const
  return {
    list: (options) =>
      send({ ...request, safety: 'read', reply: shardsShape }, options).map(({ shards }) => shards),
  }
}
