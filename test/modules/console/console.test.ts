import { inspect } from 'node:util'
import { AbortedError, type ConsoleEndpoint } from 'ironic-driver'
import { err } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'

const CONSOLE = /\/states\/console$/

function siteWithConsole(enabled = false, info: object = { type: 'socat', url: 'tcp://10.0.0.7:10023' }) {
  const site = simulatedSite()
  const node = site.simulator.node({ name: 'metal-1' }).active({ console_enabled: enabled })
  const target = { node: node.uuid, instance: node.now.instance_uuid ?? '' }
  const body = JSON.stringify({ console_enabled: true, console_info: info })
  site.simulator.disruptions.next(
    { method: 'GET', path: CONSOLE },
    { kind: 'status', status: 200, body },
    { times: 9 },
  )
  const asked = () =>
    site.simulator.requests
      .filter(({ method }) => method === 'PUT')
      .map(({ body: sent }) => (JSON.parse(sent ?? '') as { enabled: boolean }).enabled)
  return { ...site, node, target, asked }
}

describe('the address of a console', () => {
  it.each<[object, ConsoleEndpoint]>([
    [
      { type: 'socat', url: 'tcp://10.0.0.7:10023' },
      { type: 'socat', url: 'tcp://10.0.0.7:10023', host: '10.0.0.7', port: 10_023 },
    ],
    [
      { type: 'socat', url: 'tcp://[fd00::7]:10023' },
      { type: 'socat', url: 'tcp://[fd00::7]:10023', host: 'fd00::7', port: 10_023 },
    ],
    [
      { type: 'shellinabox', url: 'http://metal.example:8023' },
      { type: 'shellinabox', url: 'http://metal.example:8023', host: 'metal.example', port: 8_023 },
    ],
    [
      { type: 'shellinabox', url: 'https://metal.example/console' },
      { type: 'shellinabox', url: 'https://metal.example/console', host: 'metal.example', port: 443 },
    ],
    [
      { type: 'vnc', url: 'http://novnc:6090/vnc_lite.html?path=websockify%3Ftoken%3Dx' },
      {
        type: 'vnc',
        url: 'http://novnc:6090/vnc_lite.html?path=websockify%3Ftoken%3Dx',
        host: 'novnc',
        port: 6_090,
      },
    ],
    [
      { type: 'socat', url: 'tcp://10.0.0.7' },
      { type: 'other', called: 'socat', url: 'tcp://10.0.0.7' },
    ],
    [
      { type: 'socat', url: 'http://10.0.0.7:1' },
      { type: 'other', called: 'socat', url: 'http://10.0.0.7:1' },
    ],
    [
      { type: 'socat', url: 'nonsense' },
      { type: 'other', called: 'socat', url: 'nonsense' },
    ],
    [
      { type: 'spice', url: 'spice://h:1' },
      { type: 'other', called: 'spice', url: 'spice://h:1' },
    ],
    [{}, { type: 'other', called: undefined, url: undefined }],
  ])('is read from %j', async (info, endpoint) => {
    const { driver, run, target } = siteWithConsole(true, info)
    const status = expectOk(await run(driver.console.state(target)))
    expect(status).toEqual({ ...target, enabled: true, endpoint })
  })

  it('is undefined while the console is disabled, and is not requested', async () => {
    const { simulator, driver, run } = simulatedSite()
    const node = simulator.node({}).active()
    expect(expectOk(await run(driver.console.state({ node: node.uuid })))).toMatchObject({
      enabled: false,
      endpoint: null,
    })
    expect(simulator.requests.filter(({ path }) => path.endsWith('/states/console'))).toEqual([])
  })

  it('is not requested when a socat console is only read, since Ironic would end the session in use', async () => {
    const { simulator, driver, run, target, node } = siteWithConsole(true)
    node.force({ console_interface: 'ipmitool-socat' })
    const status = expectOk(await run(driver.console.state(target)))
    expect(status).toEqual({ ...target, enabled: true, endpoint: null })
    expect(simulator.requests.filter(({ path }) => path.endsWith('/states/console'))).toEqual([])
  })
})

it('is enabled and disabled, each with one request, and not twice', async () => {
  const { driver, run, target, node, asked } = siteWithConsole()
  for (const _ of [1, 2])
    expect(expectOk(await run(driver.console.enable(target)))).toEqual({ ...target, enabled: true })
  expect(node.now.console_enabled).toBe(true)
  for (const _ of [1, 2])
    expect(expectOk(await run(driver.console.disable(target)))).toEqual({ ...target, enabled: false })
  expect(asked()).toEqual([true, false])
})

