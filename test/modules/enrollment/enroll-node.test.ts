import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { site, world, WHOLE, MACHINE, SECRET, MAC_1, MAC_2, LOOKS } from './support/enrollment-site.js'

describe('a new node', () => {
  it.each(['21.4', '29.0', '39.0'] as const)(
    'is created with all its parts, by Ironic %s',
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

  it('costs two requests when it has only a name', async () => {
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

describe('an existing node', () => {
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

  it('is found by one of its addresses under any name', async () => {
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

  it('gets what an interrupted enrollment left undone', async () => {
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
      // The process dies: no later request of it arrives.
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

  it('keeps its values: differences are reported, without credentials', async () => {
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

  it('is not guessed when name and addresses belong to different nodes', async () => {
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
