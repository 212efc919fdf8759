import {
  createKyTransport,
  createModuleContext,
  createPowerModule,
  IronicDriver,
  keystoneTokens,
} from 'ironic-driver'
import { IronicClient } from 'ironic-driver/client'
import { instrumentIronicDriver } from 'ironic-driver/otel'
import { IronicSimulator } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { expectErr } from '../support/expect-result.js'

/** Options of which one cannot be read, and its parts neither. */
function unreadable(): never {
  const broken = () => {
    throw new RangeError('no such setting')
  }
  return new Proxy(
    {},
    { get: broken, has: broken, ownKeys: broken, getOwnPropertyDescriptor: broken },
  ) as never
}

const OPTIONS = {
  'options that throw': () => unreadable(),
  'a transport that throws': () => ({ transport: unreadable() }),
  'headers that throw': () => ({ transport: new IronicSimulator(), headers: unreadable() }),
} satisfies Record<string, () => { readonly transport: unknown }>

it.each(Object.entries(OPTIONS))('%s make each call fail and no constructor throw', async (_what, make) => {
  const options = make() as never
  const node = { node: 'metal-1' }
  for (const result of [
    await new IronicDriver(options).power.state(node),
    await createPowerModule(createModuleContext(options)).state(node),
    await new IronicClient(options).nodes.get('metal-1'),
  ])
    expect(expectErr(result, 'invalid_input').message).toContain('a getter threw (RangeError)')
})

it('a node source that throws makes each call fail', async () => {
  const options = { transport: new IronicSimulator(), nodeSource: unreadable() }
  expectErr(await new IronicDriver(options).power.state({ node: 'metal-1' }), 'invalid_input')
})

it('options of a transport or a login that throw make each request fail', async () => {
  const get = { method: 'GET', path: '/', headers: {} } as const
  expectErr(await createKyTransport(unreadable()).send(get), 'invalid_input')
  expectErr(await keystoneTokens(unreadable()).fetchToken(), 'authentication_failed')
})

it('options of the instrumentation that throw are left out', () => {
  instrumentIronicDriver(unreadable()).disable()
})
