import { describe, expect, it } from 'vitest'
import { type RawIronic, rawIronic } from '../support/raw-ironic.js'

type Named = Record<string, unknown>

async function cleanWith(raw: RawIronic, node: string, step: string, args?: object) {
  const [of, name] = step.split('.')
  const reply = await raw.provision(node, 'clean', {
    clean_steps: [{ interface: of, step: name, ...(args === undefined ? {} : { args }) }],
  })
  expect(reply.status).toBe(202)
  await raw.clock.advance(120_000)
}

async function listed(raw: RawIronic, node: string, what: 'bios' | 'firmware', query = ''): Promise<Named[]> {
  const { json } = await raw.call('GET', `/v1/nodes/${node}/${what}${query}`)
  return (json as Record<typeof what, Named[]>)[what]
}

describe('BIOS settings', () => {
  it('are listed by name, in short, in full or by field', async () => {
    const raw = rawIronic()
    raw.simulator
      .node({ name: 'm1' })
      .withBiosSettings({
        ProcTurboMode: 'Enabled',
        BootMode: { value: 'Uefi', attribute_type: 'Enumeration', allowable_values: ['Bios', 'Uefi'] },
      })
      .manageable()
    const short = await listed(raw, 'm1', 'bios')
    expect(short.map(({ name, value }) => [name, value])).toEqual([
      ['BootMode', 'Uefi'],
      ['ProcTurboMode', 'Enabled'],
    ])
    expect(Object.keys(short[0] ?? {})).toEqual(['created_at', 'updated_at', 'name', 'value', 'links'])
    const [mode] = await listed(raw, 'm1', 'bios', '?detail=true')
    expect(mode).toMatchObject({
      attribute_type: 'Enumeration',
      allowable_values: ['Bios', 'Uefi'],
      unique: null,
    })
    const [picked] = await listed(raw, 'm1', 'bios', '?fields=value')
    expect(picked).not.toHaveProperty('name')
    const one = await raw.call('GET', '/v1/nodes/m1/bios/BootMode')
    expect(one.json).toMatchObject({ BootMode: { name: 'BootMode', value: 'Uefi', upper_bound: null } })
  })

  it.each([
    ['1.39', '', 404, ''],
    [
      '1.73',
      '?detail=true',
      400,
      "Schema error: Additional properties are not allowed ('detail' was unexpected)",
    ],
    ['1.74', '?fields=bogus', 400, "Schema error: 'bogus' is not one of ['allowable_values', "],
    ['1.74', '/Nope', 404, "doesn't have a BIOS setting 'Nope'"],
  ])('answer at %s to %s as Ironic does', async (version, query, status, fault) => {
    const raw = rawIronic()
    raw.simulator.node({ name: 'm1' }).withBiosSettings({ A: '1' }).manageable()
    const reply = await raw.call('GET', `/v1/nodes/m1/bios${query}`, undefined, { version })
    expect(reply.status).toBe(status)
    expect(reply.fault).toContain(fault)
  })

  it('on fake-hardware are those that the last cleaning step named', async () => {
    const raw = rawIronic()
    const node = raw.simulator.node({ name: 'm1' }).withBiosSettings({ A: '1', B: '2' }).manageable()
    const settings = [
      { name: 'B', value: 2 },
      { name: 'C', value: true },
    ]
    await cleanWith(raw, 'm1', 'bios.apply_configuration', { settings })
    expect(node.biosSettings.map(({ name, value, updated_at: at }) => [name, value, at])).toEqual([
      ['B', '2', null],
      ['C', '1', null],
    ])
    await cleanWith(raw, 'm1', 'bios.factory_reset')
    expect(node.biosSettings).toEqual([])
  })

  it('on real hardware change one by one, and a factory reset restores them', async () => {
    const raw = rawIronic({ hardware: 'redfish' })
    const node = raw.simulator.node({ name: 'm1' }).withBiosSettings({ A: '1', B: '2' }).manageable()
    await cleanWith(raw, 'm1', 'bios.apply_configuration', { settings: [{ name: 'B', value: '9' }] })
    expect(node.biosSettings).toMatchObject([{ value: '1', updated_at: null }, { value: '9' }])
    expect(node.biosSettings[1]?.updated_at).not.toBeNull()
    await cleanWith(raw, 'm1', 'bios.factory_reset')
    expect(node.biosSettings).toMatchObject([{ value: '1' }, { value: '2' }])
  })

  it.each([
    [[{ name: 'X' }], "'value'"],
    [[{ value: 'X' }], "'name'"],
    [[5], "'int' object is not subscriptable"],
    ['x', "string indices must be integers, not 'str'"],
    [null, "'NoneType' object is not iterable"],
  ])('fail the step when they are invalid: %j', async (settings, text) => {
    const raw = rawIronic()
    const node = raw.simulator.node({ name: 'm1' }).withBiosSettings({ A: '1' }).manageable()
    await cleanWith(raw, 'm1', 'bios.apply_configuration', { settings })
    expect(node.now).toMatchObject({
      provision_state: 'clean failed',
      maintenance: true,
      fault: 'clean failure',
    })
    expect(node.history.at(-1)?.event).toContain(`: ${text}`)
    expect(node.biosSettings).toHaveLength(1)
  })
})

