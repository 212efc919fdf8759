import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const MAC = '52:54:00:12:34:56'
const OTHER = '52:54:00:12:34:57'
const NOBODY = '99999999-9999-4999-8999-999999999999'

const op = (kind: string, path: string, value?: unknown) => ({
  op: kind,
  path,
  ...(value === undefined ? {} : { value }),
})

describe('ports', () => {
  it('are created, read by UUID and by name, changed and deleted', async () => {
    const { simulator, call, patch } = rawIronic()
    const { uuid } = simulator.node({ name: 'a' }).manageable()
    const made = await call('POST', '/v1/ports', {
      node_uuid: uuid,
      address: MAC.toUpperCase(),
      name: 'eth0',
      local_link_connection: { port_id: 'p1', switch_id: '00:11:22:AA:BB:CC' },
    })
    expect(made).toMatchObject({
      status: 201,
      json: {
        address: MAC,
        pxe_enabled: true,
        internal_info: {},
        portgroup_uuid: null,
        local_link_connection: { switch_id: '00:11:22:aa:bb:cc' },
      },
    })
    const { uuid: port } = made.json as { uuid: string }
    expect(made.headers['location']).toBe(`http://ironic.test:6385/v1/ports/${port}`)
    for (const ident of [port, 'eth0'])
      expect((await call('GET', `/v1/ports/${ident}?fields=uuid,name`)).json).toMatchObject({
        uuid: port,
        name: 'eth0',
      })
    const changed = await patch('/v1/ports/eth0', [op('replace', '/extra', { a: 1 }), op('remove', '/name')])
    expect(changed.json).toMatchObject({ extra: { a: 1 }, name: null })
    expect((await call('DELETE', '/v1/ports/eth0')).fault).toBe('Expected UUID for port_uuid: eth0')
    expect((await call('DELETE', `/v1/ports/${port}`)).status).toBe(204)
    expect((await call('GET', `/v1/ports/${port}`)).status).toBe(404)
  })

  it.each([
    [{}, 400, "'address' is a required property"],
    [{ address: OTHER }, 400, "'node_ident' is a required property"],
    [{ address: OTHER, node_uuid: NOBODY }, 400, `Node ${NOBODY} could not be found.`],
    [{ address: OTHER, node_ident: 'nobody' }, 400, 'Node None could not be found.'],
    [{ address: 'x', node_ident: 'a' }, 400, 'Expected valid MAC address for address: x'],
    [{ address: OTHER, node_ident: 'a', colour: 1 }, 400, "('colour' was unexpected)"],
    [{ address: OTHER, node_ident: 'a', physical_network: '' }, 400, 'A non-empty value is required'],
    [
      { address: OTHER, node_ident: 'a', portgroup_uuid: NOBODY },
      400,
      `Portgroup ${NOBODY} could not be found.`,
    ],
    [
      { address: OTHER, node_ident: 'a', local_link_connection: { port_id: 'x' } },
      400,
      'not valid under any',
    ],
    [{ address: OTHER, node_ident: 'a', vendor: 'x'.repeat(33) }, 400, 'is too long'],
    [{ address: MAC, node_ident: 'a' }, 409, `A port with MAC address ${MAC} already exists.`],
    [{ address: OTHER, node_ident: 'a', name: 'eth0' }, 409, 'A port with name eth0 already exists.'],
  ])('cannot be %j', async (body, status, text) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).withPort({ address: MAC, name: 'eth0' }).manageable()
    const reply = await call('POST', '/v1/ports', body)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it.each([
    ['1.17', [], ['internal_info', 'pxe_enabled']],
    ['1.20', ['internal_info', 'pxe_enabled'], ['portgroup_uuid', 'physical_network']],
    ['1.60', ['physical_network', 'is_smartnic'], ['name', 'description']],
    ['1.115', ['name', 'category', 'available_for_dynamic_portgroup'], []],
  ])('show the fields of %s', async (version, there, absent) => {
    const { simulator, call } = rawIronic()
    const [port] = simulator.node().withPort().available().ports
    const { json } = await call('GET', `/v1/ports/${String(port?.uuid)}`, undefined, { version })
    for (const field of there) expect(json).toHaveProperty(field)
    for (const field of absent) expect(json).not.toHaveProperty(field)
  })

  it.each([
    ['?node=a', 2],
    [`?address=${MAC}`, 1],
    ['?portgroup=bond0', 0],
    ['?shard=east', 1],
    ['?description_contains=uplink', 1],
    ['?conductor_groups=g1', 1],
    ['?limit=2', 2],
    ['', 3],
  ])('are found by %s', async (query, count) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).withPort({ address: MAC, description: 'The Uplink' }).withPort().available()
    simulator.node({ name: 'b', shard: 'east', conductor_group: 'g1' }).withPort().available()
    simulator.node({ name: 'c' }).withPortgroup({ name: 'bond0' }).available()
    const { json } = await call('GET', `/v1/ports${query}`)
    expect((json as { ports: unknown[] }).ports).toHaveLength(count)
  })

  it.each([
    ['?node=a&shard=x', 403, 'Operation not permitted.'],
    ['?node=a&conductor_groups=x', 400, 'cannot be combined'],
    ['?fields=colour', 400, 'Field(s) "colour" are not valid'],
    ['?sort_key=extra', 400, 'The sort_key value extra is an invalid field for sorting'],
    ['?colour=red', 400, 'Unexpected arguments: colour'],
    [`?marker=${NOBODY}`, 404, `Port ${NOBODY} could not be found.`],
  ])('are not listed by %s', async (query, status, text) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).withPort().available()
    const reply = await call('GET', `/v1/ports${query}`)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it('below a node are found only by its UUID, and their next link leads to all ports', async () => {
    const { simulator, call } = rawIronic()
    const { uuid } = simulator.node({ name: 'a' }).withPorts(2).available()
    const { json } = await call('GET', `/v1/nodes/${uuid}/ports?limit=1`)
    expect(json).toMatchObject({ next: expect.stringContaining('/v1/ports?sort_key=id') as string })
    expect(await call('GET', '/v1/nodes/a/ports')).toMatchObject({
      status: 404,
      fault: 'Portgroup None could not be found.',
    })
  })

  it.each([
    ['available', op('replace', '/pxe_enabled', false), 409, 'can not have any connectivity attributes'],
    ['manageable', op('replace', '/pxe_enabled', false), 200, ''],
    ['active', op('replace', '/address', OTHER), 409, 'Cannot update hardware address for port'],
    ['active', op('add', '/extra/a', 1), 200, ''],
    ['inspecting', op('add', '/extra/a', 1), 409, 'while it is in state "inspecting"'],
    ['manageable', op('replace', '/colour', 1), 400, 'Cannot patch /colour.'],
    ['manageable', op('replace', '/internal_info', {}), 400, 'Cannot patch /internal_info.'],
    ['manageable', op('remove', '/pxe_enabled'), 500, "Field `pxe_enabled' cannot be None"],
    ['manageable', op('remove', '/address'), 400, "'address' is a required property"],
    ['manageable', op('replace', '/node_uuid', NOBODY), 400, 'Unable to apply the requested node_uuid'],
  ] as const)('of a node in %s: %j answers %i', async (state, change, status, text) => {
    const { simulator, patch } = rawIronic()
    const [port] = simulator.node().withPort().inState(state).ports
    const reply = await patch(`/v1/ports/${String(port?.uuid)}`, [change])
    expect(reply.status).toBe(status)
    expect(reply.fault ?? '').toContain(text)
  })

  it('with a VIF are deleted only in maintenance', async () => {
    const { simulator, call } = rawIronic({ networkInterface: 'neutron' })
    const node = simulator.node({ name: 'a' }).withPort().available()
    await call('POST', '/v1/nodes/a/vifs', { id: 'vif-1' })
    const path = `/v1/ports/${String(node.ports[0]?.uuid)}`
    expect((await call('DELETE', path)).fault).toContain('as it is bound to VIF vif-1 for use.')
    node.force({ maintenance: true })
    expect((await call('DELETE', path)).status).toBe(204)
  })
})

