import { inspect } from 'node:util'
import type { IronicDriver, NodeToEnroll } from 'ironic-driver'
import type { Disruption, SimulatorOptions } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'

const SECRET = 'canary-91'
const [MAC_1, MAC_2, MAC_3] = ['52:54:00:00:00:01', '52:54:00:00:00:02', '52:54:00:00:00:03']

const MACHINE = {
  name: 'metal-1',
  driver: 'fake-hardware',
  driver_info: { ipmi_address: '10.0.0.7', ipmi_password: SECRET },
  resource_class: 'gold',
  properties: { cpus: 8, capabilities: 'boot_mode:uefi' },
  traits: ['CUSTOM_GPU', 'HW_CPU_X86_VMX'],
  ports: [
    { address: '52:54:00:00:00:0A', pxe_enabled: false },
    { address: MAC_1, physical_network: 'rack-1' },
  ],
  portgroups: [{ name: 'bond-1', mode: '802.3ad', ports: [{ address: MAC_2 }, { address: MAC_3 }] }],
} satisfies NodeToEnroll

function site(options: Omit<SimulatorOptions, 'clock'> = {}) {
  const made = simulatedSite(options)
  const { simulator, driver, run } = made
  const enroll = (node: NodeToEnroll = MACHINE, by: IronicDriver = driver) => run(by.lifecycle.enroll(node))
  const routes = () => simulator.requests.map(({ route }) => route)
  const writes = () => simulator.requests.filter(({ method }) => method !== 'GET').length
  return { ...made, enroll, routes, writes }
}

/** How many requests look for the machine before it is made: by its name and its four addresses. */
const LOOKS = 5

/** All that there is in an Ironic, by names that people know. */
async function world(driver: IronicDriver, run: <T>(work: PromiseLike<T>) => Promise<T>) {
  const nodes = expectOk(await run(driver.client.nodes.list().all()))
  const ports = expectOk(await run(driver.client.ports.list().all()))
  const groups = expectOk(await run(driver.client.portGroups.list().all()))
  const nameOf = (uuid: string) => nodes.find((node) => node.uuid === uuid)?.name ?? uuid
  const groupOf = (uuid: string | null | undefined) => groups.find((group) => group.uuid === uuid)?.name
  return {
    nodes: nodes.map(({ name, traits }) => [name, traits]),
    ports: ports.map((port) => [port.address, nameOf(port.node_uuid), groupOf(port.portgroup_uuid)]).sort(),
    groups: groups.map(({ name, node_uuid }) => [name, nameOf(node_uuid)]),
  }
}

const WHOLE = {
  nodes: [['metal-1', ['CUSTOM_GPU', 'HW_CPU_X86_VMX']]],
  ports: [
    [MAC_1, 'metal-1', undefined],
    [MAC_2, 'metal-1', 'bond-1'],
    [MAC_3, 'metal-1', 'bond-1'],
    ['52:54:00:00:00:0a', 'metal-1', undefined],
  ],
  groups: [['bond-1', 'metal-1']],
}
const NOTHING = { nodes: [], ports: [], groups: [] }

