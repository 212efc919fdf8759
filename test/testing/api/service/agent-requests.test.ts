import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const MAC = '52:54:00:12:34:56'

describe('lookup', () => {
  it('finds a node on which an agent may run, and issues a token once', async () => {
    const { simulator, call } = rawIronic({ hardware: 'redfish' })
    const node = simulator
      .node({ instance_info: { image_url: 'http://h/i' } })
      .withPort({ address: MAC })
      .inState('clean wait')
    const first = await call('GET', `/v1/lookup?addresses=${MAC.toUpperCase()},52:54:00:00:00:99`)
    expect(first.json).toMatchObject({
      node: {
        uuid: node.uuid,
        instance_info: { image_url: '******' },
        driver_internal_info: { agent_secret_token: '******' },
      },
      config: { heartbeat_timeout: 300, agent_token_required: true, agent_skip_bmc_detect: true },
    })
    const { config } = first.json as { config: { agent_token: string } }
    expect(config.agent_token).toBe(node.now.driver_internal_info['agent_secret_token'])
    const second = await call('GET', `/v1/lookup?node_uuid=${node.uuid}`)
    expect(second.json).toMatchObject({ config: { agent_token: '******' } })
  })

  it('shows less to agents of old releases', async () => {
    const { simulator, call } = rawIronic({ release: '21.4' })
    const node = simulator.node().inState('clean wait')
    const { json } = await call('GET', `/v1/lookup?node_uuid=${node.uuid}`)
    expect(Object.keys((json as { config: object }).config)).toEqual([
      'metrics',
      'metrics_statsd',
      'heartbeat_timeout',
      'agent_token',
      'agent_token_required',
      'disable_deep_image_inspection',
      'permitted_image_formats',
    ])
  })

  it.each([
    ['1.21', '', 404, 'Resource could not be found.'],
    ['1.22', '', 400, "At least one of 'addresses' and 'node_uuid' parameters is required"],
    ['1.22', '?addresses=bad', 400, "At least one of 'addresses' and 'node_uuid' parameters is required"],
    ['1.22', `?addresses=${MAC}`, 404, 'Resource could not be found.'],
  ])('answers at %s to "%s" with %i', async (version, query, status, fault) => {
    const { simulator, call } = rawIronic()
    simulator.node().withPort({ address: MAC }).active()
    expect(await call('GET', `/v1/lookup${query}`, undefined, { version })).toMatchObject({ status, fault })
  })
})

describe('a heartbeat', () => {
  const BEAT = { callback_url: 'https://10.0.0.1:9999', agent_version: '9.0' }

  it('with the right token resumes a node that waits for an agent', async () => {
    const { simulator, call, clock, provision } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'm1' }).manageable()
    node.setAgent('silent')
    await provision('m1', 'provide')
    await clock.advance(60_000)
    expect(node.now.provision_state).toBe('clean wait')
    const found = await call('GET', `/v1/lookup?node_uuid=${node.uuid}`)
    const { config } = found.json as { config: { agent_token: string } }
    const reply = await call('POST', '/v1/heartbeat/m1', { ...BEAT, agent_token: config.agent_token })
    expect([reply.status, reply.text]).toEqual([202, ''])
    await clock.advance(120_000)
    expect(node.now.provision_state).toBe('available')
  })

  it.each([
    ['1.21', {}, 404, 'Resource could not be found.'],
    ['1.35', {}, 400, 'Field "agent_version" not recognised'],
    ['1.67', { agent_verify_ca: 'PEM' }, 400, 'Field "agent_verify_ca" not recognised in this version'],
    ['1.115', {}, 400, 'Agent token is required for heartbeat processing.'],
    ['1.115', { agent_token: 'wrong' }, 400, 'Invalid or missing agent token received.'],
    ['1.115', { callback_url: 'zz' }, 400, 'An issue with the supplied "callback_url" has been detected.'],
    [
      '1.115',
      { agent_token: 'x', agent_status: 'odd' },
      400,
      'Agent status is invalid. Valid states are start,end,error.',
    ],
  ])('is answered at %s, with %j, by %i', async (version, more, status, fault) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'm1' }).inState('clean wait')
    const reply = await call('POST', '/v1/heartbeat/m1', { ...BEAT, ...more }, { version })
    expect(reply).toMatchObject({ status, fault })
  })
})

describe('continue_inspection', () => {
  it('accepts the findings of an agent on a node that waits for it', async () => {
    const { simulator, call, clock, provision } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'm1' }).withPort({ address: MAC }).manageable()
    node.setAgent('silent')
    await provision('m1', 'inspect')
    await clock.advance(60_000)
    expect(node.now.provision_state).toBe('inspect wait')
    const inventory = { interfaces: [{ mac_address: MAC }], cpu: { count: 4 } }
    const reply = await call('POST', '/v1/continue_inspection', { inventory, extra: 1 })
    expect(reply).toMatchObject({ status: 202, json: { node: { uuid: node.uuid } } })
    await clock.advance(60_000)
    expect(node.now.provision_state).toBe('manageable')
    expect(node.inventory).toEqual({ inventory, plugin_data: { extra: 1 } })
  })

  it.each([
    [{}, "Schema error for data: 'inventory' is a required property"],
    [{ inventory: { interfaces: [] } }, 'Schema error for data: [] should be non-empty'],
    [{ inventory: { interfaces: [{ mac_address: 'x' }] } }, 'No lookup information provided'],
  ])('refuses %j', async (body, fault) => {
    expect(await rawIronic().call('POST', '/v1/continue_inspection', body)).toMatchObject({
      status: 400,
      fault,
    })
  })
})

describe('events', () => {
  const EVENT = {
    event: 'network.bind_port',
    port_id: '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10',
    mac_address: MAC,
    status: 'ACTIVE',
  }

  it('are accepted, and change nothing', async () => {
    const { simulator, call } = rawIronic()
    const before = simulator.snapshot()
    expect(await call('POST', '/v1/events', { events: [EVENT] })).toMatchObject({ status: 204, text: '' })
    expect(simulator.snapshot()).toEqual(before)
  })

  it.each([
    ['21.4', '1.53', { events: [EVENT] }, 404, 'Resource could not be found.'],
    ['39.0', '1.53', { events: [] }, 404, 'The API is not supported for this version'],
    ['21.4', '1.54', { events: [] }, 400, 'Schema error for evts: [] is too short'],
    ['39.0', '1.54', { events: [] }, 400, 'Schema error: [] should be non-empty'],
    ['21.4', '1.54', { events: [{ ...EVENT, port_id: 'z' }] }, 400, 'Expected UUID for port_id: z'],
    ['39.0', '1.54', { events: [{ ...EVENT, port_id: 'z' }] }, 400, "Schema error: 'z' is not a 'uuid'"],
  ] as const)('are refused by %s at %s', async (release, version, body, status, fault) => {
    expect(await rawIronic({ release }).call('POST', '/v1/events', body, { version })).toMatchObject({
      status,
      fault,
    })
  })
})
