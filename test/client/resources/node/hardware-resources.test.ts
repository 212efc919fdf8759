import { describe, expect, it } from 'vitest'
import { IronicClient, type NodeBiosField } from 'ironic-driver/client'
import { IronicSimulator, ManualClock, type SimulatedRelease } from 'ironic-driver/testing'
import { expectErr, expectOk } from '../../../support/expect-result.js'

function redfishSite(release: SimulatedRelease = '39.0') {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, release, hardware: 'redfish' })
  const node = simulator
    .node({ name: 'm1' })
    .withBiosSettings({
      BootMode: 'Uefi',
      Cores: { value: '8', attribute_type: 'Integer', lower_bound: 1, upper_bound: 64, read_only: false },
    })
    .withFirmware({ bios: '2.19.1', bmc: { initial_version: '5.0', current_version: '5.1', vendor: 'Acme' } })
    .withIndicators({ 'led@system': 'off', 'led-0@chassis': { state: 'on', readonly: true } })
    .manageable()
  const client = new IronicClient({ transport: simulator, clock, random: () => 0.5 })
  const asked = () =>
    simulator.requests.filter(({ path }) => path !== '/').map(({ method, path }) => `${method} ${path}`)
  return { client, simulator, node, asked, clock, run: <T>(work: PromiseLike<T>) => clock.run(work) }
}

describe('BIOS settings', () => {
  it('are listed with their values, with details of the hardware, and with selected fields', async () => {
    const { client, asked, run } = redfishSite()
    const short = expectOk(await run(client.nodeBios.list('m1')))
    expect(short).toMatchObject([
      { name: 'BootMode', value: 'Uefi' },
      { name: 'Cores', value: '8' },
    ])
    expect(short[1]?.lower_bound).toBeUndefined()
    const full = expectOk(await run(client.nodeBios.list('m1', { detail: true })))
    expect(full[1]).toMatchObject({ attribute_type: 'Integer', lower_bound: 1, upper_bound: 64 })
    const chosen = expectOk(await run(client.nodeBios.list('m1', { fields: ['name', 'read_only'] })))
    expect(chosen[1]).toMatchObject({ name: 'Cores', read_only: false })
    const path = 'GET /v1/nodes/m1/bios'
    expect(asked()).toEqual([path, `${path}?detail=true`, `${path}?fields=name,read_only`])
  })

  it('are read one by one, without details on servers that have none', async () => {
    const { client, run } = redfishSite()
    const setting = expectOk(await run(client.nodeBios.get('m1', 'Cores')))
    expect(setting).toMatchObject({ name: 'Cores', value: '8', upper_bound: 64 })
    expectErr(await run(client.nodeBios.get('m1', 'Wheels')), 'not_found')
    const old = new IronicClient({ transport: redfishSite().simulator, newestVersion: '1.73' })
    const plain = expectOk(await old.nodeBios.get('m1', 'Cores'))
    expect(plain).toMatchObject({ name: 'Cores', value: '8' })
    expect(plain.upper_bound).toBeUndefined()
    expectErr(await old.nodeBios.list('m1', { detail: true }), 'unsupported_api_version')
  })

  it('accept only one way of selecting fields', async () => {
    const { client, asked, run } = redfishSite()
    const both = { detail: true, fields: ['name'] satisfies NodeBiosField[] } as const
    expect(expectErr(await run(client.nodeBios.list('m1', both)), 'invalid_input').field).toBe('detail')
    const driver = { detail: true, fields: ['name'] } as const
    expect(expectErr(await run(client.drivers.list(driver)), 'invalid_input').field).toBe('detail')
    expect(asked()).toEqual([])
  })
})

describe('a list in one piece', () => {
  it('is complete if no field is named', async () => {
    const { client, asked, run } = redfishSite()
    const none = { fields: [] } as const
    expect(expectOk(await run(client.drivers.get('redfish', none))).hosts).toHaveLength(1)
    expect(expectOk(await run(client.drivers.list(none)))[0]?.hosts).toHaveLength(1)
    expect(expectOk(await run(client.nodeBios.list('m1', { ...none, detail: true })))[0]).toHaveProperty(
      'value',
    )
    expect(expectOk(await run(client.nodeFirmware.list('m1', none)))[0]).toHaveProperty('current_version')
    expect(asked()).toEqual([
      'GET /v1/drivers/redfish',
      'GET /v1/drivers',
      'GET /v1/nodes/m1/bios?detail=true',
      'GET /v1/nodes/m1/firmware',
    ])
  })

  it('refuses an invalid list of names', async () => {
    const { client, asked, run } = redfishSite()
    const wrong = { fields: 'name' as never }
    expect([
      expectErr(await run(client.drivers.get('redfish', wrong)), 'invalid_input').field,
      expectErr(await run(client.drivers.list(wrong)), 'invalid_input').field,
      expectErr(await run(client.nodeBios.list('m1', wrong)), 'invalid_input').field,
      expectErr(await run(client.nodeFirmware.list('m1', wrong)), 'invalid_input').field,
    ]).toEqual(['fields', 'fields', 'fields', 'fields'])
    expect(asked()).toEqual([])
  })
})