describe('a new machine', () => {
  it.each(['21.4', '29.0', '39.0'] as const)(
    'is made with all that belongs to it, by Ironic %s',
    async (release) => {
      const { enroll, driver, run, simulator, routes } = site({ release })
      const enrolled = expectOk(await enroll())
      expect(enrolled).toMatchObject({
        name: 'metal-1',
        outcome: 'created',
        provision_state: 'enroll',
        differences: [],
      })
      expect(enrolled.added.map(({ what }) => what)).toEqual([
        'node',
        'port_group',
        ...Array<string>(4).fill('port'),
        'trait',
        'trait',
      ])
      expect(routes()).toEqual([
        'GET /',
        'GET /v1/nodes/metal-1',
        ...Array<string>(4).fill('GET /v1/ports/detail'),
        'POST /v1/nodes',
        'POST /v1/portgroups',
        ...Array<string>(4).fill('POST /v1/ports'),
        'PUT /v1/nodes/{uuid}/traits',
      ])
      expect(await world(driver, run)).toEqual(WHOLE)
      const node = simulator.find('metal-1')
      expect(node?.now).toMatchObject({ resource_class: 'gold', properties: MACHINE.properties })
      expect(node?.now.driver_info).toEqual(MACHINE.driver_info)
      expect(inspect(enrolled, { depth: 9 })).not.toContain(SECRET)
    },
  )

  it('costs two requests where there is no more to it than a name', async () => {
    const { enroll, simulator, driver, run } = site()
    expectOk(await run(driver.client.features()))
    simulator.forgetRequests()
    expectOk(await enroll({ name: 'metal-1', driver: 'fake-hardware' }))
    expect(simulator.tally()).toEqual({ 'GET /v1/nodes/metal-1': 1, 'POST /v1/nodes': 1 })
  })

  it('keeps the UUIDs that it is given, and needs no name', async () => {
    const { enroll, simulator } = site()
    const uuid = 'B41D7B1E-4C4F-4B5B-9F6E-0D0B3A5C1E01'
    const port = { address: MAC_1, uuid: '0e2f1d35-7f3c-4a0c-8b6e-4f4a1c2d3e01', node_uuid: uuid }
    const enrolled = expectOk(await enroll({ uuid, driver: 'fake-hardware', name: null, ports: [port] }))
    expect(enrolled).toMatchObject({ node: uuid.toLowerCase(), name: null, outcome: 'created' })
    expect(simulator.find(uuid.toLowerCase())?.ports[0]?.uuid).toBe(port.uuid)
  })
})

describe('a machine that is there', () => {
  it('is found, and nothing is written', async () => {
    const { enroll, writes, otherDriver, driver, run } = site()
    const first = expectOk(await enroll())
    const before = writes()
    for (const by of [driver, otherDriver()]) {
      const again = expectOk(await enroll(MACHINE, by))
      expect(again).toEqual({ ...first, outcome: 'was_there', added: [], differences: [] })
    }
    expect(writes()).toBe(before)
    expect(await world(driver, run)).toEqual(WHOLE)
  })

  it('is found by one of its addresses, whatever its name', async () => {
    const { enroll, simulator } = site()
    const node = simulator.node({ name: 'old-name' }).withPort({ address: MAC_1 }).enrolled()
    const machine = {
      name: 'metal-1',
      driver: 'fake-hardware',
      ports: [{ address: MAC_1.toUpperCase() }, { address: MAC_2 }],
    }
    const enrolled = expectOk(await enroll(machine))
    expect(enrolled).toMatchObject({ node: node.uuid, name: 'old-name', outcome: 'completed' })
    expect(enrolled.differences).toEqual([{ field: 'name', wanted: 'metal-1', found: 'old-name' }])
    expect(node.ports.map(({ address }) => address)).toEqual([MAC_1, MAC_2])
  })

  it('gets what a broken-off enrolment has left undone', async () => {
    for (const [after, isThere] of Object.entries([
      'node',
      'port_group',
      'port',
      'port',
      'port',
      'port',
      'trait',
    ])) {
      const { enroll, simulator, driver, run, otherDriver } = site()
      expectOk(await run(driver.client.features()))
      // The process dies: nothing that it sends from here on arrives.
      simulator.disruptions.next({}, 'refuse', { after: LOOKS + Number(after) + 1, times: Infinity })
      const killed = await enroll()
      if (isThere === 'trait') expectOk(killed)
      else expect(expectErr(killed, 'enroll_incomplete').remains).toMatchObject([{ what: 'node' }])
      simulator.disruptions.clear()
      const enrolled = expectOk(await enroll(MACHINE, otherDriver()))
      expect(enrolled.outcome).toBe(isThere === 'trait' ? 'was_there' : 'completed')
      expect(await world(driver, run)).toEqual(WHOLE)
    }
  })

  it('keeps what it has: differences are told, and no credentials with them', async () => {
    const { enroll, simulator } = site()
    const node = simulator
      .node({
        name: 'metal-1',
        driver_info: { ipmi_address: '10.0.0.9', ipmi_password: 'another' },
        resource_class: 'silver',
        properties: { cpus: 4, capabilities: 'boot_mode:uefi', serial: 'X' },
        traits: ['CUSTOM_GPU', 'CUSTOM_OTHER'],
      })
      .withPort({ address: MAC_1, physical_network: 'rack-2' })
      .active()
    const before = node.now
    const enrolled = expectOk(
      await enroll({ ...MACHINE, portgroups: [], ports: [{ address: MAC_1, physical_network: 'rack-1' }] }),
    )
    expect(enrolled).toMatchObject({ outcome: 'completed', added: [{ what: 'trait', id: 'HW_CPU_X86_VMX' }] })
    expect(enrolled.differences).toEqual([
      { field: 'resource_class', wanted: 'gold', found: 'silver' },
      { field: 'driver_info.ipmi_address' },
      { field: 'properties.cpus', wanted: 8, found: 4 },
      { field: `ports.${MAC_1}.physical_network`, wanted: 'rack-1', found: 'rack-2' },
    ])
    const { traits, updated_at: _, ...kept } = node.now
    expect(before).toMatchObject(kept)
    expect(traits).toEqual(['CUSTOM_GPU', 'CUSTOM_OTHER', 'HW_CPU_X86_VMX'])
    expect(inspect(enrolled, { depth: 9 })).not.toMatch(/canary|another|10\.0\.0/)
  })

  it('is not guessed where name and addresses belong to different nodes', async () => {
    const { enroll, simulator, writes } = site()
    const named = simulator.node({ name: 'metal-1' }).enrolled()
    const other = simulator.node({ name: 'metal-2' }).withPort({ address: MAC_1 }).enrolled()
    const error = expectErr(await enroll(), 'identity_conflict')
    expect(error).toMatchObject({ advice: 'fix_request', operation: 'lifecycle.enroll' })
    expect(error.holders).toEqual([
      { what: 'node', id: named.uuid, has: 'name metal-1' },
      { what: 'node', id: other.uuid, has: `address ${MAC_1}` },
    ])
    expect(error.message).toContain(named.uuid)
    expect(error.message).toContain(other.uuid)
    expect(writes()).toBe(0)
  })
})