it('is requested here and waited for elsewhere', async () => {
  const { driver, otherDriver, run, target } = siteWithConsole()
  expectOk(await run(driver.console.requestEnable(target)))
  expect(expectOk(await run(otherDriver().console.waitForEnable(target))).enabled).toBe(true)
  expectOk(await run(driver.console.requestDisable(target)))
  expect(expectOk(await run(otherDriver().console.waitForDisable(target))).enabled).toBe(false)
})

it("waits for another client's operation on the node", async () => {
  const { driver, run, target, node } = siteWithConsole()
  node.lock(6_000)
  expect(expectOk(await run(driver.console.enable(target))).enabled).toBe(true)
})

it('reports that it stayed disabled', async () => {
  const { driver, run, target, node } = siteWithConsole()
  node.force({ last_error: 'Error enabling console on node' })
  const error = expectErr(await run(driver.console.waitForEnable(target)), 'transition_failed')
  expect(error).toMatchObject({
    operation: 'console.waitForEnable',
    lastError: 'Error enabling console on node',
  })
})

it('is refused for a node that has none, and for one with another instance', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node({ console_interface: 'no-console' }).active()
  for (const verb of ['enable', 'serial', 'vnc', 'requestEnable', 'requestDisable'] as const)
    expectErr(await run((async () => driver.console[verb]({ node: node.uuid }))()), 'unsupported_by_hardware')
  const other = { node: node.uuid, instance: '1be26c0b-03f2-4d2e-ae87-c02d7f33c123' }
  simulator.forgetRequests()
  for (const verb of ['state', 'enable', 'disable', 'serial', 'vnc'] as const)
    expectErr(await run((async () => driver.console[verb](other))()), 'instance_mismatch')
  expect(simulator.requests.every(({ method }) => method === 'GET')).toBe(true)
})

