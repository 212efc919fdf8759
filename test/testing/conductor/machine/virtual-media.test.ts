import { describe, expect, it } from 'vitest'
import { rawIronic } from '../../support/raw-ironic.js'

const IMAGE = { device_type: 'cdrom', image_url: 'http://images.example/tools.iso' }
const MEDIA = '/v1/nodes/m1/vmedia'

describe('virtual media', () => {
  it('attach an image, show it and detach it', async () => {
    const { simulator, call, clock } = rawIronic({ hardware: 'redfish' })
    simulator.node({ name: 'm1' }).active()
    const attached = await call('POST', MEDIA, { ...IMAGE, image_download_source: 'http' })
    expect([attached.status, attached.text]).toEqual([204, ''])
    await clock.advance(5_000)
    const shown = await call('GET', MEDIA)
    expect(shown.json).toEqual([
      { media_types: ['CD', 'DVD'], inserted: true, image: IMAGE.image_url },
      { media_types: ['Floppy', 'USBStick'], inserted: false, image: null },
    ])
    await call('DELETE', `${MEDIA}?device_types=cdrom`)
    await clock.advance(5_000)
    expect((await call('GET', MEDIA)).text).not.toContain('"inserted":true')
  })

  it('are served by the conductor, unless the controller is to fetch them', async () => {
    const { simulator, call, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'm1' }).active()
    await call('POST', MEDIA, IMAGE)
    await clock.advance(5_000)
    expect((await call('GET', MEDIA)).text).toContain(`/redfish/cdrom-${node.uuid}.iso`)
  })

  it('fail after the reply when the driver has none', async () => {
    const { simulator, call, clock } = rawIronic()
    const node = simulator.node({ name: 'm1' }).active()
    expect((await call('POST', MEDIA, IMAGE)).status).toBe(204)
    expect(node.now.reservation).not.toBeNull()
    await clock.advance(1_000)
    expect(node.now).toMatchObject({
      reservation: null,
      last_error: `Could not attach device cdrom to node ${node.uuid}: Publishing images is not supported for driver fake-hardware`,
    })
    await call('DELETE', MEDIA)
    await clock.advance(1_000)
    expect(node.now.last_error).toBe(
      `Could not detach device(s) None from node ${node.uuid}: Driver fake-hardware does not support ` +
        'detach_virtual_media (disabled or not implemented).',
    )
    expect(node.history.map(({ event_type: type, severity }) => [type, severity])).toEqual([
      ['UNKNOWN', 'ERROR'],
      ['UNKNOWN', 'ERROR'],
    ])
    const shown = await call('GET', MEDIA)
    expect(shown.fault).toBe(
      'Driver fake-hardware does not support get_virtual_media (disabled or not implemented).',
    )
  })

  it.each([
    [{ device_type: 'cdrom' }, "Schema error for vmedia: 'image_url' is a required property"],
    [
      { ...IMAGE, device_type: 'usb' },
      "Schema error for vmedia: 'usb' is not one of ['disk', 'cdrom', 'floppy']",
    ],
    [{ ...IMAGE, image_url: 'ftp://h/x' }, 'Unsupported or missing URL scheme: ftp'],
    [
      { ...IMAGE, image_download_source: 'tape' },
      "Schema error for vmedia: 'tape' is not one of ['http', 'local', 'swift']",
    ],
  ])('refuse %j', async (body, fault) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'm1' }).active()
    const reply = await call('POST', MEDIA, body)
    expect([reply.status, reply.fault]).toEqual([400, fault])
  })

  it.each([
    ['POST', '1.88', 404],
    ['GET', '1.92', 404],
    ['GET', '1.93', 400],
    ['PUT', '1.89', 405],
  ] as const)('answer %s at %s with %i', async (method, version, status) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'm1' }).active()
    const body = method === 'GET' ? undefined : IMAGE
    expect((await call(method, MEDIA, body, { version })).status).toBe(status)
  })

  it('wait for the lock, and are refused during a power fault', async () => {
    const { simulator, call } = rawIronic()
    const node = simulator.node({ name: 'm1' }).active()
    node.lock(Infinity)
    expect((await call('POST', MEDIA, IMAGE)).status).toBe(409)
    node.force({ reservation: null, maintenance: true, fault: 'power failure' })
    const reply = await call('POST', MEDIA, IMAGE)
    expect([reply.status, reply.fault]).toEqual([
      503,
      `Unable to attach virtual media for node ${node.uuid} due to power failure state`,
    ])
  })
})

describe('a controller that does not answer', () => {
  it('makes the caller wait, and attaches nothing', async () => {
    const { simulator, call, clock } = rawIronic({ hardware: 'redfish' })
    const node = simulator.node({ name: 'm1', driver_info: { redfish_address: 'https://10.0.0.9' } }).active()
    node.setController('silent')
    const started = clock.now()
    expect(await call('GET', MEDIA)).toMatchObject({ status: 500, fault: 'Unexpected error raised by RPC' })
    expect(clock.now() - started).toBe(30_000)
    await clock.advance(1_000)
    await call('POST', MEDIA, IMAGE)
    await clock.advance(1_000)
    expect(node.history.at(-1)?.event).toContain('Unable to connect to https://10.0.0.9')
  })
})

describe('indicators', () => {
  const LIGHTS = '/v1/nodes/m1/management/indicators'

  it('of fake-hardware are on, and cannot be set', async () => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'm1' }).active()
    const listed = await call('GET', LIGHTS, undefined, { version: '1.1' })
    expect(listed.status).toBe(404)
    const named = await call('GET', LIGHTS)
    expect(named.json).toMatchObject({
      indicators: [
        { name: 'led-0@chassis', component: 'chassis', readonly: true, states: ['off', 'on'] },
        { name: 'led@system', component: 'system', readonly: false, states: ['blinking', 'off', 'on'] },
      ],
    })
    expect((await call('GET', `${LIGHTS}/led@system`)).json).toEqual({ state: 'on' })
    const set = await call('PUT', `${LIGHTS}/led@system`, { state: 'off' })
    expect(set.fault).toBe(
      'Driver fake-hardware does not support set_indicator_state (disabled or not implemented).',
    )
  })

  it('of real hardware can be set to blink', async () => {
    const { simulator, call } = rawIronic({ hardware: 'redfish' })
    simulator.node({ name: 'm1' }).withIndicators({ 'led@system': 'off' }).active()
    expect((await call('PUT', `${LIGHTS}/led@system`, { state: 'blinking' })).status).toBe(204)
    expect((await call('GET', `${LIGHTS}/led@system`)).json).toEqual({ state: 'blinking' })
    expect((await call('PUT', `${LIGHTS}/led@system`, { state: 'purple' })).status).toBe(500)
  })

  it.each([
    ['led', 'Malformed indicator name "led"'],
    ['led@roof', 'Invalid component roof specified.'],
    ['fog@system', 'Invalid indicator fog specified.'],
  ])('named %s are refused', async (name, fault) => {
    const { simulator, call } = rawIronic()
    simulator.node({ name: 'm1' }).active()
    const reply = await call('GET', `${LIGHTS}/${name}`)
    expect([reply.status, reply.fault]).toEqual([400, fault])
  })
})
