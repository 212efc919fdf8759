import {
  PROVISION_STATES,
  type CleanRequest,
  type IronicDriver,
  type KnownProvisionState,
} from 'ironic-driver'
import type { SimulatorOptions } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite } from '../../../support/simulated-site.js'

const STATES = Object.keys(PROVISION_STATES) as KnownProvisionState[]
const MINUTE = 60_000
const STEP = { interface: 'vendor', step: 'log_passthrough' }

function siteInState(state: KnownProvisionState, options: Omit<SimulatorOptions, 'clock'> = {}) {
  const site = simulatedSite(options)
  const node = site.simulator.node({ name: 'metal-1' }).inState(state)
  const target = { node: node.uuid }
  const asked = () =>
    site.simulator.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => (JSON.parse(body ?? '') as { target?: string }).target ?? 'raid')
  return { ...site, node, target, asked }
}

const change = (node: { readonly uuid: string }, provision_state: string, outcome = 'changed') => ({
  node: node.uuid,
  instance: null,
  provision_state,
  outcome,
})

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  describe.each(['21.4', '29.0', '39.0'] as const)('of release %s', (release) => {
    it('a node is managed, inspected, cleaned, offered and taken back, with one request each', async () => {
      const { driver, run, target, asked, node } = siteInState('enroll', { hardware, release })
      const { lifecycle } = driver
      expect(expectOk(await run(lifecycle.manage(target)))).toEqual(change(node, 'manageable'))
      expect(expectOk(await run(lifecycle.inspect(target)))).toMatchObject(change(node, 'manageable'))
      const clean = { steps: [{ interface: 'bios', step: 'factory_reset' }] }
      expect(expectOk(await run(lifecycle.clean(target, clean)))).toEqual(change(node, 'manageable'))
      expect(expectOk(await run(lifecycle.provide(target)))).toEqual(change(node, 'available'))
      expect(expectOk(await run(lifecycle.manage(target)))).toEqual(change(node, 'manageable'))
      expect(asked()).toEqual(['manage', 'inspect', 'clean', 'provide', 'manage'])
    })

    it('a machine is adopted, and found adopted', async () => {
      const { driver, run, target, asked, node } = siteInState('manageable', { hardware, release })
      node.force({ instance_info: { image_source: 'http://images/web.qcow2', image_checksum: 'ab' } })
      expect(expectOk(await run(driver.lifecycle.adopt(target)))).toEqual(change(node, 'active'))
      expect(expectOk(await run(driver.lifecycle.adopt(target))).outcome).toBe('was_there')
      expect(asked()).toEqual(['adopt'])
    })
  })

  it('each verb is asked for here, waited for elsewhere, and joined', async () => {
    const { driver, otherDriver, run, target, asked } = siteInState('enroll', { hardware })
    const { lifecycle } = driver
    const there = otherDriver().lifecycle
    for (const verb of ['manage', 'inspect', 'provide'] as const) {
      const name = `${verb.charAt(0).toUpperCase()}${verb.slice(1)}` as 'Manage' | 'Inspect' | 'Provide'
      expect(expectOk(await run(lifecycle[`request${name}`](target))).outcome).toBe('changed')
      expect(expectOk(await run(there[verb](target))).outcome).toBe('joined')
      expect(expectOk(await run(there[`waitFor${name}`](target))).outcome).toBe('joined')
    }
    expectOk(await run(lifecycle.manage(target)))
    const clean = { steps: [{ interface: 'bios', step: 'factory_reset' }] }
    expectOk(await run(lifecycle.requestClean(target, clean)))
    expect(expectOk(await run(there.clean(target, clean))).outcome).toBe('joined')
    expectOk(await run(there.waitForClean(target)))
    expect(asked()).toEqual(['manage', 'inspect', 'provide', 'manage', 'clean'])
  })
})

