import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { instance, node, type Takes, request, VERBS, outcomeOf, throwing, vif } from './support/bad-input.js'

const both = { instance, node }

const VALID: Readonly<Record<Takes, object>> = { target: { node }, both, request }

const hostileProxy = new Proxy(
  {},
  {
    get: () => {
      throw new Error('this proxy throws')
    },
    ownKeys: () => {
      throw new Error('this proxy throws')
    },
    getPrototypeOf: () => {
      throw new Error('this proxy throws')
    },
  },
)

describe.each(Object.entries(VERBS))('%s sends nothing', (name, { call, takes }) => {
  const loose = (given: unknown, options?: unknown) =>
    outcomeOf((driver) => call(driver, given as never, options as never))

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a string', node],
    ['a number', Number.NaN],
    ['a list', [node]],
    ['a function', () => node],
    ['an empty object', {}],
    ['a getter that throws', throwing('node')],
    ['a proxy that throws', hostileProxy],
    ['a misspelt field', { ...VALID[takes], nodes: node }],
    ['an empty node', { ...VALID[takes], node: '' }],
    ['a node that is not a string', { ...VALID[takes], node: 7 }],
    ['a node that is a path', { ...VALID[takes], node: '../ports' }],
    ['a node of dots', { ...VALID[takes], node: '..' }],
    [
      'an instance that is not a UUID',
      { ...VALID[takes], instance: takes === 'request' ? { id: 'web-1' } : 'web-1' },
    ],
    ['an instance of null', { ...VALID[takes], instance: null }],
  ])('when it is called with %s', async (what, given) => {
    const error = await loose(given)
    expect(error).toMatchObject({ kind: 'invalid_input', operation: name, advice: 'fix_request' })
    expect(error).toHaveProperty('field', expect.stringMatching(/^(target|input|instance|node|image)/))
    if (what.startsWith('a misspelt')) expect(error.message).toContain('nodes')
  })

  it.each<[string, unknown, string]>([
    ['null', null, 'options'],
    ['a list', [], 'options'],
    ['an unknown option', { deadline: 5 }, 'options.deadline'],
    ['an invalid signal', { signal: { aborted: false } }, 'options.signal'],
    ['a getter that throws', throwing('signal'), 'options'],
    ['a proxy that throws', hostileProxy, 'options'],
  ])('when its options are %s', async (_what, options, field) => {
    const error = await loose(VALID[takes], options)
    expect(error).toMatchObject({ kind: 'invalid_input', operation: name, field })
  })

  const waits =
    !/state|status|request(On|Off|Reboot|Spawn)|Nmi|vif|Vif|networkData|plan|reserve|release/.test(name)
  it.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY, '60', null])(
    'when its deadline is %s',
    async (deadlineMs) => {
      const error = await loose(VALID[takes], { deadlineMs })
      expect(error).toMatchObject({ kind: 'invalid_input', field: 'options.deadlineMs' })
      const says = waits ? /number/ : /number|Unknown option `deadlineMs`/
      expect(error.message).toMatch(says)
    },
  )

  it('when its signal was aborted before', async () => {
    const error = await loose(VALID[takes], { signal: AbortSignal.abort() })
    expect(error).toMatchObject({ kind: 'aborted', sent: 'no', operation: name })
  })

  it('when one of its options is unknown', async () => {
    for (const options of [
      { onProgress: 'yes' },
      { mode: 'gentle' },
      { until: 'never' },
      { onFailure: 'panic' },
    ]) {
      const error = await loose(VALID[takes], options)
      expect(error.kind).toBe('invalid_input')
      expect(error.message).toContain(Object.keys(options)[0])
    }
  })
})

it('refuses soft time-outs that leave no time to cut the power', async () => {
  const error = await outcomeOf((driver) =>
    driver.power.off({ node }, { mode: 'soft-then-hard', softTimeoutMs: 60_000, deadlineMs: 30_000 }),
  )
  expect(error).toMatchObject({ kind: 'invalid_input', field: 'options.softTimeoutMs' })
})