describe('port groups', () => {
  it('are created, listed with their ports, changed, and deleted when empty', async () => {
    const { simulator, call, patch } = rawIronic()
    const node = simulator.node({ name: 'a' }).manageable()
    const made = await call('POST', '/v1/portgroups', { node_uuid: node.uuid, name: 'bond0' })
    expect(made).toMatchObject({
      status: 201,
      json: { mode: 'active-backup', standalone_ports_supported: true },
    })
    const { uuid } = made.json as { uuid: string }
    const port = { node_uuid: node.uuid, address: MAC, portgroup_uuid: uuid }
    expect((await call('POST', '/v1/ports', port)).status).toBe(201)
    expect((await call('GET', `/v1/portgroups/${uuid}/ports`)).json).toMatchObject({
      ports: [{ address: MAC }],
    })
    expect((await call('GET', '/v1/portgroups/bond0/ports')).status).toBe(404)
    expect((await call('GET', `/v1/nodes/${node.uuid}/portgroups`)).json).toMatchObject({
      portgroups: [{ name: 'bond0' }],
    })
    expect((await call('DELETE', '/v1/portgroups/bond0')).fault).toContain('contains ports')
    expect((await patch('/v1/portgroups/bond0', [op('remove', '/mode')])).fault).toBe(
      "'mode' is a mandatory attribute and can not be removed",
    )
    expect((await patch('/v1/portgroups/bond0', [op('replace', '/mode', '802.3ad')])).json).toMatchObject({
      mode: '802.3ad',
    })
    expect((await call('DELETE', `/v1/ports/${String(node.ports[0]?.uuid)}`)).status).toBe(204)
    expect((await call('DELETE', '/v1/portgroups/bond0')).status).toBe(204)
  })

  it.each([
    [{}, 400, "'node_uuid' is a required property"],
    [{ node_uuid: NOBODY }, 400, `Node ${NOBODY} could not be found.`],
    [{ name: 'a b' }, 400, "Cannot create portgroup with invalid name 'a b'"],
    [{ name: 'bond0' }, 409, 'A portgroup with name bond0 already exists.'],
    [{ address: MAC }, 409, `A portgroup with MAC address ${MAC} already exists.`],
  ])('cannot be %j', async (body, status, text) => {
    const { simulator, call } = rawIronic()
    const { uuid } = simulator.node().withPortgroup({ name: 'bond0', address: MAC }).manageable()
    const given = 'name' in body || 'address' in body ? { node_uuid: uuid, ...body } : body
    const reply = await call('POST', '/v1/portgroups', given)
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(text)
  })

  it.each([
    ['1.22', '/v1/portgroups', 404],
    ['1.23', '/v1/portgroups', 200],
    ['1.23', '/v1/nodes/a/portgroups', 404],
    ['1.25', '/v1/portgroups?fields=mode', 406],
  ])('in %s: %s is %i', async (version, path, status) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'a' }).withPortgroup().available()
    expect((await call('GET', path, undefined, { version })).status).toBe(status)
  })

  it('keep their ports on one physical network', async () => {
    const { simulator, call } = rawIronic()
    const node = simulator.node().withPortgroup().withPort({ physical_network: 'blue' }).manageable()
    const [group] = node.portgroups
    const port = {
      node_uuid: node.uuid,
      address: OTHER,
      portgroup_uuid: group?.uuid,
      physical_network: 'red',
    }
    expect((await call('POST', '/v1/ports', port)).fault).toContain(
      'Port with physical network red cannot become',
    )
  })
})
