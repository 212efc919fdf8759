import { expectTypeOf, test } from 'vitest'
import type { FreeForm, IronicClient } from 'ironic-driver/client'

declare const client: IronicClient

test('selected fields narrow the type of every collection', async () => {
  const port = (await client.ports.get('p1', { fields: ['address', 'vendor'] }))._unsafeUnwrap()
  expectTypeOf(port).branded.toEqualTypeOf<{ readonly address: string; readonly vendor: string | null }>()
  const groups = (await client.portGroups.list({ fields: ['mode'] }).all())._unsafeUnwrap()
  expectTypeOf(groups).items.branded.toEqualTypeOf<{ readonly uuid: string; readonly mode: string | null }>()
  const targets = (await client.volumeTargets.list({ fields: ['boot_index'] }).all())._unsafeUnwrap()
  expectTypeOf(targets).items.branded.toEqualTypeOf<{ readonly uuid: string; readonly boot_index: number }>()
  const chassis = (await client.chassis.get('c1', { fields: ['extra'] }))._unsafeUnwrap()
  expectTypeOf(chassis).branded.toEqualTypeOf<{ readonly extra: FreeForm }>()
  const conductors = (await client.conductors.list({ fields: ['alive'] }).all())._unsafeUnwrap()
  expectTypeOf(conductors).items.branded.toEqualTypeOf<{
    readonly hostname: string
    readonly alive: boolean
  }>()
  const runbook = (await client.runbooks.get('r1', { fields: ['traits'] }))._unsafeUnwrap()
  expectTypeOf(runbook).branded.toEqualTypeOf<{ readonly traits: readonly string[] }>()
})

test('a later field may be absent from a full resource', async () => {
  const port = (await client.ports.get('p1'))._unsafeUnwrap()
  expectTypeOf(port.vendor).toEqualTypeOf<string | null | undefined>()
  expectTypeOf(port.created_at).toEqualTypeOf<string>()
  const allocation = (await client.nodeAllocation.get('m1'))._unsafeUnwrap()
  expectTypeOf(allocation.owner).toEqualTypeOf<string | null | undefined>()
})

test('filters that Ironic does not accept together do not compile', () => {
  client.ports.list({ filter: { node: 'm1', description_contains: 'left' } })
  // @ts-expect-error only one at a time
  client.ports.list({ filter: { node: 'm1', address: '52:54:00:12:34:56' } })
  // @ts-expect-error an address belongs to one port
  client.ports.list({ filter: { address: '52:54:00:12:34:56', description_contains: 'left' } })
  // @ts-expect-error only one at a time
  client.portGroups.list({ filter: { node: 'm1', shard: ['a'] } })
  // @ts-expect-error Ironic reads the state from the node
  client.allocations.list({ filter: { node: 'm1', state: 'active' } })
  // @ts-expect-error there is no such filter
  client.nodes.list({ filter: { colour: 'red' } })
})

test('a misspelt field does not compile', () => {
  // @ts-expect-error there is no such field
  void client.ports.get('p1', { fields: ['adress'] })
  // @ts-expect-error Ironic shows it only with full nodes
  void client.nodes.get('m1', { fields: ['created_at'] })
  // @ts-expect-error a port belongs to one node
  void client.ports.create({ address: '52:54:00:12:34:56', node_uuid: 'n1', node_ident: 'm1' })
})