it.each<[string, unknown, string]>([
  ['no VIF', undefined, 'vif'],
  ['a VIF of null', null, 'vif'],
  ['a VIF without an id', {}, 'vif.id'],
  ['a misspelt field', { ...vif, ports: node }, 'vif.ports'],
  ['a port that is not a UUID', { ...vif, port: 'eth0' }, 'vif.port'],
  ['both a port and a port group', { ...vif, port: node, portGroup: node }, 'vif.portGroup'],
])('attaches nothing for %s', async (_what, given, field) => {
  const error = await outcomeOf((driver) => driver.networking.attachVif({ node }, given as never))
  expect(error).toMatchObject({ kind: 'invalid_input', field })
})

const staticAddress = { type: 'ipv4', address: '192.0.2.7/24' }

it.each<[string, unknown, string]>([
  ['a VIF instead of a list', vif, 'vifs'],
  ['a duplicate VIF', [vif, vif], 'vifs.1.id'],
  [
    'one port for two VIFs',
    [
      { ...vif, port: node },
      { id: 'b', port: node },
    ],
    'vifs.1.port',
  ],
])('changes no VIFs for %s', async (_what, given, field) => {
  const error = await outcomeOf((driver) => driver.networking.syncVifs({ node }, given as never))
  expect(error).toMatchObject({ kind: 'invalid_input', field })
})

it.each<[string, object, string]>([
  ['an unknown type', { addresses: [{ type: 'ipv4_static' }] }, 'addresses.0.type'],
  [
    'an address without a prefix',
    { addresses: [{ type: 'ipv4', address: '192.0.2.7' }] },
    'addresses.0.address',
  ],
  [
    'a prefix that is too long',
    { addresses: [{ type: 'ipv4', address: '192.0.2.7/33' }] },
    'addresses.0.address',
  ],
  [
    'an address of the other version',
    { addresses: [{ type: 'ipv6', address: '192.0.2.7/24' }] },
    'addresses.0.address',
  ],
  [
    'an address with a zone',
    { addresses: [{ type: 'ipv6', address: 'fe80::1%eth0/64' }] },
    'addresses.0.address',
  ],
  [
    'a gateway of the other version',
    { addresses: [{ ...staticAddress, gateway: '::1' }] },
    'addresses.0.gateway',
  ],
  [
    'a route of the other version',
    { addresses: [{ ...staticAddress, routes: [{ to: '::/0', via: '192.0.2.1' }] }] },
    'addresses.0.routes.0.to',
  ],
  [
    'a gateway of what is asked for',
    { addresses: [{ type: 'ipv4_dhcp', gateway: '192.0.2.1' }] },
    'addresses.0.gateway',
  ],
  ['an MTU of 0', { mtu: 0 }, 'mtu'],
  ['a fractional MTU', { mtu: 1500.5 }, 'mtu'],
  ['a name server by name', { dns: ['dns.example'] }, 'dns.0'],
  ['VLAN 0', { vlans: [{ vlanId: 0 }] }, 'vlans.0.vlanId'],
  ['a VLAN above the maximum', { vlans: [{ vlanId: 4095 }] }, 'vlans.0.vlanId'],
  ['a duplicate VLAN', { vlans: [{ vlanId: 5 }, { vlanId: 5 }] }, 'vlans.1.vlanId'],
  ['a VLAN with more than its link', { vlans: [{ vlanId: 5, mtu: 9000 }] }, 'vlans.0.mtu'],
  ['an invalid MAC address', { vlans: [{ vlanId: 5, macAddress: 'me' }] }, 'vlans.0.macAddress'],
  ['a misspelt field', { adresses: [] }, 'adresses'],
])('describes no networks for %s', async (_what, network, field) => {
  const error = await outcomeOf((driver) =>
    driver.networking.networkData({ node }, [{ ...vif, network }] as never),
  )
  expect(error).toMatchObject({ kind: 'invalid_input', field: `vifs.0.network.${field}` })
})

it.each([undefined, null, '', '..', 'a/b', 'a b', vif, randomUUID().repeat(9)])(
  'detaches nothing for %j',
  async (given) => {
    const error = await outcomeOf((driver) => driver.networking.detachVif({ node }, given as never))
    expect(error).toMatchObject({ kind: 'invalid_input', field: 'vif' })
  },
)