describe('service', () => {
  const request = { steps: [STEP] }

  it.each(['29.0', '39.0'] as const)('is done on a deployed machine of release %s', async (release) => {
    const { driver, run, target, node, asked } = siteInState('active', { release })
    expect(expectOk(await run(driver.lifecycle.service(target, request)))).toEqual(change(node, 'active'))
    expectOk(await run(driver.lifecycle.requestService(target, request)))
    expect(expectOk(await run(driver.lifecycle.service(target, request))).outcome).toBe('joined')
    expect(expectOk(await run(driver.lifecycle.waitForService(target))).provision_state).toBe('active')
    expect(asked()).toEqual(['service', 'service'])
  })

  it('is nothing that an old Ironic knows', async () => {
    const { driver, run, target, asked } = siteInState('active', { release: '21.4' })
    const error = expectErr(await run(driver.lifecycle.service(target, request)), 'unsupported_api_version')
    expect(error.needs).toBe('1.87')
    expect(asked()).toEqual([])
  })

  it('is only of the instance that was named', async () => {
    const { driver, run, node } = siteInState('active')
    node.force({ instance_uuid: '6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10' })
    const target = { node: node.uuid, instance: '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11' }
    expectErr(await run(driver.lifecycle.service(target, request)), 'instance_mismatch')
  })
})

