import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { rawIronic } from '../support/raw-ironic.js'

const INSTANCE = '11111111-1111-4111-8111-111111111111'

describe('invalid options throw at once', () => {
  it.each([
    [{ release: '1.0' }, 'unknown release "1.0"'],
    [{ hardware: 'toaster' }, 'unknown hardware "toaster"'],
    [{ maxVersion: 'new' }, '"new" is not a microversion'],
    [{ minVersion: '1.50', maxVersion: '1.40' }, 'minVersion is newer than maxVersion'],
    [{ timings: { sleep: 5 } }, 'Unknown timing "sleep"'],
    [{ timings: { powerOn: -1 } }, 'Timing "powerOn" must be'],
    [{ timings: { powerOn: [5, 1] } }, 'Timing "powerOn" must be'],
    [{ colour: 'red' }, 'Unknown option `colour`.'],
    [{ limits: { deploys: 2 } }, '`limits`: Unknown option `deploys`.'],
    [{ limits: { workers: -1 } }, 'limits.workers must be 0 or more, not -1'],
    [{ maxLimit: 0 }, 'maxLimit must be 1 or more, not 0'],
    [{ latencyMs: -5 }, 'latencyMs must be 0 or more, not -5'],
  ])('%j', (options, text) => {
    expect(() => new IronicSimulator(options as object)).toThrow(TypeError)
    expect(() => new IronicSimulator(options as object)).toThrow(text)
  })

  it('and do not compile', () => {
    // @ts-expect-error there is no such option
    expect(() => new IronicSimulator({ colour: 'red' })).toThrow(TypeError)
    // @ts-expect-error there is no such timing
    expect(() => new IronicSimulator({ timings: { sleep: 5 } })).toThrow(TypeError)
  })
})

describe('a new node', () => {
  it('is described in a sentence and returned as a handle', () => {
    const { simulator } = rawIronic()
    const node = simulator
      .node({ name: 'metal-1', resource_class: 'baremetal', properties: { cpus: 8 } })
      .withPort({ physical_network: 'blue' })
      .withPorts(2)
      .available()
    expect(node.now).toMatchObject({
      provision_state: 'available',
      power_state: 'power off',
      properties: { cpus: 8 },
    })
    expect(node.ports).toHaveLength(3)
    expect(new Set(node.ports.map(({ address }) => address)).size).toBe(3)
    expect(simulator.find('metal-1')?.uuid).toBe(node.uuid)
    expect(simulator.nodes.map(({ name }) => name)).toEqual(['metal-1'])
  })

  it.each([
    ['enrolled', { provision_state: 'enroll', power_state: null }],
    ['manageable', { provision_state: 'manageable', power_state: 'power off' }],
    ['available', { provision_state: 'available', power_state: 'power off' }],
    ['active', { provision_state: 'active', power_state: 'power on' }],
  ] as const)('%s', (word, fields) => {
    const node = rawIronic().simulator.node()[word]()
    expect(node.now).toMatchObject(fields)
    expect(node.now.instance_uuid === null).toBe(word !== 'active')
  })

  it('is rejected with an unknown field, a name or UUID in use, or an invalid one', () => {
    const { simulator } = rawIronic()
    simulator.node({ name: 'a' }).withPort({ address: '52:54:00:00:00:01' }).available()
    // @ts-expect-error a misspelt field does not compile
    expect(() => simulator.node({ nmae: 'b' })).toThrow('node: Unknown field `nmae`. Did you mean `name`?')
    // @ts-expect-error a misspelt field does not compile
    expect(() => simulator.node().withPort({ adress: 'x' })).toThrow(
      'port: Unknown field `adress`. Did you mean `address`?',
    )
    // @ts-expect-error a misspelt field does not compile
    expect(() => simulator.find('a')?.force({ provisionState: 'active' })).toThrow(
      'node: Unknown field `provisionState`. Did you mean `provision_state`?',
    )
    expect(() => simulator.node({ name: 'a b' })).toThrow('is not a valid node name')
    expect(() => simulator.node({ uuid: 'x' })).toThrow('is not a UUID')
    expect(() => simulator.node({ name: 'a' }).available()).toThrow('A node named "a" already exists.')
    const twice = simulator.node().withPort({ address: '52:54:00:00:00:01' })
    expect(() => twice.available()).toThrow('A port with address 52:54:00:00:00:01 already exists.')
  })

  it('is the same in every world with the same seed', () => {
    const made = (seed: number) =>
      new IronicSimulator({ clock: new ManualClock(), seed }).node().withPort().available()
    expect(made(5).uuid).toBe(made(5).uuid)
    expect(made(5).ports).toEqual(made(5).ports)
    expect(made(5).uuid).not.toBe(made(6).uuid)
  })
})

