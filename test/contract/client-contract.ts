import type { VendorCall } from 'ironic-driver/client'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

const DRIVER = 'fake-hardware'

/** The contract of the client for drivers and hardware, on the simulator and on real Ironic with fake hardware. */
export function clientContract(world: ContractWorld): void {
  const { run, newDriver, createNode } = world
  const minor = Number(world.maxApiVersion.slice(2))

  async function machine() {
    const { client } = newDriver().driver
    return { client, node: await createNode() }
  }

  describe('drivers', () => {
    it('are listed in short, in full, and with selected fields', async () => {
      const { client } = newDriver().driver
      const { drivers } = client
      const ours = <T extends { readonly name?: string }>(all: readonly T[]) =>
        all.find(({ name }) => name === DRIVER)
      const short = ours(expectOk(await run(drivers.list())))
      expect(short).toMatchObject({ name: DRIVER, type: 'dynamic' })
      expect(short?.hosts).toHaveLength(1)
      expect(short?.enabled_power_interfaces).toBeUndefined()
      const full = ours(expectOk(await run(drivers.list({ type: 'dynamic', detail: true }))))
      expect(full).toMatchObject({ default_power_interface: 'fake', enabled_power_interfaces: ['fake'] })
      expect(expectOk(await run(drivers.list({ type: 'classic' })))).toEqual([])
      const chosen = ours(expectOk(await run(drivers.list({ fields: ['name', 'type'] }))))
      expect(chosen).toMatchObject({ name: DRIVER, type: 'dynamic' })
      expect(chosen).not.toHaveProperty('hosts')
      const fields = ['default_bios_interface'] as const
      const path = ['drivers']
      expectErr(await run(client.request({ method: 'GET', path, query: { fields } })), 'rejected_request')
    })

    it('are read one by one, with the properties that their nodes accept', async () => {
      const { drivers } = newDriver().driver.client
      const driver = expectOk(await run(drivers.get(DRIVER)))
      expect(driver).toMatchObject({ name: DRIVER, default_network_interface: 'noop' })
      const chosen = expectOk(await run(drivers.get(DRIVER, { fields: ['enabled_boot_interfaces'] })))
      expect(chosen.enabled_boot_interfaces).toEqual(['fake'])
      expect(expectOk(await run(drivers.properties(DRIVER)))['B1']).toBe('B1 description. Required.')
      const raid = expectOk(await run(drivers.raidLogicalDiskProperties(DRIVER)))
      expect(raid['raid_level']).toContain('RAID level')
      expectErr(await run(drivers.get('wheels')), 'not_found')
      expectErr(await run(drivers.properties('wheels')), 'not_found')
    })

    it('have no vendor methods of their own', async () => {
      const { driverVendorPassthru } = newDriver().driver.client
      expect(expectOk(await run(driverVendorPassthru.methods(DRIVER)))).toEqual({})
      const wheels = driverVendorPassthru.call(DRIVER, { method: 'wheels' })
      expectErr(await run(wheels), 'rejected_request')
    })
  })

  describe('vendor methods of a node', () => {
    it('are listed, and called synchronously or asynchronously', async () => {
      const { client, node } = await machine()
      const methods = expectOk(await run(client.nodeVendorPassthru.methods(node)))
      expect(methods['third_method_sync']).toMatchObject({ async: false, http_methods: ['POST'] })
      expect(methods['second_method']).toMatchObject({ async: true, require_exclusive_lock: true })
      const call = (method: string, body: Readonly<Record<string, unknown>>) =>
        run(client.nodeVendorPassthru.call(node, { method, body }))
      expect(expectOk(await call('third_method_sync', { bar: 'meow' }))).toBe(true)
      expect(expectOk(await call('third_method_sync', { bar: 'woof' }))).toBe(false)
      expect(expectOk(await call('fourth_method_shared_lock', { bar: 'woof' }))).toBeUndefined()
    })

    it('are refused without an argument, with another HTTP method, and with an unknown name', async () => {
      const { client, node } = await machine()
      const call = (call: VendorCall) => run(client.nodeVendorPassthru.call(node, call))
      expectErr(await call({ method: 'third_method_sync' }), 'rejected_request')
      for (const httpMethod of ['GET', 'PUT', 'PATCH', 'DELETE'] as const) {
        const refused = await call({ method: 'third_method_sync', httpMethod })
        expect(expectErr(refused, 'rejected_request').message).toContain(
          `does not support HTTP ${httpMethod}`,
        )
      }
      expectErr(await call({ method: 'wheels' }), 'rejected_request')
    })
  })

  describe('the hardware of a node', () => {
    it('has a boot device that can be read and set', async () => {
      const { client, node } = await machine()
      expect(expectOk(await run(client.nodeBootDevice.supported(node)))).toEqual(['pxe'])
      expectOk(await run(client.nodeBootDevice.set(node, { device: 'pxe', persistent: true })))
      expect(expectOk(await run(client.nodeBootDevice.get(node)))).toEqual({
        boot_device: 'pxe',
        persistent: false, // fake hardware forgets it
      })
      expectErr(await run(client.nodeBootDevice.set(node, { device: 'disk' })), 'rejected_request')
    })

    it('has a boot mode that can be changed', async () => {
      const { client, node } = await machine()
      const unknown = { boot_mode: null, secure_boot: null }
      expect(expectOk(await run(client.nodeBootMode.get(node)))).toMatchObject(unknown)
      expectOk(await run(client.nodeBootMode.set(node, 'uefi')))
      expectOk(await run(client.nodeBootMode.setSecureBoot(node, { enabled: true })))
      expect(expectOk(await run(client.nodeBootMode.get(node)))).toMatchObject(unknown)
    })

    it('lists indicators, of which fake hardware sets none', async () => {
      const { client, node } = await machine()
      const indicators = expectOk(await run(client.nodeIndicators.list(node)))
      const named = Object.fromEntries(indicators.map((indicator) => [indicator.name, indicator]))
      expect(named['led@system']).toMatchObject({ component: 'system', readonly: false })
      expect(named['led@system']?.states).toContain('blinking')
      expect(named['led-0@chassis']).toMatchObject({ component: 'chassis', readonly: true })
      expect(expectOk(await run(client.nodeIndicators.state(node, 'led@system')))).toBe('on')
      expectErr(await run(client.nodeIndicators.set(node, 'led@system', 'off')), 'unsupported_by_hardware')
      expectErr(await run(client.nodeIndicators.state(node, 'led@wheels')), 'rejected_request')
      expect(expectErr(await run(client.nodeIndicators.state(node, 'led')), 'invalid_input').field).toBe(
        'indicator',
      )
    })

    it('has no BIOS settings and no firmware before they are read', async () => {
      const { client, node } = await machine()
      expect(expectOk(await run(client.nodeBios.list(node)))).toEqual([])
      expect(expectOk(await run(client.nodeBios.list(node, { detail: true })))).toEqual([])
      expect(expectOk(await run(client.nodeBios.list(node, { fields: ['name'] })))).toEqual([])
      expectErr(await run(client.nodeBios.get(node, 'wheels')), 'not_found')
      const firmware = await run(client.nodeFirmware.list(node))
      if (minor < 86) expect(expectErr(firmware, 'unsupported_api_version').needs).toBe('1.86')
      else expect(expectOk(firmware)).toEqual([])
    })

    it('has BIOS settings after a cleaning has written them', async () => {
      const { driver } = newDriver()
      const node = await createNode()
      expectOk(await run(driver.lifecycle.manage({ node })))
      const settings = [{ name: 'cores', value: '8' }]
      const step = { interface: 'bios', step: 'apply_configuration', args: { settings } }
      expectOk(await run(driver.lifecycle.clean({ node }, { steps: [step] })))
      const { nodeBios } = driver.client
      expect(expectOk(await run(nodeBios.list(node)))).toMatchObject(settings)
      const [full] = expectOk(await run(nodeBios.list(node, { detail: true })))
      expect(full).toMatchObject({ ...settings[0], attribute_type: null, allowable_values: [] })
      const [chosen] = expectOk(await run(nodeBios.list(node, { fields: ['name', 'unique'] })))
      expect(chosen).toMatchObject({ name: 'cores', unique: null })
      expect(expectOk(await run(nodeBios.get(node, 'cores')))).toMatchObject({
        value: '8',
        upper_bound: null,
      })
    })

    it('accepts virtual media if the server supports them, and later reports that it has no drive', async () => {
      const { client, node } = await machine()
      const image = { device: 'cdrom', imageUrl: 'http://127.0.0.1:9/a.iso', downloadSource: 'http' } as const
      const attached = await run(client.nodeVmedia.attach(node, image))
      if (minor < 89) return expect(expectErr(attached, 'unsupported_api_version').needs).toBe('1.89')
      expectOk(attached)
      expectOk(await run(client.nodeVmedia.detach(node, { devices: ['cdrom', 'floppy'] })))
      expectOk(await run(client.nodeVmedia.detach(node)))
      expectErr(await run(client.nodeVmedia.list(node)), 'unsupported_by_hardware')
      const wrong = client.nodeVmedia.attach(node, { ...image, imageUrl: 'gopher://a' })
      expectErr(await run(wrong), 'rejected_request')
    })
  })

  it('finds the children of a node if the server supports them', async () => {
    const { client, node } = await machine()
    const before = await run(client.nodeChildren.list(node))
    if (minor < 83) return expect(expectErr(before, 'unsupported_api_version').needs).toBe('1.83')
    expect(expectOk(before)).toEqual([])
    const child = expectOk(await run(client.nodes.create({ driver: DRIVER, parent_node: node })))
    expect(expectOk(await run(client.nodeChildren.list(node)))).toEqual([child.uuid])
    expectOk(await run(client.nodes.delete(child.uuid)))
  })

  it('accepts network events', async () => {
    const { events } = newDriver().driver.client
    const event = {
      event: 'network.bind_port',
      port_id: '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10',
      mac_address: '52:54:00:aa:bb:cc',
      status: 'ACTIVE',
    } as const
    expectOk(await run(events.post([event])))
    expectErr(await run(events.post([{ ...event, mac_address: 'wheels' }])), 'rejected_request')
    expect(expectErr(await run(events.post([])), 'invalid_input').field).toBe('events')
  })

  it('answers raw requests for which the client has no method', async () => {
    const { client, node } = await machine()
    const path = ['nodes', node]
    const fields = ['uuid', 'shard']
    const raw = expectOk(await run(client.request({ method: 'GET', path, query: { fields }, since: '1.82' })))
    expect(raw).toMatchObject({ uuid: node, shard: null })
    const body = { reason: 'by hand' }
    const put = client.request({ method: 'PUT', path: [...path, 'maintenance'], body, safety: 'same_value' })
    expect(expectOk(await run(put))).toBeUndefined()
    expect(expectOk(await run(client.nodes.get(node))).maintenance_reason).toBe('by hand')
    expectOk(await run(client.request({ method: 'DELETE', path: [...path, 'maintenance'] })))
    const newer = await run(client.request({ method: 'GET', path, since: '1.999' }))
    expect(expectErr(newer, 'unsupported_api_version').needs).toBe('1.999')
    expectErr(await run(client.request({ method: 'GET', path: ['nodes', 'wheels'] })), 'not_found')
  })
}