describe('firmware', () => {
  it('shows vendor, model and serial number since 1.114', async () => {
    const raw = rawIronic()
    raw.simulator
      .node({ name: 'm1' })
      .withFirmware({ bios: '1.2', bmc: { initial_version: '5.0', current_version: '5.1', vendor: 'ACME' } })
      .manageable()
    expect(await listed(raw, 'm1', 'firmware')).toMatchObject([
      {
        component: 'bios',
        initial_version: '1.2',
        current_version: '1.2',
        last_version_flashed: null,
        vendor: null,
      },
      {
        component: 'bmc',
        initial_version: '5.0',
        current_version: '5.1',
        vendor: 'ACME',
        serial_number: null,
      },
    ])
    const older = await raw.call('GET', '/v1/nodes/m1/firmware', undefined, { version: '1.113' })
    expect(older.text).not.toContain('vendor')
    const picked = await raw.call('GET', '/v1/nodes/m1/firmware?fields=vendor', undefined, {
      version: '1.113',
    })
    expect(picked.fault).toBe(
      'Fields vendor are not allowed in this API version. They require at least API version 1.114.',
    )
  })

  it('is unknown to older servers, which take the word for a field', async () => {
    const { simulator, call } = rawIronic({ release: '21.4' })
    simulator.node({ name: 'm1' }).manageable()
    const reply = await call('GET', '/v1/nodes/m1/firmware')
    expect([reply.status, reply.fault]).toEqual([400, 'Field firmware is not a valid field.'])
  })

  it('is named after the image after an update of real hardware', async () => {
    const raw = rawIronic({ hardware: 'redfish' })
    const node = raw.simulator.node({ name: 'm1' }).withFirmware({ bios: '1.2', bmc: '5' }).manageable()
    const settings = [{ component: 'bios', url: 'http://images.example/fw/2.0.1.bin' }]
    await cleanWith(raw, 'm1', 'firmware.update', { settings })
    expect(node.firmware).toMatchObject([
      { component: 'bios', initial_version: '1.2', current_version: '2.0.1', last_version_flashed: '2.0.1' },
      { component: 'bmc', current_version: '5', last_version_flashed: null, updated_at: null },
    ])
  })
})

