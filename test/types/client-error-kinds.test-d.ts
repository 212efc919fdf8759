import type { ResultAsync } from 'neverthrow'
import { expectTypeOf, test } from 'vitest'
import type { ClientError, IronicClient, RequestError } from 'ironic-driver/client'

type Kinds<Call extends (...args: never[]) => unknown> =
  ReturnType<Call> extends ResultAsync<unknown, { readonly kind: infer Kind }> ? Kind : never
type Common = RequestError['kind']
type OfDriver = Common | 'node_locked' | 'unsupported_by_hardware'

declare const client: IronicClient

test('a read from the database of Ironic declares no refusal of its own', () => {
  expectTypeOf<Kinds<IronicClient['drivers']['get']>>().toEqualTypeOf<Common>()
  expectTypeOf<Kinds<IronicClient['drivers']['properties']>>().toEqualTypeOf<Common>()
  expectTypeOf<Kinds<IronicClient['nodeBios']['get']>>().toEqualTypeOf<Common>()
  expectTypeOf<Kinds<IronicClient['nodeFirmware']['list']>>().toEqualTypeOf<Common>()
  expectTypeOf<Kinds<IronicClient['nodeBootMode']['get']>>().toEqualTypeOf<Common>()
  expectTypeOf<Kinds<IronicClient['nodeChildren']['list']>>().toEqualTypeOf<Common>()
  expectTypeOf<Kinds<IronicClient['events']['post']>>().toEqualTypeOf<Common>()
})

test('a request to the hardware declares a lock, and a driver that does not support it', () => {
  expectTypeOf<Kinds<IronicClient['nodeIndicators']['state']>>().toEqualTypeOf<OfDriver>()
  expectTypeOf<Kinds<IronicClient['nodeIndicators']['set']>>().toEqualTypeOf<OfDriver>()
  expectTypeOf<Kinds<IronicClient['nodeBootDevice']['get']>>().toEqualTypeOf<OfDriver>()
  expectTypeOf<Kinds<IronicClient['nodeBootDevice']['set']>>().toEqualTypeOf<OfDriver>()
  expectTypeOf<Kinds<IronicClient['nodeVmedia']['attach']>>().toEqualTypeOf<OfDriver>()
  expectTypeOf<Kinds<IronicClient['nodeVmedia']['detach']>>().toEqualTypeOf<OfDriver>()
  expectTypeOf<Kinds<IronicClient['nodeVendorPassthru']['call']>>().toEqualTypeOf<OfDriver>()
  expectTypeOf<Kinds<IronicClient['driverVendorPassthru']['call']>>().toEqualTypeOf<OfDriver>()
  type OfMode = Common | 'node_locked' | 'state_refused'
  expectTypeOf<Kinds<IronicClient['nodeBootMode']['set']>>().toEqualTypeOf<OfMode>()
  expectTypeOf<Kinds<IronicClient['nodeBootMode']['setSecureBoot']>>().toEqualTypeOf<OfMode>()
})

test('a raw request declares every kind, and is of type unknown until it is decoded', () => {
  const raw = client.request({ method: 'GET', path: ['wheels'] })
  expectTypeOf(raw).toEqualTypeOf<ResultAsync<unknown, ClientError>>()
  const decoded = client.request({ method: 'GET', path: ['wheels'], decode: () => 4 })
  expectTypeOf(decoded).toEqualTypeOf<ResultAsync<number, ClientError>>()
})

test('selected fields narrow the type, and fields that a server refuses do not compile', async () => {
  const bios = (await client.nodeBios.list('n1', { fields: ['name', 'read_only'] }))._unsafeUnwrap()
  expectTypeOf(bios).items.branded.toEqualTypeOf<{
    readonly name: string
    readonly read_only: boolean | null
  }>()
  // @ts-expect-error newer servers refuse it in a list of fields
  void client.nodeBios.list('n1', { fields: ['upper_bound'] })
  // @ts-expect-error a list has no interfaces to choose from
  void client.drivers.list({ fields: ['default_power_interface'] })
  // @ts-expect-error there are two
  void client.nodeBootMode.set('n1', 'wheels')
})