describe('what is to be cleaned', () => {
  it('is sent in order: firmware, BIOS, RAID, steps', async () => {
    const { driver, run, simulator } = simulatedSite({ hardware: 'redfish' })
    const node = simulator.node().withBiosSettings({ ProcTurboMode: 'Disabled' }).manageable()
    const target = { node: node.uuid }
    const logical_disks = [{ size_gb: 'MAX', raid_level: '1' }] as const
    const steps = [{ interface: 'deploy', step: 'erase_devices_metadata' }]
    const request = {
      firmware: [{ component: 'bmc', url: 'http://firmware/bmc.bin', waitMs: 1_500 }],
      bios: [{ name: 'ProcTurboMode', value: 'Enabled' }],
      targetRaidConfig: { logical_disks },
      steps,
      disableRamdisk: false,
    }
    expectOk(await run(driver.lifecycle.clean(target, request)))
    const [raid, clean] = simulator.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body }) => JSON.parse(body ?? '') as object)
    expect(raid).toEqual({ logical_disks })
    expect(clean).toEqual({
      target: 'clean',
      clean_steps: [
        {
          interface: 'firmware',
          step: 'update',
          args: { settings: [{ component: 'bmc', url: 'http://firmware/bmc.bin', wait: 2 }] },
        },
        {
          interface: 'bios',
          step: 'apply_configuration',
          args: { settings: [{ name: 'ProcTurboMode', value: 'Enabled' }] },
        },
        { interface: 'raid', step: 'delete_configuration' },
        { interface: 'raid', step: 'create_configuration' },
        ...steps,
      ],
      disable_ramdisk: false,
    })
    expect(node.biosSettings).toMatchObject([{ name: 'ProcTurboMode', value: 'Enabled' }])
    expect(node.now.raid_config).toMatchObject({ logical_disks })
  })

  it('takes the RAID away when nothing is to be made', async () => {
    const { driver, run, target, simulator, node } = siteInState('manageable', { hardware: 'redfish' })
    node.force({ target_raid_config: { logical_disks: [{ size_gb: 10, raid_level: '0' }] } })
    expectOk(await run(driver.lifecycle.clean(target, { targetRaidConfig: {} })))
    expect(node.now.target_raid_config).toEqual({})
    const { body } = simulator.requests.filter(({ method }) => method === 'PUT')[1] ?? {}
    expect(JSON.parse(body ?? '')).toMatchObject({ clean_steps: [{ step: 'delete_configuration' }] })
  })

  it('puts the target RAID back when Ironic refuses the cleaning, and says so when it cannot', async () => {
    const before = { logical_disks: [{ size_gb: 10, raid_level: '0' }] }
    const request = { targetRaidConfig: { logical_disks: [{ size_gb: 'MAX', raid_level: '1' }] } } as const
    const { driver, run, target, simulator, node } = siteInState('manageable', { hardware: 'redfish' })
    node.force({ target_raid_config: before, maintenance: true })
    expectErr(await run(driver.lifecycle.clean(target, request)), 'node_in_maintenance')
    expect(node.now.target_raid_config).toEqual(before)

    simulator.disruptions.next(
      { method: 'PUT', path: /raid/ },
      { kind: 'status', status: 400, fault: 'RAID config validation error' },
      { after: 1 },
    )
    const error = expectErr(await run(driver.lifecycle.clean(target, request)), 'target_raid_remains')
    expect(error.message).toContain('client.nodeStates.setTargetRaid')
    expect(error.cause).toMatchObject({ kind: 'node_in_maintenance' })
    expect(node.now.target_raid_config).toEqual(request.targetRaidConfig)
  })

  it('takes back a target RAID whose storing nobody confirmed, and says so when it cannot', async () => {
    const before = { logical_disks: [{ size_gb: 10, raid_level: '0' }] }
    const request = { targetRaidConfig: { logical_disks: [{ size_gb: 'MAX', raid_level: '1' }] } } as const
    for (const isBack of [true, false]) {
      const site = siteInState('manageable', { hardware: 'redfish' })
      const { driver, run, target, simulator, node, asked, clock } = site
      node.force({ target_raid_config: before })
      const caller = new AbortController()
      simulator.disruptions.next({ method: 'PUT', path: /raid/ }, 'drop-after', { times: isBack ? 2 : 200 })
      const cleaning = driver.lifecycle.clean(target, request, { signal: caller.signal })
      await clock.advance(500)
      caller.abort()
      const error = expectErr(await run(cleaning), isBack ? 'aborted' : 'target_raid_remains')
      if (isBack) expect(node.now.target_raid_config).toEqual(before)
      else expect(error.cause).toMatchObject({ kind: 'aborted' })
      expect(asked()).not.toContain('clean')
    }
  })

  it('needs a driver with RAID', async () => {
    const { driver, run, simulator } = siteInState('manageable', { hardware: 'redfish' })
    const node = simulator.node({ raid_interface: 'no-raid' }).manageable()
    const request = { targetRaidConfig: { logical_disks: [{ size_gb: 'MAX', raid_level: '1' }] } } as const
    const cleaned = await run(driver.lifecycle.clean({ node: node.uuid }, request))
    expectErr(cleaned, 'unsupported_by_hardware')
  })

  it('needs a server that knows firmware, runbooks, and a service without a ramdisk', async () => {
    const update = { firmware: [{ component: 'bios', url: 'http://firmware/bios.bin' }] }
    const old = siteInState('manageable', { release: '21.4' })
    for (const [request, needs] of [
      [update, '1.86'],
      [{ runbook: 'CUSTOM_FIX' }, '1.92'],
    ] as const) {
      const error = expectErr(
        await old.run(old.driver.lifecycle.clean(old.target, request)),
        'unsupported_api_version',
      )
      expect(error.needs).toBe(needs)
    }
    const { driver, run, target, asked } = siteInState('active', { release: '29.0' })
    const service = driver.lifecycle.service(target, { steps: [STEP], disableRamdisk: true })
    expect(expectErr(await run(service), 'unsupported_api_version').needs).toBe('1.108')
    expect([...old.asked(), ...asked()]).toEqual([])
  })

  it.each([
    [{}, 'clean'],
    [{ disableRamdisk: true }, 'clean'],
    [{ steps: [] }, 'clean.steps'],
    [{ steps: [{ interface: 'bios' }] }, 'clean.steps.0.step'],
    [{ steps: [{ ...STEP, args: { now: () => 1 } }] }, 'clean.steps.0.args.now'],
    [{ steps: [STEP], runbook: 'fix' }, 'clean.runbook'],
    [{ runbook: 'fix', disableRamdisk: true }, 'clean.runbook'],
    [{ targetRaidConfig: { logical_disks: [] } }, 'clean.targetRaidConfig.logical_disks'],
    [
      { targetRaidConfig: { logical_disks: [{ size_gb: 1, raid_level: '7' }] } },
      'clean.targetRaidConfig.logical_disks.0.raid_level',
    ],
    [{ bios: [{ name: 'BootMode', value: {} }] }, 'clean.bios.0.value'],
    [{ firmware: [{ component: 'bmc', url: 'http://f', waitMs: 5 }] }, 'clean.firmware.0.waitMs'],
    [{ step: [STEP] }, 'clean.step'],
  ])('is checked before anything is sent: %j', async (request, field) => {
    const { driver, run, target, simulator } = siteInState('manageable')
    const error = expectErr(
      await run(driver.lifecycle.clean(target, request as CleanRequest)),
      'invalid_input',
    )
    expect(error.field).toBe(field)
    expect(simulator.requests).toEqual([])
  })
})