describe('a serial console', () => {
  it('is enabled if it is disabled, and otherwise left to its user', async () => {
    for (const enabled of [false, true]) {
      const { driver, run, target, asked } = siteWithConsole(enabled)
      expect(expectOk(await run(driver.console.serial(target)))).toMatchObject({
        host: '10.0.0.7',
        port: 10_023,
      })
      expect(asked()).toEqual(enabled ? [] : [true])
    }
  })

  it('is reset only on request, and not if it was disabled', async () => {
    for (const enabled of [true, false]) {
      const { driver, run, target, asked, node } = siteWithConsole(enabled)
      expectOk(await run(driver.console.serial(target, { reset: true })))
      expect(asked()).toEqual(enabled ? [false, true] : [true])
      expect(node.now.console_enabled).toBe(true)
    }
  })

  it.each([
    ['a console with a port of its own', {}],
    ['a console at a port that Ironic picks', { ipmi_terminal_port: 10_023 }],
  ])('counts as enabled if something listens after a tear-down has stopped it: %s', async (_what, port) => {
    const { simulator, driver, run, clock } = simulatedSite({ hardware: 'redfish' })
    const puts = () => simulator.tally()['PUT /v1/nodes/{uuid}/states/console']
    const node = simulator
      .node({ console_interface: 'ipmitool-socat', driver_info: { ipmi_address: '10.0.0.9', ...port } })
      .available()
    const target = { node: node.uuid }
    expectOk(await run(driver.console.serial(target)))
    expect(puts()).toBe(1)
    const spawn = () => driver.provisioning.spawn(spawnRequestFor(node))
    expectOk(await run(spawn()))
    expectOk(await run(driver.provisioning.destroy(target)))
    await clock.advance(3_600_000)
    expect(node.now).toMatchObject({ provision_state: 'available', console_enabled: true })

    const { url } = expectOk(await run(driver.console.serial(target)))
    expect(url).toMatch(/:10\d\d\d$/)
    expect(puts()).toBe(3)
    expectOk(await run(spawn()))
    simulator.forgetRequests()
    expectOk(await run(driver.console.serial(target)))
    expect(puts()).toBeUndefined()
  })

  it('may be disabled after a reset that failed for good, and the error says so', async () => {
    const { driver, run, target, node, simulator } = siteWithConsole(true)
    const refused = { kind: 'status', status: 403 } as const
    simulator.disruptions.next({ method: 'PUT' }, refused, { after: 1, times: Infinity })
    const error = expectErr(await run(driver.console.serial(target, { reset: true })), 'forbidden')
    expect(error.message).toMatch(/may be off now.*Call console\.enable/)
    expect(node.now.console_enabled).toBe(false)
  })

  it('is still enabled when the first step of a reset is refused, and the error does not mention it', async () => {
    const { driver, run, target, node, simulator } = siteWithConsole(true)
    simulator.disruptions.next({ method: 'PUT' }, { kind: 'status', status: 403 }, { times: Infinity })
    const error = expectErr(await run(driver.console.serial(target, { reset: true })), 'forbidden')
    expect(error.message).not.toContain('off')
    expect(node.now.console_enabled).toBe(true)
  })

  it('is enabled once more when a reset fails half way', async () => {
    const { driver, run, target, asked, node, simulator } = siteWithConsole(true)
    const refused = { kind: 'status', status: 500, fault: 'ipmitool failed' } as const
    simulator.disruptions.next({ method: 'PUT' }, refused, { after: 1 })
    expectOk(await run(driver.console.serial(target, { reset: true })))
    expect(asked()).toEqual([false, true, true])
    expect(node.now.console_enabled).toBe(true)
  })

  it('is enabled after a reset that was aborted half way', async () => {
    const { driver, run, target, node, simulator, clock } = siteWithConsole(true)
    const controller = new AbortController()
    const send = simulator.send.bind(simulator)
    simulator.send = async (request) => {
      const reply = await send(request)
      if (request.method === 'PUT' && request.body?.includes('false') === true) controller.abort()
      return reply
    }
    const options = { reset: true, signal: controller.signal }
    expectErr(await run(driver.console.serial(target, options)), 'aborted')
    await clock.advance(10_000)
    expect(node.now.console_enabled).toBe(true)
  })

  it('may be disabled after an aborted reset that cannot be checked, and the error says so', async () => {
    const { driver, run, target, simulator } = siteWithConsole(true)
    const controller = new AbortController()
    const send = simulator.send.bind(simulator)
    simulator.send = (request) => {
      const isOff = request.method === 'PUT' && request.body?.includes('false') === true
      if (!isOff) return send(request)
      const gone = { kind: 'status', status: 404, fault: 'Node metal-1 could not be found.' } as const
      simulator.disruptions.next({ method: 'GET' }, gone, { times: 9 })
      controller.abort()
      return Promise.resolve(err(new AbortedError('The request was aborted.', { sent: 'maybe' })))
    }
    const options = { reset: true, signal: controller.signal }
    const error = expectErr(await run(driver.console.serial(target, options)), 'aborted')
    expect(error.message).toContain('may be off now')
  })

  it('is refused for a graphical console and for one without an address, and no error shows a URL', async () => {
    const url = 'http://novnc:6090/vnc_lite.html?token=canary'
    for (const info of [{ type: 'vnc', url }, {}, { type: 'socat', url: 'tcp://canary' }]) {
      const { driver, run, target } = siteWithConsole(true, info)
      const error = expectErr(await run(driver.console.serial(target)), 'console_unavailable')
      expect(error).toMatchObject({ operation: 'console.serial', advice: 'fix_node', ...target })
      expect(inspect(error, { depth: 9 }) + JSON.stringify(error)).not.toContain('canary')
    }
  })
})

describe('a graphical console', () => {
  const url = 'http://novnc:6090/vnc_lite.html?path=websockify%3Ftoken%3Dx'

  it.each([
    [
      { vnc_host: '10.0.0.9', vnc_port: 5_900 },
      { host: '10.0.0.9', port: 5_900 },
    ],
    [
      { vnc_host: '10.0.0.9', vnc_port: '5900' },
      { host: '10.0.0.9', port: 5_900 },
    ],
    [{ vnc_host: null }, undefined],
    [{}, undefined],
  ])('comes with its server, as far as Ironic shows it: %j', async (info, server) => {
    const { driver, run, target, node, asked } = siteWithConsole(false, { type: 'vnc', url })
    node.force({ driver_internal_info: info })
    const vnc = expectOk(await run(driver.console.vnc(target)))
    expect(vnc).toEqual({ type: 'vnc', url, host: 'novnc', port: 6_090, server })
    expect(asked()).toEqual([true])
  })

  it('is refused for a serial console', async () => {
    const { driver, run, target } = siteWithConsole(true)
    expectErr(await run(driver.console.vnc(target)), 'console_unavailable')
  })
})

it.each(['drop-before', 'drop-after', 'locked', 'refuse'] as const)(
  'succeeds although a request meets %s, at each request',
  async (disruption) => {
    for (let after = 0; after < 5; after += 1) {
      const { driver, run, simulator, target } = siteWithConsole(true)
      expectOk(await run(driver.client.features()))
      simulator.disruptions.next({}, disruption, { after })
      expectOk(await run(driver.console.serial(target, { reset: true })))
    }
  },
)