describe('an enrolment that meets trouble', () => {
  const MAKING = 7

  it.each(['drop-before', 'drop-after', 'busy', 'locked', 'rpc-timeout', 'malformed', 'hang'] as const)(
    'makes each thing once when a request meets %s',
    async (disruption) => {
      for (let after = 0; after < LOOKS + MAKING; after += 1) {
        const { enroll, simulator, driver, run } = site()
        expectOk(await run(driver.client.features()))
        simulator.disruptions.next({}, disruption, { after })
        const enrolled = await enroll()
        if (enrolled.isOk()) {
          expect(enrolled.value.outcome).toBe('created')
          expect(await world(driver, run)).toEqual(WHOLE)
        } else {
          // The client itself decides how long it goes on reading.
          expect([/malformed|hang/.test(disruption), after < LOOKS]).toEqual([true, true])
          expect(await world(driver, run)).toEqual(NOTHING)
        }
      }
    },
  )

  it.each([400, 403, 409] as const)(
    'leaves nothing behind when a request is refused with %i',
    async (status) => {
      for (let after = 0; after < MAKING; after += 1) {
        const { enroll, simulator, driver, run } = site()
        expectOk(await run(driver.client.features()))
        const quote = `Invalid: {'driver_info': {'ipmi_password': '${SECRET}'}}`
        simulator.disruptions.next({}, { kind: 'status', status, fault: quote }, { after: LOOKS + after })
        const refused = await enroll()
        expect(refused.isErr()).toBe(true)
        expect(inspect(refused, { depth: 20 }) + JSON.stringify(refused)).not.toContain(SECRET)
        expect(await world(driver, run)).toEqual(NOTHING)
      }
    },
  )

  it('leaves a node that was there as it was when one of its ports is refused', async () => {
    const { enroll, simulator, driver, run } = site()
    simulator
      .node({ name: 'metal-1', traits: ['CUSTOM_OTHER'] })
      .withPort({ address: MAC_1 })
      .enrolled()
    const before = await world(driver, run)
    for (let after = 0; after < 6; after += 1) {
      simulator.disruptions.clear()
      const disruption = { kind: 'status', status: 400, fault: 'No.' } as const
      simulator.disruptions.next({ method: after < 4 ? 'POST' : 'PUT' }, disruption, { after: after % 4 })
      expectErr(await enroll(), 'rejected_request')
      expect(await world(driver, run)).toEqual(before)
    }
  })

  it('says what remains when it cannot be undone', async () => {
    const { enroll, simulator } = site()
    simulator.node({ name: 'metal-1' }).withPort({ address: MAC_1 }).enrolled()
    const refused = { kind: 'status', status: 400, fault: 'No.' } as const
    simulator.disruptions.next({ method: 'POST' }, refused, { after: 2 })
    simulator.disruptions.next(
      { method: 'DELETE', path: /ports/ },
      { kind: 'status', status: 403, fault: 'Never.' },
    )
    const error = expectErr(await enroll(), 'enroll_incomplete')
    expect(error.remains).toMatchObject([
      { what: 'port', why: expect.stringContaining('Never.') as string },
      { what: 'port_group' },
    ])
    expect(error).toMatchObject({ advice: 'fix_node', cause: { kind: 'rejected_request' } })
    expect(error.message).toMatch(/there remains: port [-0-9a-f]{36} \(/)
  })

  it('does not remove a node that somebody has begun to work with', async () => {
    const { enroll, simulator, driver, clock } = site()
    simulator.disruptions.next({ method: 'PUT', path: /traits/ }, 'hang')
    const enrolling = enroll()
    while (simulator.requests.filter(({ method }) => method === 'POST').length < 6) await clock.advance(100)
    const node = simulator.find('metal-1')
    node?.force({ provision_state: 'manageable' })
    simulator.disruptions.next(
      { path: /traits/ },
      { kind: 'status', status: 400, fault: 'No.' },
      { times: 9 },
    )
    const error = expectErr(await enrolling, 'enroll_incomplete')
    expect(error.remains).toMatchObject([{ what: 'node', id: node?.uuid }])
    expect(error.remains[0]?.why).toContain('manageable')
    expectOk(await driver.client.nodes.get('metal-1'))
  })

  it('makes one node of a machine without a name, also after a process that died, and by two at once', async () => {
    const nameless = { driver: 'fake-hardware', ports: [{ address: MAC_2 }, { address: MAC_1 }] }
    for (const after of [0, 1, 2]) {
      const { enroll, simulator, driver, run, otherDriver } = site()
      expectOk(await run(driver.client.features()))
      // The process dies: nothing that it sends from here on arrives.
      simulator.disruptions.next({}, 'refuse', { after: 2 + after, times: Infinity })
      expect((await enroll(nameless)).isErr()).toBe(true)
      simulator.disruptions.clear()
      const turned = { ...nameless, ports: nameless.ports.toReversed() }
      const both = [driver, otherDriver()].map((by) => by.lifecycle.enroll(turned))
      for (const one of await run(Promise.all(both))) expectOk(one)
      expect(simulator.nodes.map(({ ports }) => ports.length)).toEqual([2])
    }
  })

  it('finds a machine without a name whose ports another process makes while it is looked for', async () => {
    const { enroll, simulator } = site()
    const nameless = { driver: 'fake-hardware', ports: [{ address: MAC_1 }, { address: MAC_2 }] }
    const first = expectOk(await enroll(nameless))
    // The lists are from before the ports were there: twice two of them.
    const empty = { kind: 'status', status: 200, body: '{"ports": []}' } as const
    simulator.disruptions.next({ path: /address=/ }, empty, { times: 4 })
    expect(expectOk(await enroll(nameless))).toMatchObject({ node: first.node, outcome: 'was_there' })
    expect(simulator.nodes).toHaveLength(1)
  })

  it('makes another node of a machine without a name when its card was in one that has others', async () => {
    const { enroll, driver, run, simulator } = site()
    const first = expectOk(await enroll({ driver: 'fake-hardware', ports: [{ address: MAC_1 }] }))
    const [card] = simulator.find(first.node)?.ports ?? []
    expectOk(await run(driver.client.ports.delete(card?.uuid ?? '')))
    expectOk(await run(driver.client.ports.create({ address: MAC_2, node_uuid: first.node })))
    const second = expectOk(await enroll({ driver: 'fake-hardware', ports: [{ address: MAC_1 }] }))
    expect(second.outcome).toBe('created')
    expect(simulator.nodes.map(({ ports }) => ports.map(({ address }) => address))).toEqual([
      [MAC_2],
      [MAC_1],
    ])
  })

  it('does not remove a node that another process has completed meanwhile', async () => {
    const { driver, otherDriver, run, simulator, clock } = site({ latencyMs: 10 })
    expectOk(await run(driver.client.features()))
    simulator.disruptions.next({ method: 'POST', path: '/v1/portgroups' }, { kind: 'hang', effect: false })
    const caller = new AbortController()
    const enrolling = driver.lifecycle.enroll(MACHINE, { signal: caller.signal })
    while (simulator.nodes.length === 0) await clock.advance(1)
    await clock.advance(10)
    expect(expectOk(await run(otherDriver().lifecycle.enroll(MACHINE))).outcome).toBe('completed')
    caller.abort()
    const error = expectErr(await run(enrolling), 'enroll_incomplete')
    expect(error.remains).toMatchObject([{ what: 'node', id: simulator.find('metal-1')?.uuid }])
    expect(error.remains[0]?.why).toMatch(/^somebody else has given it port/)
    expect(await world(driver, run)).toEqual(WHOLE)
  })

  it('finds what another process has made in the same moment', async () => {
    const { driver, otherDriver, run } = site()
    const both = await run(
      Promise.all([driver.lifecycle.enroll(MACHINE), otherDriver().lifecycle.enroll(MACHINE)]),
    )
    const outcomes = both.map((one) => expectOk(one).outcome)
    expect(outcomes.toSorted()).toEqual(['completed', 'created'].toSorted())
    expect(await world(driver, run)).toEqual(WHOLE)
  })

  it('is undone when the address turns out to be that of another machine', async () => {
    const { enroll, simulator, driver, run } = site()
    const other = simulator.node({ name: 'metal-2' }).withPort({ address: MAC_3 }).enrolled()
    const before = await world(driver, run)
    simulator.forgetRequests()
    // The list that is to tell is from before that port was there.
    simulator.disruptions.next(
      { path: /address=.*03$/ },
      { kind: 'status', status: 200, body: '{"ports": []}' },
    )
    const error = expectErr(await enroll(), 'identity_conflict')
    expect(error.holders[0]).toMatchObject({ id: other.uuid, has: `address ${MAC_3}` })
    expect(await world(driver, run)).toEqual(before)
  })

  it('is undone when it is called off, wherever it is', async () => {
    for (let asked = 1; asked <= LOOKS + MAKING; asked += 1) {
      const { driver, run, simulator, clock } = site({ latencyMs: 10 })
      expectOk(await run(driver.client.features()))
      simulator.forgetRequests()
      const caller = new AbortController()
      const enrolling = driver.lifecycle.enroll(MACHINE, { signal: caller.signal })
      while (simulator.requests.length < asked) await clock.advance(1)
      caller.abort()
      expectErr(await run(enrolling), 'aborted')
      expect(await world(driver, run)).toEqual(NOTHING)
    }
  })
})

describe('a driver that no conductor has', () => {
  const only = { name: 'metal-1', driver: 'pigeon-post' }

  it('is told at once, with those that there are', async () => {
    const { enroll, clock } = site({ conductorGroup: 'rack-1' })
    const before = clock.now()
    const error = expectErr(await enroll(only), 'invalid_input')
    expect(error.message).toMatch(
      /^`driver`: no conductor of this Ironic has the driver "pigeon-post"; name one of .*fake-hardware/,
    )
    const group = await enroll({ ...only, driver: 'fake-hardware', conductor_group: 'Attic' })
    expect(expectErr(group, 'invalid_input').message).toContain(
      'is in the group "attic"; name one of "rack-1"',
    )
    expect(clock.now() - before).toBeLessThan(10_000)
  })

  it.each([
    ['cannot be seen', { kind: 'status', status: 403, fault: 'No.' }],
    ['are not alive', { kind: 'status', status: 200, body: '{"conductors": []}' }],
  ] as const)('is waited for while the conductors %s', async (_, disruption) => {
    const { enroll, simulator, clock } = site()
    simulator.disruptions.next({ path: /conductors/ }, disruption, { times: Infinity })
    const before = clock.now()
    expectErr(await enroll(only), 'no_conductor')
    expect(clock.now() - before).toBeGreaterThan(60_000)
  })
})

describe('what is asked for', () => {
  const only = { name: 'metal-1', driver: 'fake-hardware' }

  it.each<[object, string]>([
    [{ name: 'metal-1' }, 'node.driver'],
    [{ ...only, driver: '' }, 'node.driver'],
    [{ driver: 'fake-hardware' }, 'node'],
    [{ ...only, name: 'metal 1' }, 'node.name'],
    [{ ...only, name: 'states' }, 'node.name'],
    [{ ...only, name: '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10' }, 'node.name'],
    [{ ...only, uuid: 'mine' }, 'node.uuid'],
    [{ ...only, resource_class: 'x'.repeat(81) }, 'node.resource_class'],
    [{ ...only, propertis: {} }, 'node.propertis'],
    [{ ...only, driver_info: [SECRET] }, 'node.driver_info'],
    [{ ...only, driver_info: { password: () => SECRET } }, 'node.driver_info.password'],
    [{ ...only, traits: ['gpu'] }, 'node.traits.0'],
    [{ ...only, traits: Array.from({ length: 51 }, (_, index) => `CUSTOM_${index}`) }, 'node.traits'],
    [{ ...only, retired: 'yes' }, 'node.retired'],
    [{ ...only, ports: [{ address: '52-54-00-00-00-01' }] }, 'node.ports.0.address'],
    [{ ...only, ports: [{ address: MAC_1 }, { address: MAC_1.toUpperCase() }] }, 'node.ports.1.address'],
    [{ ...only, ports: [{ address: MAC_1, pxe: true }] }, 'node.ports.0.pxe'],
    [
      { ...only, ports: [{ address: MAC_1, node_uuid: '0e2f1d35-7f3c-4a0c-8b6e-4f4a1c2d3e01' }] },
      'node.ports.0.node_uuid',
    ],
    [{ ...only, portgroups: [{ ports: [] }] }, 'node.portgroups.0'],
    [{ ...only, portgroups: [{ name: 'a', ports: [{}] }] }, 'node.portgroups.0.ports.0.address'],
  ])('is refused before anything is sent: %j', async (node, field) => {
    const { enroll, simulator } = site()
    const error = expectErr(await enroll(node as NodeToEnroll), 'invalid_input')
    expect(error.field).toBe(field)
    expect(inspect(error) + JSON.stringify(error)).not.toContain(SECRET)
    expect(simulator.requests).toEqual([])
  })

  it.each<[object, string]>([
    [{ traits: ['CUSTOM_A'] }, '1.36'],
    [{ owner: 'me' }, '1.49'],
    [{ portgroups: [{ name: 'bond-1' }] }, '1.22'],
    [{ ports: [{ address: MAC_1, physical_network: 'rack-1' }] }, '1.33'],
    [{ ports: [{ address: MAC_1, name: 'eth0' }] }, '1.82'],
    [{ portgroups: [{ name: 'bond-1', category: 'fast' }] }, '1.82'],
  ])('is known to need a newer Ironic before anything is made: %j', async (more, maxVersion) => {
    const { enroll, simulator, writes } = site({ maxVersion: maxVersion })
    expectErr(await enroll({ ...only, ...more }), 'unsupported_api_version')
    expect(writes()).toBe(0)
    expect(simulator.nodes).toEqual([])
  })
})

describe('an Ironic that answers no creation', () => {
  it.each<[string, Disruption, string]>([
    ['node', 'drop-before', '/v1/nodes'],
    ['node', { kind: 'status', status: 503 }, '/v1/nodes'],
    ['node', { kind: 'status', status: 500 }, '/v1/nodes'],
    ['port', 'drop-before', '/v1/ports'],
    ['port group', 'drop-before', '/v1/portgroups'],
  ])('is asked ever more rarely for a %s: %j', async (_what, disruption, path) => {
    const { driver, run, simulator } = site()
    simulator.disruptions.next({ method: 'POST', path }, disruption, { times: Infinity })
    const enrolling = driver.lifecycle.enroll(MACHINE, { deadlineMs: 5 * 60_000 })
    expect((await run(enrolling)).isErr()).toBe(true)
    expect(simulator.tally()[`POST ${path}`]).toBeLessThan(30)
    expect(simulator.requests.length).toBeLessThan(90)
  })
})