describe('a timing', () => {
  it.each([
    ['a number', 700, 700, 700],
    ['a range', [500, 900] as const, 500, 900],
    ['a function', ({ name }: { name: string | null }) => (name === 'a' ? 650 : 1), 650, 650],
  ])('can be %s', async (_title, powerOn, least, most) => {
    const { simulator, power, clock } = rawIronic({ timings: { powerOn } })
    const node = simulator.node({ name: 'a' }).available()
    await power('a', 'power on')
    const start = clock.now()
    while (node.now.power_state !== 'power on') await clock.advance(10)
    expect(clock.now() - start).toBeGreaterThanOrEqual(least)
    expect(clock.now() - start).toBeLessThanOrEqual(most + 10)
  })

  it('of a node takes precedence over that of the world', async () => {
    const { simulator, power, clock } = rawIronic({ timings: { powerOn: 60_000 } })
    const node = simulator.node({ name: 'a', timings: { powerOn: 100 } }).available()
    await power('a', 'power on')
    await clock.advance(100)
    expect(node.now.power_state).toBe('power on')
    node.setTimings({ powerOff: 5_000 })
    await power('a', 'power off')
    await clock.advance(4_999)
    expect(node.now.power_state).toBe('power on')
  })
})

describe('force', () => {
  it('sets any state, ends the operation under way and frees the lock', async () => {
    const { simulator, provision, clock } = rawIronic()
    const node = simulator.node({ name: 'a' }).available()
    await provision('a', 'active')
    node.force({ provision_state: 'service hold', instance_uuid: INSTANCE })
    await clock.advance(60_000)
    expect(node.now).toMatchObject({
      provision_state: 'service hold',
      target_provision_state: 'active',
      reservation: null,
      instance_uuid: INSTANCE,
    })
  })

  it('writes the given fields as they are', () => {
    const node = rawIronic().simulator.node().available()
    node.force({ provision_state: 'deploying', target_provision_state: null, reservation: 'conductor-3' })
    expect(node.now).toMatchObject({
      provision_state: 'deploying',
      target_provision_state: null,
      reservation: 'conductor-3',
    })
  })
})

describe('leftovers', () => {
  it('lists what an instance left behind', async () => {
    const { simulator, call } = rawIronic({ networkInterface: 'neutron' })
    const clean = simulator.node().withPort().available()
    expect(simulator.leftovers()).toEqual([])
    const { uuid } = simulator
      .node({ name: 'a', instance_uuid: INSTANCE, instance_info: { image_source: 'x', root_gb: 1 } })
      .withPort()
      .available()
    await call('POST', '/v1/nodes/a/vifs', { id: 'vif-1' })
    await call('PUT', `/v1/nodes/${clean.uuid}/maintenance`, { reason: 'broken' })
    clean.lock(1_000)
    expect(simulator.leftovers()).toEqual([
      { node: clean.uuid, kind: 'maintenance', what: 'broken' },
      { node: clean.uuid, kind: 'reservation', what: 'simulator' },
      { node: uuid, kind: 'instance_uuid', what: INSTANCE },
      { node: uuid, kind: 'instance_info', what: 'image_source, root_gb' },
      { node: uuid, kind: 'vif', what: 'vif-1' },
    ])
  })
})

describe('a snapshot', () => {
  it('is plain JSON, and the same for the same world at any time', async () => {
    const { simulator, clock } = rawIronic()
    simulator.node({ name: 'a' }).withPort().withPortgroup().available()
    const before = simulator.snapshot()
    await clock.advance(3_600_000)
    expect(simulator.snapshot()).toEqual(before)
    expect(JSON.parse(JSON.stringify(before))).toEqual(before)
    expect(simulator.snapshot({ times: true })).not.toEqual(before)
  })

  it('shows what has changed, and nothing that was done and undone', async () => {
    const { simulator, patch } = rawIronic()
    simulator.node({ name: 'a' }).available()
    const before = simulator.snapshot()
    await patch('/v1/nodes/a', [{ op: 'add', path: '/instance_uuid', value: INSTANCE }])
    expect(simulator.snapshot()).not.toEqual(before)
    await patch('/v1/nodes/a', [{ op: 'remove', path: '/instance_uuid' }])
    expect(simulator.snapshot()).toEqual(before)
  })

  it.each(['fake-hardware', 'redfish'] as const)(
    'of %s restores the operations under way',
    async (hardware) => {
      const { simulator, provision, clock } = rawIronic({ hardware })
      const info = { image_source: 'http://images/x.img', image_checksum: 'sha256:0' }
      const node = simulator.node({ name: 'a', instance_info: info }).withPort().available()
      await provision('a', 'active')
      await clock.advance(500)
      const midway = JSON.parse(JSON.stringify(simulator.snapshot({ times: true }))) as ReturnType<
        typeof simulator.snapshot
      >
      const states = async () => {
        const seen: string[] = []
        for (let look = 0; look < 600; look++) {
          seen.push(node.now.provision_state)
          await clock.advance(100)
        }
        return seen
      }
      const first = await states()
      expect(first.at(-1)).toBe('active')
      simulator.restore(midway)
      expect(node.now).toMatchObject({ provision_state: first[0], reservation: 'simulator' })
      expect(simulator.snapshot()).toMatchObject({ nodes: [{ machine: { lockedBy: 'work' } }] })
      expect(await states()).toEqual(first)
    },
  )

  it('keeps timings that are functions', async () => {
    const { simulator, power, clock } = rawIronic()
    const node = simulator.node({ name: 'a', timings: { powerOn: () => 100 } }).available()
    simulator.restore(simulator.snapshot())
    await power('a', 'power on')
    await clock.advance(100)
    expect(node.now.power_state).toBe('power on')
  })
})