describe('RAID steps', () => {
  it('create the target configuration, and delete it', async () => {
    const raw = rawIronic({ hardware: 'redfish' })
    const node = raw.simulator.node({ name: 'm1' }).manageable()
    const disks = [{ raid_level: '1', size_gb: 100, is_root_volume: true }]
    await raw.call('PUT', '/v1/nodes/m1/states/raid', { logical_disks: disks })
    await cleanWith(raw, 'm1', 'raid.create_configuration')
    expect(node.now).toMatchObject({ raid_config: { logical_disks: disks }, properties: { local_gb: 100 } })
    await cleanWith(raw, 'm1', 'raid.delete_configuration')
    expect(node.now.raid_config).toMatchObject({ logical_disks: [] })
  })
})

describe('the inventory', () => {
  it('exists once a test sets it, and is replaced at the next inspection', async () => {
    const raw = rawIronic({ hardware: 'redfish' })
    const node = raw.simulator
      .node({ name: 'm1' })
      .withInventory({ cpu: { count: 2 } }, { macs: [] })
      .manageable()
    const before = await raw.call('GET', '/v1/nodes/m1/inventory')
    expect(before.json).toEqual({ inventory: { cpu: { count: 2 } }, plugin_data: { macs: [] } })
    node.setInventory({ cpu: { count: 64 } })
    await raw.provision('m1', 'inspect')
    await raw.clock.advance(120_000)
    const after = await raw.call('GET', '/v1/nodes/m1/inventory')
    expect(after.json).toEqual({ inventory: { cpu: { count: 64 } }, plugin_data: {} })
  })

  it('is never stored by fake-hardware', async () => {
    const raw = rawIronic()
    raw.simulator.node({ name: 'm1' }).manageable()
    await raw.provision('m1', 'inspect')
    await raw.clock.advance(10_000)
    const reply = await raw.call('GET', '/v1/nodes/m1/inventory')
    expect([reply.status, reply.fault]).toEqual([404, 'Node inventory record for node 1 could not be found.'])
  })
})

describe('children of a node', () => {
  it('are listed since 1.83; before, the server fails', async () => {
    const { simulator, call } = rawIronic()
    const parent = simulator.node({ name: 'm1' }).manageable()
    const child = simulator.node({ name: 'm1-dpu', parent_node: parent.uuid }).manageable()
    const reply = await call('GET', '/v1/nodes/m1/children')
    expect(reply.json).toMatchObject({ children: [child.uuid] })
    const older = await call('GET', '/v1/nodes/m1/children', undefined, { version: '1.82' })
    expect([older.status, older.text]).toEqual([500, ''])
  })
})

describe('hardware details set by a test', () => {
  it('are part of a snapshot, and are restored with it', async () => {
    const raw = rawIronic({ hardware: 'redfish' })
    const node = raw.simulator
      .node({ name: 'm1' })
      .withBiosSettings({ A: '1' })
      .withFirmware({ bios: '1' })
      .withIndicators({ 'led@system': 'on' })
      .withInventory({ cpu: { count: 2 } })
      .manageable()
    const before = raw.simulator.snapshot()
    await cleanWith(raw, 'm1', 'bios.apply_configuration', { settings: [{ name: 'A', value: '2' }] })
    await raw.call('PUT', '/v1/nodes/m1/management/indicators/led@system', { state: 'off' })
    expect(raw.simulator.snapshot()).not.toEqual(before)
    raw.simulator.restore(JSON.parse(JSON.stringify(before)) as typeof before)
    expect(raw.simulator.snapshot()).toEqual(before)
    expect(node.biosSettings).toMatchObject([{ name: 'A', value: '1' }])
    expect(node.inventory).toEqual({ inventory: { cpu: { count: 2 } }, plugin_data: {} })
  })

  it('are rejected when misspelt', () => {
    const node = rawIronic().simulator.node()
    const misspelt: object = { A: { valeu: '1' } }
    expect(() => node.withBiosSettings(misspelt as Record<string, string>)).toThrow(
      'Unknown field `valeu`. Did you mean `value`?',
    )
    expect(() => node.withIndicators({ led: 'on' })).toThrow('"led" is not an indicator')
  })
})
