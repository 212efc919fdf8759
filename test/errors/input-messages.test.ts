import type { Result, ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { connect, createKyTransport, httpBasic, type IronicDriverError, IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'

// Plain JavaScript passes anything, so the calls below have no types.
type Loose = (...given: readonly unknown[]) => ResultAsync<unknown, IronicDriverError>
type LooseModules = Readonly<Record<string, Readonly<Record<string, Loose>>>>

const simulator = new IronicSimulator({ clock: new ManualClock() })
simulator.node({ name: 'metal-1' }).available()
const driver: object = new IronicDriver({ transport: simulator })
const call = (path: string, ...given: readonly unknown[]): ResultAsync<unknown, IronicDriverError> => {
  const [module = '', verb = '', ...more] = path.split('.')
  const owner = (driver as LooseModules)[module]
  const inner = more.length === 0 ? owner : (owner?.[verb] as unknown as Readonly<Record<string, Loose>>)
  const method = inner?.[more.at(-1) ?? verb]
  if (method === undefined) throw new Error(`There is no ${path}.`)
  return Reflect.apply(method, inner, given)
}

async function messageOf(
  result: ResultAsync<unknown, IronicDriverError> | Promise<Result<unknown, IronicDriverError>>,
): Promise<string> {
  const settled = await result
  if (settled.isOk()) throw new Error('It was accepted.')
  return settled.error.message
}

const TARGET = { node: 'metal-1' }
const ID = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
const REQUEST = { instance: { id: ID }, node: 'metal-1', image: { source: 'http://images.example/web.raw' } }
const EMPTY = { instance: ID, node: 'metal-1' }
const MS = 'a positive, finite number of milliseconds, such as 60000 for a minute'

describe('a call with a bad argument says what to pass', () => {
  it.each<[string, readonly unknown[], string]>([
    ['power.state', ['node-1'], "`target`: must be an object, not a string; pass { node: 'node-1' }"],
    ['power.state', [ID], `pass { node: '${ID}' }, or { instance: '${ID}' }`],
    ['power.state', [], '`target`: is missing; pass an object that names the node or its instance'],
    ['power.state', [null], "such as { node: 'rack3-node7' }, not null"],
    ['power.state', [['metal-1']], 'not an array'],
    [
      'power.state',
      [{ node: 3 }],
      '`target.node`: must be a string, not a number; pass the UUID or the name',
    ],
    ['power.state', [{ instance: 3 }], '`target.instance`: must be a UUID, such as 1be26c0b'],
    ['power.off', [TARGET, { deadlineMs: Infinity }], `\`options.deadlineMs\`: must be ${MS}, not Infinity`],
    ['power.off', [TARGET, { deadlineMs: '5s' }], `must be ${MS}, not a string`],
    ['power.off', [TARGET, { deadlineMs: Number.NaN }], `must be ${MS}, not NaN`],
    ['power.off', [TARGET, { deadlineMs: 0 }], `must be ${MS}`],
    ['power.off', [TARGET, { onProgress: 3 }], '`options.onProgress`: must be a function'],
    [
      'power.off',
      [TARGET, { signal: {} }],
      'must be an AbortSignal, such as the `signal` of an AbortController',
    ],
    ['power.off', [TARGET, { signal: new AbortController() }], 'pass the `signal` of this AbortController'],
    ['power.off', [TARGET, null], '`options`: must be an object such as { signal }, not null'],
    ['power.off', [TARGET, []], '`options`: must be an object such as { signal }, not an array; pass one'],
    ['power.off', [TARGET, { mode: 'softly' }], 'must be "hard", "soft" or "soft-then-hard"'],
    ['provisioning.spawn', [], '`input`: is missing; pass an object such as { instance, node, image }'],
    ['provisioning.spawn', [[REQUEST]], 'not an array; pass one'],
    [
      'provisioning.spawn',
      [{ ...REQUEST, deadlineMs: 5_000 }],
      'Unknown option `deadlineMs` here. Pass it in `options`, the last argument.',
    ],
    ['power.off', [{ ...TARGET, signal: AbortSignal.timeout(5) }], 'Unknown option `signal` here.'],
    ['power.state', [TARGET, { deadlineMs: 5 }], 'Unknown option `deadlineMs`'],
    [
      'client.request',
      [{ method: 'GET', path: ['nodes'], timeoutMs: 5 }],
      'Unknown option `timeoutMs` here.',
    ],
    [
      'provisioning.spawn',
      [{ ...REQUEST, node: undefined }],
      '`node`: is missing; pass the name or UUID of a node, or requirements such as { resourceClass }',
    ],
    [
      'provisioning.spawn',
      [{ ...REQUEST, node: 3 }],
      'or requirements such as { resourceClass }, not a number',
    ],
    ['provisioning.spawn', [{ ...REQUEST, node: { resource_class: 'x' } }], 'Did you mean `resourceClass`?'],
    [
      'provisioning.spawn',
      [{ ...REQUEST, node: { traits: 'CUSTOM_A' } }],
      '`node.traits`: must be an array, not a string',
    ],
    [
      'provisioning.spawn',
      [{ ...REQUEST, flavor: { rootGb: '20' } }],
      '`flavor.rootGb`: must be a whole number of GiB, not a string',
    ],
    ['provisioning.spawn', [{ ...REQUEST, flavor: { rootGb: 1.5 } }], 'must be a whole number of GiB'],
    [
      'provisioning.spawn',
      [{ ...REQUEST, flavor: { swapMb: null } }],
      'must be a whole number of MiB, not null',
    ],
    [
      'provisioning.spawn',
      [{ ...REQUEST, image: 'web.raw' }],
      '`image`: must be an object such as { source }, not a string',
    ],
    [
      'provisioning.spawn',
      [{ ...REQUEST, configDrive: { publicKeys: 'ssh-ed25519 A' } }],
      'must be an array, not a string',
    ],
    [
      'provisioning.spawn',
      [{ ...REQUEST, deploySteps: [{}] }],
      'is missing; pass the interface of the step, such as bios',
    ],
    ['provisioning.spawnAll', [REQUEST], '`requests`: must be an array, not an object'],
    ['provisioning.spawnAll', [[], { concurrency: 1.5 }], '`options.concurrency`: must be a whole number'],
    [
      'networking.networkData',
      [TARGET, [{ id: ID, network: { addresses: [{ type: 'ipv4' }] } }]],
      'is missing; pass an IP address with a prefix length, such as 192.0.2.7/24',
    ],
    [
      'networking.networkData',
      [TARGET, [{ id: ID, network: { addresses: [{ type: 'ipv4', address: 3 }] } }]],
      'must be an IP address with a prefix length, such as 192.0.2.7/24, not a number',
    ],
    [
      'lifecycle.enroll',
      [{ driver: 'ipmi', ports: [{ address: 3 }] }],
      'must be a MAC address, such as 52:54:00:12:34:56, not a number',
    ],
    [
      'lifecycle.clean',
      [TARGET, { firmware: [{ component: 'bmc', url: 'x', waitMs: '3' }] }],
      'must be a number of milliseconds, at least 1000, not a string',
    ],
    ['rescue.enter', [TARGET, {}], '`rescue.password`: is missing; pass the password of the rescue system'],
    [
      'rescue.enter',
      [TARGET, { password: 3 }],
      'must be a string, not a number; pass the password of the rescue system',
    ],
    ['client.nodes.get', ['metal-1', { field: ['uuid'] }], 'Did you mean `fields`?'],
    [
      'client.nodes.get',
      ['metal-1', 3],
      '`options`: must be an object such as { fields: ["uuid"] }, not a number',
    ],
    ['client.nodes.create', [{ driver: 3 }], '`driver`: must be a string, not a number'],
    ['client.nodes.create', [], '`input`: is missing'],
    ['client.request', [], '`request`: is missing; pass an object such as { method, path }'],
    [
      'client.request',
      [{ method: 'get', path: ['nodes'] }],
      '`method`: must be "GET", "HEAD", "POST", "PUT", "PATCH" or "DELETE"',
    ],
    [
      'client.request',
      [{ method: 'GET', path: [] }],
      'pass the segments below /v1, such as ["nodes", "metal-1"]',
    ],
    [
      'client.request',
      [{ method: 'GET', path: ['nodes'], query: { a: {} } }],
      'must be a string, a number, a boolean, an array or null, not an object',
    ],
  ])('%s(%j)', async (path, given, said) => {
    const message = await messageOf(call(path, ...given))
    expect(message).toContain(said)
    expect(message).not.toMatch(/of type|Invalid |expected |received/)
  })

  it('names the filter when it is passed beside the options of a list', async () => {
    const { nodes } = (driver as { client: { nodes: { list: (given: unknown) => { all: Loose } } } }).client
    expect(await messageOf(nodes.list({ provision_state: 'active' }).all())).toContain(
      'Filters are passed as { filter: { provision_state } }.',
    )
  })

  it('refuses the options of a list that are no object', async () => {
    const { nodes } = (driver as { client: { nodes: { list: (given: unknown) => { all: Loose } } } }).client
    expect(await messageOf(nodes.list('active').all())).toContain('not a string')
  })

  it('shows no value, which may be a secret', async () => {
    const message = await messageOf(call('rescue.enter', TARGET, 'hunter2'))
    expect(message).not.toContain('hunter2')
    expect(await messageOf(call('power.state', EMPTY, 'hunter2'))).not.toContain('hunter2')
  })
})

describe('the options of a driver', () => {
  const failed = (options: object) =>
    messageOf(new IronicDriver(options as ConstructorParameters<typeof IronicDriver>[0]).power.state(TARGET))

  it.each<[object, string]>([
    [
      { endpoint: 'http://x' },
      'pass `transport: createKyTransport({ endpoint })`, or create the driver with `connect`',
    ],
    [{ auth: 'x' }, 'pass `transport: createKyTransport({ endpoint, auth })`'],
    [{ url: 'http://x' }, 'pass `transport: createKyTransport({ endpoint })` with the URL of Ironic'],
    [{ value: {}, isOk: () => true }, 'if you passed the Result of `connect`, its `value` is the driver'],
    [{ cloud: 'metal' }, 'create the driver with `await connect({ cloud })`'],
    [{ transport: simulator, timeoutMs: 3 }, 'pass `requestTimeoutMs`'],
    [{ transport: simulator, requestTimeoutMs: Infinity }, `\`requestTimeoutMs\`: must be ${MS}`],
  ])('%j', async (options, said) => {
    expect(await failed(options)).toContain(said)
  })
})

describe('an address without a scheme', () => {
  it.each(['localhost:6385', 'metal.example', '10.0.0.1:6385/baremetal', '[::1]:6385'])(
    '%s is answered with what to write before it',
    async (endpoint) => {
      const transport = createKyTransport({ endpoint })
      const advice = 'has no scheme; write http:// or https:// before it'
      expect(await messageOf(new IronicDriver({ transport }).power.state(TARGET))).toContain(advice)
      expect(await messageOf(connect({ endpoint }))).toContain(advice)
    },
  )

  it.each([
    'hunter2',
    'hunter2:6385',
    'operator:hunter2@metal.example:6385',
    'hunter2 hunter2',
    'ftp://hunter2',
  ])('is not shown, as it may be a secret in the wrong place (%s)', async (given) => {
    expect(await messageOf(connect({ endpoint: given }))).not.toContain('hunter2')
    expect(await messageOf(connect({ endpoint: 'http://x', proxy: given }))).not.toContain('hunter2')
  })

  it('of a proxy is answered with what to write before it', async () => {
    expect(await messageOf(connect({ endpoint: 'http://x', proxy: 'proxy:3128' }))).toContain(
      'has no scheme; write http:// before it',
    )
  })
})

it('says what a login by name and password lacks', async () => {
  const login = httpBasic as (...given: readonly unknown[]) => ReturnType<typeof httpBasic>
  const transport = createKyTransport({ endpoint: 'http://x', auth: login() })
  expect(await messageOf(new IronicDriver({ transport }).power.state(TARGET))).toContain('pass `username`')
})

describe('a failed read', () => {
  it('never says that it may have taken effect', async () => {
    const clock = new ManualClock()
    const broken = new IronicSimulator({ clock })
    broken.node({ name: 'metal-1' }).available()
    broken.disruptions.next(
      { method: 'GET', path: /nodes/ },
      { kind: 'status', status: 500 },
      { times: Infinity },
    )
    const reader = new IronicDriver({ transport: broken, clock, retryForMs: 0 })
    const message = await messageOf(clock.run(reader.client.nodes.get('metal-1')))
    expect(message).toContain('only reads; repeat it later')
    expect(message).not.toContain('taken effect')
  })

  it('says so too when its transport never ends', async () => {
    const clock = new ManualClock()
    const silent = { send: () => new Promise<never>(() => undefined) }
    const reader = new IronicDriver({ transport: silent, clock, retryForMs: 0 })
    const message = await messageOf(clock.run(reader.client.nodes.get('metal-1')))
    expect(message).toMatch(/safe to repeat|was not sent/)
    expect(message).not.toContain('taken effect')
  })
})
