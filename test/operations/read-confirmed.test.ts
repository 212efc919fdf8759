import { IronicDriver, type Transport } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

const WRONG_404 = { kind: 'status', status: 404, fault: 'Node metal-1 could not be found.' } as const
const ONE_NODE = { method: 'GET', path: /\/v1\/nodes\/[^/?]+\?fields/ } as const

function siteWith(state: 'available' | 'active') {
  const site = simulatedSite()
  const planned = site.simulator.node({ name: 'metal-1' })
  const node = state === 'active' ? planned.active({}) : planned.available()
  return { ...site, node, target: { node: node.uuid } }
}

describe('a node that is reported missing once although it exists', () => {
  it.each([1, 2])('is still given back after a failed spawn: at look %i', async (after) => {
    const { simulator, driver, run, node } = siteWith('available')
    simulator.disruptions.next({ path: /validate/ }, { kind: 'status', status: 403 })
    simulator.disruptions.next(ONE_NODE, WRONG_404, { after })
    expectErr(await run(driver.provisioning.spawn(spawnRequestFor(node))), 'forbidden')
    expect(simulator.leftovers()).toEqual([])
  })

  it.each([1, 2, 3])('ends neither the wait nor the tear-down of a destroy: at look %i', async (after) => {
    const { simulator, driver, run, node, target } = siteWith('active')
    simulator.disruptions.next(ONE_NODE, WRONG_404, { after })
    const destroyed = expectOk(await run(driver.provisioning.destroy(target)))
    expect(destroyed.node).toMatchObject({ node: node.uuid, provision_state: 'available' })
  })

  it('does not end the wait for a power change', async () => {
    const { simulator, driver, run, target } = siteWith('active')
    simulator.disruptions.next(ONE_NODE, WRONG_404, { after: 1 })
    expectOk(await run(driver.power.off(target)))
  })

  it('counts as gone when it is reported missing again', async () => {
    const { simulator, driver, run, target } = siteWith('active')
    simulator.disruptions.next(ONE_NODE, WRONG_404, { after: 1, times: Infinity })
    const error = expectErr(await run(driver.power.off(target)), 'transition_diverged')
    expect(error.message).toContain('no longer exists')
    const looks = simulator.requests.filter(({ status }) => status === 404)
    expect(looks.length).toBeLessThanOrEqual(4)
  })
})

describe('an error after an unclear reply', () => {
  it('says that an earlier attempt may have taken effect', async () => {
    const { simulator, driver, run, target, node } = siteWith('active')
    const set = { method: 'PUT', path: /states\/console/ } as const
    simulator.disruptions.next(set, { kind: 'rpc-timeout', effect: true })
    simulator.disruptions.next(set, { kind: 'status', status: 403 })
    const error = expectErr(await run(driver.console.enable(target)), 'forbidden')
    expect(error.message).toContain('may have taken effect')
    expect(node.now.console_enabled).toBe(true)
  })

  it('says that a verb may continue when its caller aborts the look at the node', async () => {
    const { simulator, run, clock, node, target } = siteWith('active')
    node.force({ provision_state: 'rescue' })
    const controller = new AbortController()
    const transport: Transport = {
      send: async (request) => {
        const isLook = request.method === 'GET' && simulator.requests.some(({ method }) => method === 'PUT')
        if (isLook) controller.abort()
        return simulator.send(request)
      },
    }
    simulator.disruptions.next({ method: 'PUT' }, { kind: 'rpc-timeout', effect: true })
    const driver = new IronicDriver({ transport, clock, random: () => 0.5 })
    const left = await run(driver.rescue.requestLeave(target, { signal: controller.signal }))
    expect(expectErr(left, 'aborted').message).toContain('may have accepted the verb "unrescue"')
  })
})

describe('two concurrent redeploys of an instance', () => {
  it('both succeed, although one removes a key that the other is about to remove', async () => {
    const { simulator, run, clock, node, target } = siteWith('active')
    const driverOn = (transport: Transport) => new IronicDriver({ transport, clock, random: () => 0.5 })
    const written = deferred()
    const image = { source: 'http://images/new.qcow2', checksum: `sha256:${'cd'.repeat(32)}` }
    node.force({
      instance_info: { image_source: 'http://images/old.qcow2', image_checksum: 'ab'.repeat(16) },
    })
    const rival: Transport = {
      send: async (request) => {
        const reply = await simulator.send(request)
        if (request.method === 'PATCH') written.resolve()
        return reply
      },
    }
    let other: ReturnType<IronicDriver['rebuild']['redeploy']> | undefined
    const transport: Transport = {
      send: async (request) => {
        if (request.method === 'PATCH' && other === undefined) {
          other = driverOn(rival).rebuild.redeploy(target, { image })
          await written.promise
        }
        return simulator.send(request)
      },
    }
    const driver = driverOn(transport)
    const own = await run(driver.rebuild.redeploy(target, { image }))
    const theirs = await run(Promise.resolve(other))
    expect([own.isOk(), theirs?.isOk()]).toEqual([true, true])
    expect(node.now).toMatchObject({ provision_state: 'active' })
    expect(node.now.instance_info).not.toHaveProperty('image_checksum')
  })
})

function deferred() {
  let resolve = (): void => undefined
  const promise = new Promise<void>((settle) => (resolve = settle))
  return { promise, resolve: () => resolve() }
}
