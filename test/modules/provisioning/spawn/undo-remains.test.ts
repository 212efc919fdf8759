import { randomUUID } from 'node:crypto'
import { IronicDriver, type Transport } from 'ironic-driver'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../../support/simulated-site.js'

const VIFS = ['7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d11', '7c3a1b80-5f5e-4b0c-8a39-6a0f6f0c1d12'] as const
const FOREVER = { times: Infinity }
const FORBIDDEN = { kind: 'status', status: 403, fault: 'Not today.' } as const
const DAY_MS = 24 * 3_600_000

function siteWithNode() {
  const site = simulatedSite({ hardware: 'redfish' })
  const node = site.simulator
    .node({ name: 'metal-1', network_interface: 'neutron', resource_class: 'gold' })
    .withPorts(3)
    .available()
  const request = spawnRequestFor(node, { vifs: VIFS.map((id) => ({ id })) })
  return { ...site, node, request, instance: request.instance.id, before: site.simulator.snapshot() }
}

/** A driver during whose work another client acts once: as soon as a request with such a method and path has been answered. */
function interrupted(site: ReturnType<typeof siteWithNode>, at: RegExp, act: () => unknown) {
  let hasActed = false
  const transport: Transport = {
    send: async (request) => {
      const reply = await site.simulator.send(request)
      if (hasActed || !at.test(`${request.method} ${request.path}`)) return reply
      hasActed = true
      await act()
      return reply
    },
  }
  return new IronicDriver({ transport, clock: site.clock, random: () => 0.5 })
}

const what = (remains: readonly { what: string; id?: string | undefined }[]) =>
  remains.map((one) => (one.id === undefined ? one.what : `${one.what} ${one.id}`))

describe('a failed spawn whose node can no longer be read', () => {
  const UNREADABLE = { method: 'GET', path: /nodes\/[^/]+\?fields/ } as const

  it.each(['named', 'allocated'] as const)('reports what may remain: %s', async (how) => {
    const site = siteWithNode()
    const { simulator, run, request, instance, node } = site
    const driver = interrupted(site, /GET .*\/validate$/, () => {
      simulator.disruptions.next(UNREADABLE, FORBIDDEN, FOREVER)
    })
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    const wanted = how === 'named' ? node.uuid : { resourceClass: 'gold' }
    const error = expectErr(
      await run(driver.provisioning.spawn({ ...request, node: wanted })),
      'undo_incomplete',
    )
    const claim = how === 'named' ? ['reservation'] : ['reservation', 'allocation']
    expect(what(error.remains)).toEqual([
      ...VIFS.map((id) => `vif ${id}`),
      ...claim.map((one) => `${one} ${instance}`),
    ])
    for (const { why } of error.remains)
      expect(why).toMatch(/^it may remain: the node could not be read to check: .*Not today\.$/)
  })

  it('names the instance when its deployment may have begun', async () => {
    const site = siteWithNode()
    const { simulator, run, request, instance } = site
    const driver = interrupted(site, /PUT .*\/provision$/, () => {
      simulator.disruptions.next(UNREADABLE, FORBIDDEN, FOREVER)
    })
    simulator.disruptions.next({ method: 'PUT', path: /provision$/ }, 'drop-after')
    const error = expectErr(await run(driver.provisioning.spawn(request)), 'undo_incomplete')
    expect(what(error.remains)).toEqual([...VIFS.map((id) => `vif ${id}`), `instance ${instance}`])
  })
})

