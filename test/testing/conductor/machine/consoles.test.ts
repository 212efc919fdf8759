import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const CONSOLE = '/v1/nodes/m1/states/console'
const IPMI = { ipmi_address: '10.0.0.9' }

describe('a console', () => {
  it.each([
    ['fake', {}],
    ['ipmitool-socat', { type: 'socat', url: 'tcp://simulator:10000' }],
    ['ipmitool-shellinabox', { type: 'shellinabox', url: 'http://simulator:10000' }],
  ])('of %s is enabled after the reply, under the lock, and shows how it is reached', async (name, info) => {
    const { simulator, call, clock } = rawIronic()
    const node = simulator.node({ name: 'm1', console_interface: name, driver_info: IPMI }).active()
    const asked = await call('PUT', CONSOLE, { enabled: true })
    expect([asked.status, asked.text, asked.headers['location']]).toEqual([
      202,
      '',
      'http://ironic.test:6385/v1/nodes/m1/states/console',
    ])
    expect(node.now).toMatchObject({ console_enabled: false, reservation: 'simulator' })
    await clock.advance(1_000)
    expect(node.now).toMatchObject({ console_enabled: true, reservation: null })
    const shown = await call('GET', CONSOLE)
    expect(shown.json).toEqual({ console_enabled: true, console_info: info })
    await call('PUT', CONSOLE, { enabled: false })
    await clock.advance(1_000)
    expect((await call('GET', CONSOLE)).json).toEqual({ console_enabled: false, console_info: null })
  })

  it('with a picture has a page that requires a token, which the node does not show', async () => {
    const { simulator, call, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'm1', console_interface: 'redfish-graphical' }).active()
    await call('PUT', CONSOLE, { enabled: true })
    await clock.advance(1_000)
    const { console_info: info } = (await call('GET', CONSOLE)).json as { console_info: { url: string } }
    expect(info).toMatchObject({ type: 'vnc' })
    const token = new URLSearchParams(new URL(info.url).searchParams.get('path')?.split('?')[1]).get('token')
    expect(token).toBe(node.now.driver_internal_info['novnc_secret_token'])
    expect((await call('GET', '/v1/nodes/m1')).text).not.toContain(token)
    await call('PUT', CONSOLE, { enabled: false })
    await clock.advance(1_000)
    expect(node.now.driver_internal_info).not.toHaveProperty('novnc_secret_token')
  })

  it('takes the port that the node names, or a free one', async () => {
    const { simulator, call, clock } = rawIronic()
    const named = { ...IPMI, ipmi_terminal_port: 4711 }
    simulator.node({ name: 'a', console_interface: 'ipmitool-socat', driver_info: named }).active()
    simulator.node({ name: 'b', console_interface: 'ipmitool-socat', driver_info: IPMI }).active()
    simulator.node({ name: 'c', console_interface: 'ipmitool-socat', driver_info: IPMI }).active()
    const ports: string[] = []
    for (const name of ['a', 'b', 'c']) {
      await call('PUT', `/v1/nodes/${name}/states/console`, { enabled: true })
      await clock.advance(1_000)
      const { json } = await call('GET', `/v1/nodes/${name}/states/console`)
      ports.push(new URL((json as { console_info: { url: string } }).console_info.url).port)
    }
    expect(ports).toEqual(['4711', '10000', '10001'])
  })

  it.each([
    [{}, "Missing the following IPMI credentials in node's driver_info: ['ipmi_address']."],
    [{ ...IPMI, ipmi_terminal_port: 'x' }, 'ipmi_terminal_port "x" is not a valid integer.'],
    [
      { ...IPMI, ipmi_terminal_port: 70_000 },
      'ipmi_terminal_port "70000" is out of range. Valid port numbers must be between 1 and 65535.',
    ],
  ])('is refused at once with driver_info %j, by validation too', async (driver_info, reason) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'm1', console_interface: 'ipmitool-socat', driver_info }).active()
    const reply = await call('PUT', CONSOLE, { enabled: true })
    expect([reply.status, reply.fault]).toEqual([400, reason])
    const validated = await call('GET', '/v1/nodes/m1/validate')
    expect(validated.json).toMatchObject({ console: { result: false, reason } })
  })

  it('that fails records an error, and does not change', async () => {
    const { simulator, call, clock } = rawIronic()
    const node = simulator.node({ name: 'm1' }).active()
    node.failNext('console', { lastError: 'No free port' })
    expect((await call('PUT', CONSOLE, { enabled: true })).status).toBe(202)
    await clock.advance(1_000)
    const lastError = `Error enabling the console on node ${node.uuid}. Reason: No free port`
    expect(node.now).toMatchObject({ console_enabled: false, reservation: null, last_error: lastError })
    expect(node.history.at(-1)).toMatchObject({ event_type: 'console', severity: 'ERROR', event: lastError })
  })

  it('that is already enabled is not enabled again, and then needs no lock', async () => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'm1' }).active().lock(Infinity)
    expect((await call('PUT', CONSOLE, { enabled: false })).status).toBe(202)
    expect((await call('PUT', CONSOLE, { enabled: true })).status).toBe(409)
  })

  it.each(['21.4', '39.0'] as const)('that a node lacks is refused by %s', async (release) => {
    const { simulator, call } = rawIronic({ release })
    const node = simulator.node({ name: 'm1', console_interface: 'no-console' }).active()
    const fault = 'Driver fake-hardware does not support console (disabled or not implemented).'
    expect((await call('GET', CONSOLE)).json).toEqual({ console_enabled: false, console_info: null })
    expect(await call('PUT', CONSOLE, { enabled: false })).toMatchObject({ status: 400, fault })
    node.force({ console_enabled: true })
    expect(await call('GET', CONSOLE)).toMatchObject({ status: 400, fault })
  })

  it('ends with the instance', async () => {
    const { simulator, call, clock, provision } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'm1', console_interface: 'redfish-graphical' }).active()
    await call('PUT', CONSOLE, { enabled: true })
    await clock.advance(1_000)
    await provision('m1', 'deleted')
    await clock.advance(120_000)
    expect(node.now.console_enabled).toBe(false)
    expect(node.now.driver_internal_info).not.toHaveProperty('novnc_secret_token')
  })
})