describe('an inspection', () => {
  it.each(['agent', 'redfish'] as const)('by %s tells what Ironic stored', async (inspect_interface) => {
    const { driver, run, simulator } = simulatedSite({ hardware: 'redfish' })
    const node = simulator.node({ inspect_interface }).manageable()
    node.setInventory({ cpu: { count: 32 } }, { lldp: 'raw' })
    const states: string[] = []
    const found = expectOk(
      await run(
        driver.lifecycle.inspect(
          { node: node.uuid },
          { onProgress: ({ provision_state }) => states.push(provision_state) },
        ),
      ),
    )
    expect(found.inventory).toMatchObject({
      inventory: { cpu: { count: 32 } },
      plugin_data: { lldp: 'raw' },
    })
    expect(states.includes('inspect wait')).toBe(inspect_interface === 'agent')
  })

  it('tells of no inventory where Ironic stores none', async () => {
    const { driver, run, target, simulator } = siteInState('manageable')
    expect(expectOk(await run(driver.lifecycle.inspect(target))).inventory).toBeUndefined()
    const old = simulatedSite({ maxVersion: '1.80', hardware: 'redfish' })
    const node = old.simulator.node().manageable()
    const found = expectOk(await old.run(old.driver.lifecycle.inspect({ node: node.uuid })))
    expect(found.inventory).toBeUndefined()
    expect(simulator.requests.some(({ path }) => path.includes('inventory'))).toBe(true)
    expect(old.simulator.requests.some(({ path }) => path.includes('inventory'))).toBe(false)
  })

  it('is not done when somebody took the node out of one that failed', async () => {
    const { driver, run, target, node, clock } = siteInState('manageable', { hardware: 'redfish' })
    expectOk(await run(driver.lifecycle.requestInspect(target)))
    const waiting = driver.lifecycle.waitForInspect(target)
    await clock.advance(100)
    node.force({ provision_state: 'manageable', inspection_finished_at: null })
    const error = expectErr(await run(waiting), 'transition_diverged')
    expect(error.message).toContain('no inspection of it has come to its end')
  })

  it('is not possible with every driver', async () => {
    const { driver, run, simulator } = simulatedSite()
    const node = simulator.node({ inspect_interface: 'no-inspect' }).manageable()
    expectErr(await run(driver.lifecycle.inspect({ node: node.uuid })), 'unsupported_by_hardware')
  })
})

describe('a failure', () => {
  it.each(['fake-hardware', 'redfish'] as const)('of each verb says why, on %s', async (hardware) => {
    const { driver, run, target, node } = siteInState('enroll', { hardware })
    const { lifecycle } = driver
    const image = { image_source: 'http://images/web.qcow2', image_checksum: 'ab' }
    node.force({ instance_info: image })
    const lastError = 'Wires were cut'
    const cases = [
      ['manage', 'enroll', 'enroll', () => lifecycle.manage(target)],
      ['inspect', 'manageable', 'inspect failed', () => lifecycle.inspect(target)],
      ['clean', 'manageable', 'clean failed', () => lifecycle.provide(target)],
      ['clean', 'manageable', 'clean failed', () => lifecycle.clean(target, { steps: [RESET] })],
      ['adopt', 'manageable', 'adopt failed', () => lifecycle.adopt(target)],
      ['service', 'active', 'service failed', () => lifecycle.service(target, { steps: [RESET] })],
    ] as const
    for (const [operation, from, end, verb] of cases) {
      if (operation === 'service' && hardware === 'fake-hardware') continue
      node.force({ provision_state: from, maintenance: false, fault: null })
      node.failNext(operation, { lastError })
      const failed = expectErr(await run(verb()), 'transition_failed')
      expect(failed.lastError).toContain(lastError)
      expect(failed).toMatchObject({ node: node.uuid, lastSeen: { provision_state: end } })
      expect(failed.message).toContain(lastError)
      expect(node.now.reservation).toBeNull()
    }
  })

  it('of a cleaning names the step', async () => {
    const { driver, run, target, node } = siteInState('manageable', { hardware: 'redfish' })
    node.failNext('clean', { at: 'raid.create_configuration', lastError: 'No such disk' })
    const request = { targetRaidConfig: { logical_disks: [{ size_gb: 'MAX', raid_level: '1' }] } } as const
    const failed = expectErr(await run(driver.lifecycle.clean(target, request)), 'transition_failed')
    expect(failed.message).toContain('last seen at step raid.create_configuration')
    expect(failed.message).toContain('No such disk')
    expect(failed.lastSeen).toMatchObject({ maintenance: true, fault: 'clean failure' })
  })

  it('of a cleaning that somebody has covered up meanwhile is no success', async () => {
    const { driver, run, target, node } = siteInState('manageable', { hardware: 'redfish' })
    expectOk(await run(driver.lifecycle.requestClean(target, { steps: [RESET] })))
    const waiting = driver.lifecycle.waitForClean(target)
    node.force({ provision_state: 'manageable', maintenance: true, fault: 'clean failure' })
    const failed = expectErr(await run(waiting), 'transition_failed')
    expect(failed.message).toContain('in maintenance with the fault "clean failure"')
  })
})