describe('an undo', () => {
  it('leaves nothing: detaches the VIFs in reverse order, then removes the link', async () => {
    const { simulator, driver, run, request, before, clock, node } = siteWithNode()
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    const startedAt = clock.now()
    const error = expectErr(
      await run(driver.provisioning.spawn({ ...request, node: 'metal-1' })),
      'forbidden',
    )
    expect(clock.now()).toBe(startedAt)
    expect(error).toMatchObject({ node: node.uuid, instance: request.instance.id })
    expect(error.message).toMatch(/Not today\.$/)
    expect(simulator.snapshot()).toEqual(before)
    const undone = simulator.requests.slice(
      simulator.requests.findIndex(({ path }) => path.includes('validate')),
    )
    expect(
      undone.filter(({ method }) => method !== 'GET').map(({ method, path }) => `${method} ${path}`),
    ).toEqual([
      expect.stringMatching(new RegExp(`^DELETE .*/vifs/${VIFS[1]}$`)),
      expect.stringMatching(new RegExp(`^DELETE .*/vifs/${VIFS[0]}$`)),
      expect.stringMatching(/^PATCH .*\/v1\/nodes\//),
    ])
  })

  it('leaves every VIF and the reservation when the VIFs cannot be listed', async () => {
    const { simulator, driver, run, request, instance, node } = siteWithNode()
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    simulator.disruptions.next({ method: 'GET', path: /\/vifs$/ }, FORBIDDEN, FOREVER)
    const error = expectErr(await run(driver.provisioning.spawn(request)), 'undo_incomplete')
    expect(what(error.remains)).toEqual(
      [`vif ${VIFS[1]}`, `vif ${VIFS[0]}`, `reservation ${instance}`].sort(byVif),
    )
    expect(error.remains.at(-1)?.why).toContain('kept until the VIF is detached')
    expect(node.now.instance_uuid).toBe(instance)
  })

  it('leaves only the VIF that cannot be detached', async () => {
    const { simulator, driver, run, request, instance } = siteWithNode()
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    simulator.disruptions.next({ method: 'DELETE', path: new RegExp(VIFS[1]) }, FORBIDDEN, FOREVER)
    const error = expectErr(await run(driver.provisioning.spawn(request)), 'undo_incomplete')
    expect(what(error.remains)).toEqual([`vif ${VIFS[1]}`, `reservation ${instance}`])
    expect(expectOk(await run(driver.networking.vifs({ instance })))).toEqual([{ id: VIFS[1] }])
  })

  it('reports a value that it could not restore because Ironic redacts it', async () => {
    const { simulator, driver, run, request, node } = siteWithNode()
    node.force({ instance_info: { note: 'kept', password: 'of the owner' } })
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    const error = expectErr(await run(driver.provisioning.spawn(request)), 'undo_incomplete')
    expect(what(error.remains)).toEqual(['instance_info'])
    expect(error.remains[0]?.why).toContain('Ironic shows to nobody')
    expect(node.now).toMatchObject({ instance_uuid: null, instance_info: { note: 'kept' } })
  })

  it('leaves an instance whose tear-down failed', async () => {
    const { simulator, driver, run, request, instance, node } = siteWithNode()
    node.failNext('deploy')
    simulator.disruptions.next({ method: 'PUT', path: /provision$/ }, FORBIDDEN, {
      after: 1,
      times: Infinity,
    })
    const error = expectErr(await run(driver.provisioning.spawn(request)), 'undo_incomplete')
    expect(what(error.remains)).toEqual([`instance ${instance}`])
    expect(node.now.provision_state).toBe('deploy failed')
  })

  it('leaves nothing of a node that another client has removed', async () => {
    const site = siteWithNode()
    const { simulator, run, request, node, otherDriver } = site
    const driver = interrupted(site, /GET .*\/validate$/, () => {
      node.force({ instance_uuid: null })
      return otherDriver().client.nodes.delete(node.uuid)
    })
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    expectErr(await run(driver.provisioning.spawn(request)), 'forbidden')
    const removedAt = simulator.requests.findIndex(({ method }) => method === 'DELETE')
    const later = simulator.requests.slice(removedAt + 1).map(({ method }) => method)
    expect(new Set(later)).toEqual(new Set(['GET']))
  })

  it('leaves nothing of its own when another client has given the node to another instance', async () => {
    const site = siteWithNode()
    const { simulator, run, request, node } = site
    const theirs = { instance_uuid: randomUUID(), instance_info: { note: 'theirs' } }
    const driver = interrupted(site, /GET .*\/validate$/, () => node.force(theirs))
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    expectErr(await run(driver.provisioning.spawn(request)), 'forbidden')
    expect(node.now).toMatchObject(theirs)
    expect(expectOk(await run(driver.networking.vifs({ node: node.uuid })))).toEqual([])
  })

  it('leaves a deployment that another spawn of the instance has begun, with its VIFs', async () => {
    const site = siteWithNode()
    const { simulator, run, request, node, instance } = site
    const begun = { provision_state: 'wait call-back', target_provision_state: 'active' } as const
    const driver = interrupted(site, /GET .*\/validate$/, () => node.force(begun))
    simulator.disruptions.next({ path: /validate/ }, FORBIDDEN)
    expectErr(await run(driver.provisioning.spawn(request)), 'forbidden')
    expect(node.now).toMatchObject({ ...begun, instance_uuid: instance })
    expect(expectOk(await run(driver.networking.vifs({ instance })))).toHaveLength(2)
  })
})

it('sends nothing when the spawn is refused before it has changed anything', async () => {
  const { simulator, driver, run, request, node } = siteWithNode()
  node.force({ maintenance: true, maintenance_reason: 'a fan' })
  const error = expectErr(
    await run(driver.provisioning.spawn({ ...request, node: 'metal-1' })),
    'node_not_ready',
  )
  expect(error.node).toBe(node.uuid)
  const looks = simulator.requests.filter(({ path }) => path.includes('/v1/nodes/'))
  expect(looks.map(({ method }) => method)).toEqual(['GET'])
})

describe('an aborted spawn', () => {
  it('reports no undo before it has changed anything, and names the node as it was given', async () => {
    const { simulator, driver, run, request } = siteWithNode()
    simulator.disruptions.next({ path: /metal-1/ }, 'hang')
    const caller = new AbortController()
    const options = { signal: caller.signal }
    const spawning = driver.provisioning.spawn({ ...request, node: 'metal-1' }, options)
    caller.abort()
    const error = expectErr(await run(spawning), 'aborted')
    expect(error.node).toBe('metal-1')
    expect(error.message).not.toContain('undone')
  })

  const abortedIn = async (
    state: string,
    options: { onAbort?: 'keep' | 'undo'; onFailure?: 'keep' | 'undo' },
  ) => {
    const { driver, run, clock, node, request, simulator } = siteWithNode()
    const caller = new AbortController()
    const spawning = driver.provisioning.spawn(request, {
      ...options,
      signal: caller.signal,
      onProgress: ({ provision_state }) => {
        if (provision_state === state) caller.abort()
      },
    })
    const error = expectErr(await run(spawning), 'aborted')
    await clock.advance(DAY_MS)
    return { error, state: node.now.provision_state, leftovers: simulator.leftovers() }
  }

  it('continues when onAbort is "keep", and says so', async () => {
    const { error, state } = await abortedIn('wait call-back', { onAbort: 'keep' })
    expect(state).toBe('active')
    expect(error.message).not.toContain('undone')
  })

  it('is undone even when onFailure is "keep"', async () => {
    const { error, state, leftovers } = await abortedIn('wait call-back', { onFailure: 'keep' })
    expect([state, leftovers]).toEqual(['available', []])
    expect(error.message).toMatch(/This call undid its changes\.$/)
  })
})

function byVif(one: string, other: string): number {
  return (
    Number(one.startsWith('reservation')) - Number(other.startsWith('reservation')) ||
    one.localeCompare(other)
  )
}