describe('firmware', () => {
  it('is listed, also with selected fields', async () => {
    const { client, asked, run } = redfishSite()
    const firmware = expectOk(await run(client.nodeFirmware.list('m1')))
    expect(firmware).toMatchObject([
      { component: 'bios', initial_version: '2.19.1', current_version: '2.19.1' },
      { component: 'bmc', initial_version: '5.0', current_version: '5.1', vendor: 'Acme' },
    ])
    const chosen = expectOk(await run(client.nodeFirmware.list('m1', { fields: ['component', 'vendor'] })))
    expect(chosen).toMatchObject([
      { component: 'bios', vendor: null },
      { component: 'bmc', vendor: 'Acme' },
    ])
    expect(asked()[1]).toBe('GET /v1/nodes/m1/firmware?fields=component,vendor')
  })

  it('needs newer servers, and its vendors still newer ones', async () => {
    const { client, asked, run } = redfishSite('29.0')
    const vendors = client.nodeFirmware.list('m1', { fields: ['vendor'] })
    expect(expectErr(await run(vendors), 'unsupported_api_version').needs).toBe('1.114')
    expectOk(await run(client.nodeFirmware.list('m1')))
    expect(asked()).toHaveLength(1)
    const older = redfishSite('21.4')
    const none = older.client.nodeFirmware.list('m1')
    expect(expectErr(await older.run(none), 'unsupported_api_version').needs).toBe('1.86')
  })
})

describe('indicators', () => {
  it('are listed, read and set', async () => {
    const { client, asked, run } = redfishSite()
    const indicators = expectOk(await run(client.nodeIndicators.list('m1')))
    expect(indicators.map(({ name, readonly }) => [name, readonly])).toEqual([
      ['led@system', false],
      ['led-0@chassis', true],
    ])
    expectOk(await run(client.nodeIndicators.set('m1', 'led@system', 'blinking')))
    expect(expectOk(await run(client.nodeIndicators.state('m1', 'led@system')))).toBe('blinking')
    const path = '/v1/nodes/m1/management/indicators'
    expect(asked()).toEqual([`GET ${path}`, `PUT ${path}/led%40system`, `GET ${path}/led%40system`])
  })
})

describe('the boot device', () => {
  it('is set for the next boot, or permanently', async () => {
    const { client, simulator, run } = redfishSite()
    expectOk(await run(client.nodeBootDevice.set('m1', { device: 'disk' })))
    expect(expectOk(await run(client.nodeBootDevice.get('m1')))).toEqual({
      boot_device: 'disk',
      persistent: false,
    })
    expectOk(await run(client.nodeBootDevice.set('m1', { device: 'pxe', persistent: true })))
    expect(expectOk(await run(client.nodeBootDevice.get('m1')))).toMatchObject({ persistent: true })
    expect(expectOk(await run(client.nodeBootDevice.supported('m1')))).toContain('cdrom')
    const bodies = simulator.requests.filter(({ method }) => method === 'PUT').map(({ body }) => body)
    expect(bodies).toEqual([
      '{"boot_device":"disk","persistent":false}',
      '{"boot_device":"pxe","persistent":true}',
    ])
  })

  it('is set again after a lost reply, since that changes nothing', async () => {
    const { client, simulator, asked, run } = redfishSite()
    expectOk(await run(client.features()))
    simulator.disruptions.next({ path: '/v1/nodes/m1/management/boot_device' }, 'drop-after')
    expectOk(await run(client.nodeBootDevice.set('m1', { device: 'disk' })))
    expect(asked()).toHaveLength(2)
  })

  it('has a boot mode, which changes after Ironic accepted it', async () => {
    const { client, clock, run } = redfishSite()
    expectOk(await run(client.nodeBootMode.set('m1', 'uefi')))
    await clock.advance(60_000)
    expectOk(await run(client.nodeBootMode.setSecureBoot('m1', { enabled: true })))
    await clock.advance(60_000)
    expect(expectOk(await run(client.nodeBootMode.get('m1')))).toMatchObject({
      boot_mode: 'uefi',
      secure_boot: true,
    })
  })

  it('does not change its boot mode while the node changes state', async () => {
    const { client, node, run } = redfishSite()
    node.force({ provision_state: 'deploying', target_provision_state: 'active' })
    expectErr(await run(client.nodeBootMode.set('m1', 'uefi')), 'state_refused')
  })
})

describe('virtual media', () => {
  const image = { device: 'cdrom', imageUrl: 'http://images/a.iso', downloadSource: 'http' } as const

  it('are attached, listed and detached', async () => {
    const { client, asked, clock, run } = redfishSite()
    expectOk(await run(client.nodeVmedia.attach('m1', image)))
    await clock.advance(60_000)
    const drives = expectOk(await run(client.nodeVmedia.list('m1')))
    expect(drives.some((drive) => drive['inserted'] === true && drive['image'] === image.imageUrl)).toBe(true)
    const none = client.nodeVmedia.detach('m1', { devices: [] })
    expect(expectErr(await run(none), 'invalid_input').field).toBe('devices')
    expectOk(await run(client.nodeVmedia.detach('m1', { devices: ['cdrom', 'floppy'] })))
    await clock.advance(60_000)
    const empty = expectOk(await run(client.nodeVmedia.list('m1')))
    expect(empty.every((drive) => drive['inserted'] === false)).toBe(true)
    expect(asked()).toEqual([
      'POST /v1/nodes/m1/vmedia',
      'GET /v1/nodes/m1/vmedia',
      'DELETE /v1/nodes/m1/vmedia?device_types=cdrom,floppy',
      'GET /v1/nodes/m1/vmedia',
    ])
  })

  it('are not attached again after a lost reply', async () => {
    const { client, simulator, asked, run } = redfishSite()
    expectOk(await run(client.features()))
    simulator.disruptions.next({ path: '/v1/nodes/m1/vmedia' }, 'drop-after')
    expectErr(await run(client.nodeVmedia.attach('m1', image)), 'network_failure')
    expect(asked()).toHaveLength(1)
  })
})
