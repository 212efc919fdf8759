import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const UUID = '11111111-1111-4111-8111-111111111111'
const OTHER = '22222222-2222-4222-8222-222222222222'
const DRIVER = 'fake-hardware'

describe('POST /v1/nodes', () => {
  it('creates an enrolled node with the interfaces of its driver, and returns its location', async () => {
    const { call, simulator } = rawIronic()
    const made = await call('POST', '/v1/nodes', { uuid: UUID, name: 'a', driver: DRIVER })
    expect(made).toMatchObject({
      status: 201,
      headers: { location: `http://ironic.test:6385/v1/nodes/${UUID}` },
      json: { uuid: UUID, provision_state: 'enroll', power_state: null, deploy_interface: 'fake' },
    })
    expect(simulator.find('a')?.now.resource_class).toBeNull()
  })

  it.each([
    [{ driver: 'no-such' }, 400, 'no-such'],
    [{ driver: DRIVER, name: 'a' }, 409, 'A node with name a already exists.'],
    [{ driver: DRIVER, uuid: UUID }, 409, `A node with UUID ${UUID} already exists.`],
    [{ driver: DRIVER, uuid: 'x' }, 400, 'Expected UUID for uuid: x'],
    [{ driver: DRIVER, name: 'a b' }, 400, "Cannot create node with invalid name 'a b'"],
    [{ driver: DRIVER, extra: [] }, 400, "[] is not of type 'object', 'null'"],
    [{ driver: DRIVER, deploy_interface: 'none-such' }, 400, 'none-such'],
    [{ driver: DRIVER, provision_state: 'active' }, 400, 'provision_state'],
    [{ driver: DRIVER, colour: 'red' }, 400, 'colour'],
    [{ driver: DRIVER, parent_node: OTHER }, 400, `Unable to apply the requested parent_node '${OTHER}'`],
    [{ driver: DRIVER, network_data: { links: 1 } }, 400, 'Schema error for'],
  ])('refuses %j with %d', async (body, status, text) => {
    const { call, simulator } = rawIronic()
    simulator.node({ name: 'a', uuid: UUID }).enrolled()
    const reply = await call('POST', '/v1/nodes', body)
    expect(reply).toMatchObject({ status, fault: expect.stringContaining(text) as string })
    expect(simulator.nodes).toHaveLength(1)
  })

  it('refuses fields that are newer than the requested version', async () => {
    const { call } = rawIronic()
    const body = { driver: DRIVER, resource_class: 'baremetal' }
    expect((await call('POST', '/v1/nodes', body, { version: '1.20' })).status).toBe(406)
    expect((await call('POST', '/v1/nodes', body, { version: '1.21' })).status).toBe(201)
  })

  it('lists the children of a node', async () => {
    const { call, simulator } = rawIronic()
    simulator.node({ name: 'a', uuid: UUID }).enrolled()
    await call('POST', '/v1/nodes', { driver: DRIVER, uuid: OTHER, parent_node: UUID })
    expect((await call('GET', `/v1/nodes/${UUID}/children`)).json).toMatchObject({ children: [OTHER] })
  })
})

describe('DELETE /v1/nodes/{node}', () => {
  it('deletes the ports too', async () => {
    const { call, simulator } = rawIronic()
    simulator.node({ name: 'a' }).withPorts(2).available()
    expect((await call('DELETE', '/v1/nodes/a')).status).toBe(204)
    expect((await call('GET', '/v1/ports')).json).toEqual({ ports: [] })
    expect((await call('DELETE', '/v1/nodes/a')).fault).toBe('Node a could not be found.')
  })

  it.each([
    ['an instance', 'available', { instance_uuid: OTHER }, `is associated with instance ${OTHER}`],
    ['work under way', 'deploying', {}, 'while it is in provision state "deploying"'],
    ['a machine in use', 'active', {}, 'or set the node into maintenance mode'],
    ['protection', 'active', { protected: true }, 'protected'],
  ] as const)('is refused with %s', async (_why, state, fields, text) => {
    const { call, simulator } = rawIronic()
    simulator.node({ name: 'a' }).inState(state, fields)
    const reply = await call('DELETE', '/v1/nodes/a')
    expect(reply.status).toBeGreaterThanOrEqual(403)
    expect(reply.fault).toContain(text)
  })
})

describe('PUT /v1/nodes/{node}/management/inject_nmi', () => {
  it.each([
    ['fake-hardware', '1.115', 400, 'inject_nmi'],
    ['redfish', '1.115', 204, undefined],
    ['redfish', '1.28', 404, ''],
  ] as const)('of %s at %s', async (hardware, version, status, text) => {
    const { call, simulator } = rawIronic({ hardware })
    simulator.node({ name: 'a' }).active()
    const reply = await call('PUT', '/v1/nodes/a/management/inject_nmi', {}, { version })
    expect(reply.status).toBe(status)
    if (text !== undefined) expect(reply.fault).toContain(text)
  })
})