const RESET = { interface: 'bios', step: 'factory_reset' }

describe('a node in another state', () => {
  const VERBS = {
    manage: (driver: IronicDriver, node: string) => driver.lifecycle.manage({ node }),
    provide: (driver: IronicDriver, node: string) => driver.lifecycle.provide({ node }),
    inspect: (driver: IronicDriver, node: string) => driver.lifecycle.inspect({ node }),
    clean: (driver: IronicDriver, node: string) => driver.lifecycle.clean({ node }, { steps: [RESET] }),
    service: (driver: IronicDriver, node: string) => driver.lifecycle.service({ node }, { steps: [RESET] }),
    adopt: (driver: IronicDriver, node: string) => driver.lifecycle.adopt({ node }),
  }
  const CLEANING = ['cleaning', 'clean wait', 'clean hold'] as const
  /** The states in which each does not refuse. */
  const TAKES: Readonly<Record<keyof typeof VERBS, readonly KnownProvisionState[]>> = {
    manage: [
      'enroll',
      'verifying',
      'manageable',
      'available',
      'clean failed',
      'inspect failed',
      'adopt failed',
    ],
    provide: ['manageable', 'available', ...CLEANING],
    inspect: ['manageable', 'inspect failed', 'inspecting', 'inspect wait'],
    clean: ['manageable'],
    service: ['active', 'servicing', 'service wait', 'service hold', 'service failed'],
    adopt: ['manageable', 'adopt failed', 'adopting', 'active'],
  }

  describe.each(Object.keys(VERBS) as (keyof typeof VERBS)[])('takes no %s', (verb) => {
    it.each(STATES.filter((state) => !TAKES[verb].includes(state)))('in %s', async (state) => {
      const { driver, run, node, asked } = siteInState(state)
      const error = expectErr(await run(VERBS[verb](driver, node.uuid)), 'node_not_ready')
      expect(error).toMatchObject({ provisionState: state, node: node.uuid })
      expect(error.message).toMatch(
        /(Call lifecycle\.\w+|Wait until that is over|destroy that|is serviced)( first)?\.$/,
      )
      expect(asked()).toEqual([])
    })
  })

  it('says what to call first', async () => {
    for (const [state, verb, hint] of [
      ['available', 'clean', 'Call lifecycle.manage first.'],
      ['enroll', 'provide', 'Call lifecycle.manage first.'],
      ['clean failed', 'inspect', 'Call lifecycle.manage first.'],
      ['clean hold', 'inspect', 'Call lifecycle.unhold first.'],
      ['active', 'clean', 'It carries a machine that was deployed: destroy that first.'],
      ['cleaning', 'inspect', 'Wait until that is over.'],
    ] as const) {
      const { driver, run, node } = siteInState(state)
      const error = expectErr(await run(VERBS[verb](driver, node.uuid)), 'node_not_ready')
      expect(error.message).toContain(hint)
    }
  })

  it('a cleaning on its way to be available is none that a manual one joins, and the other way round', async () => {
    const { driver, run, node, target } = siteInState('clean wait')
    expectErr(await run(driver.lifecycle.clean(target, { steps: [RESET] })), 'node_not_ready')
    node.force({ provision_state: 'clean wait', target_provision_state: 'manageable' })
    expectErr(await run(driver.lifecycle.provide(target)), 'node_not_ready')
  })
})

describe('maintenance and retirement', () => {
  it('keep Ironic from cleaning and servicing, but not from the rest', async () => {
    const { driver, run, node, target } = siteInState('enroll')
    const { lifecycle } = driver
    node.force({ maintenance: true, maintenance_reason: 'a disk is on order' })
    expectOk(await run(lifecycle.manage(target)))
    expectOk(await run(lifecycle.inspect(target)))
    expectErr(await run(lifecycle.clean(target, { steps: [RESET] })), 'node_in_maintenance')
    node.force({ provision_state: 'active' })
    expectErr(await run(lifecycle.service(target, { steps: [STEP] })), 'node_in_maintenance')
    expect(node.now).toMatchObject({ maintenance: true, maintenance_reason: 'a disk is on order' })
  })

  it('a retired node is not offered', async () => {
    const { driver, run, node, target } = siteInState('manageable')
    node.force({ retired: true })
    expectErr(await run(driver.lifecycle.provide(target)), 'node_retired')
  })

  it('a node that is retired while it is cleaned has gone another way', async () => {
    const { driver, run, node, target } = siteInState('manageable', { hardware: 'redfish' })
    expectOk(await run(driver.lifecycle.requestProvide(target)))
    node.force({ retired: true })
    expectErr(await run(driver.lifecycle.waitForProvide(target)), 'transition_diverged')
  })
})

