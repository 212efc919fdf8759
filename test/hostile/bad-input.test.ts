import { randomUUID } from 'node:crypto'
import type { IronicDriver, IronicDriverError } from 'ironic-driver'
import type { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { simulatedSite } from '../support/simulated-site.js'

/** What plain JavaScript may hand in, whatever the types say. */
type Call = (driver: IronicDriver, given: never, options: never) => ResultAsync<unknown, IronicDriverError>

const node = '5c1c8f5a-7f0e-4d63-8f11-4f1f5b0c9a01'
const instance = 'b4d3c2e1-9a87-4d65-8c43-21fedcba9876'
const vif = { id: '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11' }
const image = { source: 'http://images/web.qcow2', checksum: `sha256:${'ab'.repeat(32)}` }
const request = { instance: { id: instance }, node, image }
const both = { instance, node }

/** Every verb, with the first argument and the options that it takes. */
const VERBS = {
  'power.state': { call: (d, t, o) => d.power.state(t, o), takes: 'target' },
  'power.on': { call: (d, t, o) => d.power.on(t, o), takes: 'target' },
  'power.off': { call: (d, t, o) => d.power.off(t, o), takes: 'target' },
  'power.reboot': { call: (d, t, o) => d.power.reboot(t, o), takes: 'target' },
  'power.requestOn': { call: (d, t, o) => d.power.requestOn(t, o), takes: 'target' },
  'power.requestOff': { call: (d, t, o) => d.power.requestOff(t, o), takes: 'target' },
  'power.requestReboot': { call: (d, t, o) => d.power.requestReboot(t, o), takes: 'target' },
  'power.waitForOn': { call: (d, t, o) => d.power.waitForOn(t, o), takes: 'target' },
  'power.waitForOff': { call: (d, t, o) => d.power.waitForOff(t, o), takes: 'target' },
  'power.waitForReboot': { call: (d, t, o) => d.power.waitForReboot(t, o), takes: 'target' },
  'power.injectNmi': { call: (d, t, o) => d.power.injectNmi(t, o), takes: 'target' },
  'networking.vifs': { call: (d, t, o) => d.networking.vifs(t, o), takes: 'target' },
  'networking.attachVif': { call: (d, t, o) => d.networking.attachVif(t, vif, o), takes: 'target' },
  'networking.detachVif': { call: (d, t, o) => d.networking.detachVif(t, vif.id, o), takes: 'target' },
  'networking.syncVifs': { call: (d, t, o) => d.networking.syncVifs(t, [vif], o), takes: 'target' },
  'networking.networkData': { call: (d, t, o) => d.networking.networkData(t, [vif], o), takes: 'target' },
  'provisioning.status': { call: (d, t, o) => d.provisioning.status(t, o), takes: 'target' },
  'provisioning.destroy': { call: (d, t, o) => d.provisioning.destroy(t, o), takes: 'target' },
  'provisioning.requestDestroy': { call: (d, t, o) => d.provisioning.requestDestroy(t, o), takes: 'target' },
  'provisioning.waitForSpawn': { call: (d, t, o) => d.provisioning.waitForSpawn(t, o), takes: 'target' },
  'provisioning.waitForDestroy': { call: (d, t, o) => d.provisioning.waitForDestroy(t, o), takes: 'both' },
  'provisioning.reserve': { call: (d, t, o) => d.provisioning.reserve(t, o), takes: 'both' },
  'provisioning.release': { call: (d, t, o) => d.provisioning.release(t, o), takes: 'both' },
  'provisioning.plan': { call: (d, t, o) => d.provisioning.plan(t, o), takes: 'request' },
  'provisioning.spawn': { call: (d, t, o) => d.provisioning.spawn(t, o), takes: 'request' },
  'provisioning.requestSpawn': { call: (d, t, o) => d.provisioning.requestSpawn(t, o), takes: 'request' },
} satisfies Readonly<Record<string, { readonly call: Call; readonly takes: Takes }>>
type Takes = 'target' | 'both' | 'request'

const VALID: Readonly<Record<Takes, object>> = { target: { node }, both, request }

const throwing = (field: string) =>
  Object.defineProperty({}, field, {
    enumerable: true,
    get: () => {
      throw new Error('this getter throws')
    },
  })
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

async function outcomeOf(call: (driver: IronicDriver) => ResultAsync<unknown, IronicDriverError>) {
  const { simulator, driver, run } = simulatedSite()
  const result = await run(call(driver))
  expect(simulator.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  if (result.isOk()) throw new Error('It was accepted.')
  return result.error
}

describe.each(Object.entries(VERBS))('%s sends nothing', (name, { call, takes }) => {
  const loose = (given: unknown, options?: unknown) =>
    outcomeOf((driver) => call(driver, given as never, options as never))

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', node],
    ['a number', Number.NaN],
    ['a list', [node]],
    ['a function', () => node],
    ['an empty object', {}],
    ['a getter that throws', throwing('node')],
    ['a proxy that throws', hostileProxy],
    ['a misspelt field', { ...VALID[takes], nodes: node }],
    ['an empty node', { ...VALID[takes], node: '' }],
    ['a node that is no text', { ...VALID[takes], node: 7 }],
    ['a node that is a path', { ...VALID[takes], node: '../ports' }],
    ['a node of dots', { ...VALID[takes], node: '..' }],
    [
      'an instance that is no UUID',
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
    ['an unknown one', { deadline: 5 }, 'options.deadline'],
    ['a signal that is none', { signal: { aborted: false } }, 'options.signal'],
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
      const says = waits ? /number/ : /number|no option/
      expect(error.message).toMatch(says)
    },
  )

  it('when its signal was aborted before', async () => {
    const error = await loose(VALID[takes], { signal: AbortSignal.abort() })
    expect(error).toMatchObject({ kind: 'aborted', sent: 'no', operation: name })
  })

  it('when a part of its options means nothing', async () => {
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

const endless: Record<string, unknown> = {}
endless['self'] = endless

describe.each(['provisioning.spawn', 'provisioning.plan', 'provisioning.requestSpawn'] as const)(
  '%s',
  (name) => {
    it.each<[string, object, string]>([
      ['no image', { image: undefined }, 'image'],
      ['an image with neither source nor boot media', { image: {} }, 'image'],
      ['an image of null', { image: null }, 'image'],
      ['a source that is no URL', { image: { source: 'web.qcow2' } }, 'image.source'],
      ['a checksum of the wrong length', { image: { ...image, checksum: 'sha256:abcd' } }, 'image.checksum'],
      ['an unknown algorithm', { image: { ...image, checksum: `crc32:${'a'.repeat(8)}` } }, 'image.checksum'],
      [
        'an algorithm off the prototype',
        { image: { ...image, checksum: 'constructor:ab' } },
        'image.checksum',
      ],
      ['a bare checksum of no hash', { image: { ...image, checksum: 'abcdef' } }, 'image.checksum'],
      ['a kernel without a ramdisk', { image: { kernel: 'http://i/k' } }, 'image.ramdisk'],
      ['a ramdisk without a kernel', { image: { ramdisk: 'http://i/r' } }, 'image.kernel'],
      ['a source and an ISO', { image: { ...image, bootIso: 'http://i/x.iso' } }, 'image.bootIso'],
      [
        'a checksum of an ISO',
        { image: { bootIso: 'http://i/x.iso', checksum: image.checksum } },
        'image.checksum',
      ],
      ['an unknown image type', { image: { ...image, type: 'raid' } }, 'image.type'],
      ['a VIF twice', { vifs: [vif, vif] }, 'vifs.1.id'],
      ['a port and a port group', { vifs: [{ ...vif, port: node, portGroup: node }] }, 'vifs.0.portGroup'],
      ['a VIF without an id', { vifs: [{}] }, 'vifs.0.id'],
      ['a VIF with a path for an id', { vifs: [{ id: 'a/b' }] }, 'vifs.0.id'],
      ['VIFs that are no list', { vifs: vif }, 'vifs'],
      ['half a gigabyte', { flavor: { rootGb: 0.5 } }, 'flavor.rootGb'],
      ['a swap below zero', { flavor: { swapMb: -1 } }, 'flavor.swapMb'],
      ['a trait in lower case', { flavor: { traits: ['gpu'] } }, 'flavor.traits.0'],
      [
        'a capability that is no text',
        { flavor: { capabilities: { secure_boot: true } } },
        'flavor.capabilities.secure_boot',
      ],
      ['an empty config drive', { configDrive: {} }, 'configDrive'],
      ['a config drive of no bytes', { configDrive: new Uint8Array() }, 'configDrive'],
      ['a config drive that is not gzipped', { configDrive: new Uint8Array([1, 2, 3]) }, 'configDrive'],
      ['a config drive that is plain text', { configDrive: '#cloud-config\n' }, 'configDrive'],
      ['a config drive of null', { configDrive: null }, 'configDrive'],
      ['a misspelt part of a config drive', { configDrive: { user_data: 'x' } }, 'configDrive.user_data'],
      ['user data that is no text', { configDrive: { userData: { a: 1 } } }, 'configDrive.userData'],
      ['half a character', { configDrive: { userData: '\ud83d' } }, 'configDrive.userData'],
      ['no part of user data', { configDrive: { userData: { parts: [] } } }, 'configDrive.userData.parts'],
      [
        'a part of user data that tells no type',
        { configDrive: { userData: { parts: [{ content: 'hello' }] } } },
        'configDrive.userData.parts.0.type',
      ],
      [
        'a part of user data with a name that ends its header',
        { configDrive: { userData: { parts: [{ content: '#!', filename: 'a"\nX: y' }] } } },
        'configDrive.userData.parts.0.filename',
      ],
      [
        'cloud-config that is no object',
        { configDrive: { userData: { cloudConfig: 'x' } } },
        'configDrive.userData.cloudConfig',
      ],
      [
        'cloud-config and parts',
        { configDrive: { userData: { cloudConfig: {}, parts: [{ content: '#!' }] } } },
        'configDrive.userData.cloudConfig',
      ],
      ['a private key', { configDrive: { publicKeys: ['-----BEGIN KEY-----'] } }, 'configDrive.publicKeys.0'],
      [
        'a key with an open quote in its options',
        { configDrive: { publicKeys: ['from="10.0.0.0/8 ssh-rsa AAAA'] } },
        'configDrive.publicKeys.0',
      ],
      [
        'a comment of authorized_keys',
        { configDrive: { publicKeys: ['# ssh-rsa and the like'] } },
        'configDrive.publicKeys.0',
      ],
      [
        'options without a key',
        { configDrive: { publicKeys: ['restrict,no-pty'] } },
        'configDrive.publicKeys.0',
      ],
      [
        'two keys in one',
        { configDrive: { publicKeys: { a: 'ssh-rsa AAAA\nssh-rsa BBBB' } } },
        'configDrive.publicKeys.a',
      ],
      ['a host name with a space', { configDrive: { hostname: 'a b' } }, 'configDrive.hostname'],
      ['an empty password', { configDrive: { adminPassword: '' } }, 'configDrive.adminPassword'],
      [
        'a host name twice',
        { configDrive: { hostname: 'a', metaData: { hostname: 'b' } } },
        'configDrive.metaData.hostname',
      ],
      ['network data that is a text', { configDrive: { networkData: 'vifs' } }, 'configDrive.networkData'],
      [
        'network data of VIFs without any',
        { configDrive: { networkData: 'from-vifs' } },
        'configDrive.networkData',
      ],
      ['networks of VIFs that nobody reads', { vifs: [{ ...vif, network: {} }] }, 'vifs.0.network'],
      [
        'a relative path of a file',
        { configDrive: { files: [{ path: 'etc/motd', contents: '' }] } },
        'configDrive.files.0.path',
      ],
      [
        'a path that leads upwards',
        { configDrive: { files: [{ path: '/etc/../root/x', contents: '' }] } },
        'configDrive.files.0.path',
      ],
      [
        'a file twice',
        {
          configDrive: {
            files: [
              { path: '/a', contents: '' },
              { path: '/a', contents: '' },
            ],
          },
        },
        'configDrive.files.1.path',
      ],
      [
        'a file of cloud-config',
        { configDrive: { files: [{ path: '/a', contents: { cloudConfig: {} } }] } },
        'configDrive.files.0.contents',
      ],
      ['a URL with a space', { configDrive: 'http://drives/a b' }, 'configDrive'],
      ['base64 of something else', { configDrive: Buffer.from('hello').toString('base64') }, 'configDrive'],
      ['metadata that ends in itself', { configDrive: { metaData: endless } }, 'configDrive.metaData.self'],
      ['metadata with a big integer', { configDrive: { metaData: { id: 1n } } }, 'configDrive.metaData.id'],
      ['metadata with a function', { configDrive: { metaData: { f: () => 1 } } }, 'configDrive.metaData.f'],
      ['metadata with a map', { configDrive: { metaData: { m: new Map() } } }, 'configDrive.metaData.m'],
      [
        'metadata with no number',
        { configDrive: { metaData: { n: [Number.NaN] } } },
        'configDrive.metaData.n.0',
      ],
      ['a deep getter that throws', { configDrive: { metaData: { deep: throwing('x') } } }, 'input'],
      ['a big integer for Ironic', { instanceInfo: { note: 1n } }, 'instanceInfo.note'],
      ['a key that is set elsewhere', { instanceInfo: { image_source: 'x' } }, 'instanceInfo.image_source'],
      ['hints that are no object', { flavor: { rootDevice: 'sda' } }, 'flavor.rootDevice'],
      [
        'a deploy step with a big integer',
        { deploySteps: [{ interface: 'bios', step: 's', args: { a: 1n }, priority: 1 }] },
        'deploySteps.0.args.a',
      ],
      [
        'a deploy step without a priority',
        { deploySteps: [{ interface: 'bios', step: 's', args: {} }] },
        'deploySteps.0.priority',
      ],
      ['a nameless instance', { instance: { id: instance, name: '' } }, 'instance.name'],
    ])('refuses %s', async (_what, part, field) => {
      const error = await outcomeOf((driver) =>
        VERBS[name].call(driver, { ...request, ...part } as never, undefined as never),
      )
      expect(error).toMatchObject({ kind: 'invalid_input', field, operation: name })
    })
  },
)

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
  ['a port that is no UUID', { ...vif, port: 'eth0' }, 'vif.port'],
  ['both a port and a port group', { ...vif, port: node, portGroup: node }, 'vif.portGroup'],
])('attaches nothing for %s', async (_what, given, field) => {
  const error = await outcomeOf((driver) => driver.networking.attachVif({ node }, given as never))
  expect(error).toMatchObject({ kind: 'invalid_input', field })
})

const staticAddress = { type: 'ipv4', address: '192.0.2.7/24' }
it.each<[string, unknown, string]>([
  ['no list', vif, 'vifs'],
  ['a VIF twice', [vif, vif], 'vifs.1.id'],
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
  ['no MTU', { mtu: 0 }, 'mtu'],
  ['half an MTU', { mtu: 1500.5 }, 'mtu'],
  ['a name for a name server', { dns: ['dns.example'] }, 'dns.0'],
  ['no VLAN', { vlans: [{ vlanId: 0 }] }, 'vlans.0.vlanId'],
  ['a VLAN beyond the last', { vlans: [{ vlanId: 4095 }] }, 'vlans.0.vlanId'],
  ['a VLAN twice', { vlans: [{ vlanId: 5 }, { vlanId: 5 }] }, 'vlans.1.vlanId'],
  ['a VLAN with more than its link', { vlans: [{ vlanId: 5, mtu: 9000 }] }, 'vlans.0.mtu'],
  ['a MAC address that is none', { vlans: [{ vlanId: 5, macAddress: 'me' }] }, 'vlans.0.macAddress'],
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
