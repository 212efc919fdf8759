import { expectTypeOf, test } from 'vitest'
import type { IronicClient } from 'ironic-driver/client'
import type { ProvisionState } from 'ironic-driver'

declare const client: IronicClient

test('a node with selected fields has only these fields', async () => {
  const node = (await client.nodes.get('metal-1', { fields: ['uuid', 'provision_state'] }))._unsafeUnwrap()
  expectTypeOf(node).branded.toEqualTypeOf<{
    readonly uuid: string
    readonly provision_state: ProvisionState
  }>()
})

test('a field of a later microversion is present if selected, and may be absent otherwise', async () => {
  const asked = (await client.nodes.get('metal-1', { fields: ['shard'] }))._unsafeUnwrap()
  expectTypeOf(asked.shard).toEqualTypeOf<string | null>()
  const whole = (await client.nodes.get('metal-1'))._unsafeUnwrap()
  expectTypeOf(whole.shard).toEqualTypeOf<string | null | undefined>()
})

test('a list always has the UUID, which its paging needs', async () => {
  const nodes = (await client.nodes.list({ fields: ['name'] }).all())._unsafeUnwrap()
  expectTypeOf(nodes).items.branded.toEqualTypeOf<{ readonly uuid: string; readonly name: string | null }>()
})

test('a misspelt field does not compile', () => {
  // @ts-expect-error there is no such field
  void client.nodes.get('metal-1', { fields: ['provision_stat'] })
  // @ts-expect-error there is no such field
  client.nodes.list({ fields: ['uuid', 'colour'] })
})