describe('a lost reply', () => {
  const VERBS = [
    ['manage', 'enroll', 'manageable'],
    ['manage', 'available', 'manageable'],
    ['inspect', 'manageable', 'manageable'],
    ['provide', 'manageable', 'available'],
  ] as const

  it.each(VERBS)('to %s in %s is read back', async (verb, from, end) => {
    for (const disruption of ['drop-before', 'drop-after'] as const) {
      const { driver, run, simulator, target, asked } = siteInState(from)
      simulator.disruptions.next({ method: 'PUT' }, disruption)
      expect(expectOk(await run(driver.lifecycle[verb](target))).provision_state).toBe(end)
      expect(asked()).toHaveLength(disruption === 'drop-before' ? 2 : 1)
    }
  })

  it('to a cleaning that began is not asked for again', async () => {
    const { driver, run, simulator, target, asked } = siteInState('manageable')
    simulator.disruptions.next({ method: 'PUT' }, 'drop-after')
    expectOk(await run(driver.lifecycle.clean(target, { steps: [RESET] })))
    expect(asked()).toEqual(['clean'])
  })

  it('to one whose management controller does not answer is a failure', async () => {
    const { driver, run, simulator, node, target } = siteInState('enroll')
    node.failNext('manage', { lastError: 'No route to the controller' })
    simulator.disruptions.next({ method: 'PUT' }, 'drop-after')
    const failed = expectErr(await run(driver.lifecycle.manage(target)), 'transition_failed')
    expect(failed.lastError).toContain('No route')
  })
})

it('waits for a lock, and gives one up that is not freed', async () => {
  const { driver, run, node, target } = siteInState('manageable')
  node.lock(30_000)
  expectOk(await run(driver.lifecycle.provide(target)))
  node.lock(Infinity)
  expectErr(await run(driver.lifecycle.manage(target)), 'node_locked')
})

it('that a locked node was inspected meanwhile is no cleaning', async () => {
  const site = simulatedSite({ hardware: 'redfish' })
  const { driver, run, simulator, clock } = site
  const node = simulator.node().manageable()
  const target = { node: node.uuid }
  const locked = () => {
    simulator.disruptions.next({ method: 'PUT', path: /provision/ }, 'locked')
  }
  await clock.advance(5_000)
  locked()
  const cleaning = driver.lifecycle.clean(target, { steps: [{ interface: 'bios', step: 'factory_reset' }] })
  await clock.advance(0)
  node.force({ provision_state: 'inspecting' })
  node.force({ provision_state: 'manageable' })
  locked()
  expectOk(await run(cleaning))
  const asked = simulator.requests.filter(({ method }) => method === 'PUT')
  expect(asked.map(({ status }) => status)).toEqual([409, 409, 202])
})

it('ends at its deadline and at its signal, while Ironic goes on', async () => {
  const { driver, run, node, target, clock } = siteInState('manageable', { hardware: 'redfish' })
  node.setAgent('silent')
  const timedOut = await run(driver.lifecycle.provide(target, { deadlineMs: 5 * MINUTE }))
  expect(expectErr(timedOut, 'wait_timed_out').lastSeen).toMatchObject({ provision_state: 'clean wait' })
  const stop = new AbortController()
  const waiting = driver.lifecycle.waitForProvide(target, { signal: stop.signal })
  await clock.advance(1_000)
  stop.abort()
  expectErr(await run(waiting), 'aborted')
  expect(node.now.provision_state).toBe('clean wait')
})

it('says that an agent never called', async () => {
  const { driver, run, node, target } = siteInState('manageable', { hardware: 'redfish' })
  node.setAgent('silent')
  const failed = expectErr(await run(driver.lifecycle.provide(target)), 'transition_failed')
  expect(failed.lastError).toContain('Timeout')
})
