import { expect } from 'vitest'
import type { RawIronic } from './raw-ironic.js'

export const NOBODY = '99999999-9999-4999-8999-999999999999'

export const INSTANCE = '11111111-1111-4111-8111-111111111111'

export interface Allocation {
  readonly uuid: string
  readonly state: string
  readonly node_uuid: string | null
  readonly last_error: string | null
}

/** Creates an allocation, and waits for as long as Ironic can look for a node. */
export async function allocate(ironic: RawIronic, body: object): Promise<Allocation> {
  const made = await ironic.call('POST', '/v1/allocations', body)
  expect(made).toMatchObject({ status: 201, json: { state: 'allocating', node_uuid: null } })
  await ironic.clock.advance(5_000)
  const { uuid } = made.json as Allocation
  return (await ironic.call('GET', `/v1/allocations/${uuid}`)).json as Allocation
}
