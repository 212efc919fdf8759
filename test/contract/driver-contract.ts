import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'
import { image, requestFor } from './request-for.js'

/** The contract of the driver, on the simulator and on real Ironic with fake hardware. */
export function driverContract(world: ContractWorld): void {
  const { run, newDriver, createNode } = world

  it('spawns an instance with five requests before the first poll, and destroys it with two', async () => {
    const { driver, sent } = newDriver()
    expectOk(await run(driver.client.features()))
    const node = await createNode()
    const request = requestFor(node)
    sent.clear()

    const asked = expectOk(await run(driver.provisioning.requestSpawn(request)))
    expect(sent.requests.map(({ route }) => route)).toEqual([
      'GET /v1/nodes/{uuid}',
      'PATCH /v1/nodes/{uuid}',
      'POST /v1/nodes/{uuid}/vifs',
      'GET /v1/nodes/{uuid}/validate',
      'PUT /v1/nodes/{uuid}/states/provision',
      'GET /v1/nodes/{uuid}',
    ])
    expect(asked).toMatchObject({ node, instance: request.instance.id })

    const target = { node, instance: request.instance.id }
    const active = expectOk(await run(driver.provisioning.waitForSpawn(target)))
    expect(active).toMatchObject({ ...target, provision_state: 'active', target_provision_state: null })
    const seen = expectOk(await run(driver.client.nodes.get(node)))
    expect(seen.instance_info).toMatchObject({
      image_source: image.source,
      image_os_hash_algo: 'sha256',
      image_os_hash_value: 'ab'.repeat(32),
      display_name: 'web',
    })

    sent.clear()
    expectOk(await run(driver.provisioning.requestDestroy(target)))
    expect(sent.requests.map(({ route }) => route)).toEqual([
      'GET /v1/nodes/{uuid}',
      'PUT /v1/nodes/{uuid}/states/provision',
    ])
    sent.clear()
    const gone = expectOk(await run(driver.provisioning.waitForDestroy(target)))
    expect(gone.node?.instance).toBeNull()
    expect(sent.requests.every(({ method }) => method === 'GET')).toBe(true)
  })

  it('reports each state on the way', async () => {
    const { driver } = newDriver()
    const node = await createNode()
    const states: string[] = []
    const request = requestFor(node)
    const onProgress = ({ provision_state }: { provision_state: string }) => void states.push(provision_state)
    const spawned = expectOk(await run(driver.provisioning.spawn(request, { onProgress })))
    expect(spawned).toMatchObject({ outcome: 'deployed', provision_state: 'active' })
    expect(states.at(-1)).toBe('active')
    const destroyed = await run(
      driver.provisioning.destroy({ instance: request.instance.id }, { until: 'available' }),
    )
    expect(expectOk(destroyed).node).toMatchObject({ provision_state: 'available', instance: null })
    const dates = expectOk(await run(driver.client.nodeHistory.list(node).all())).map(
      ({ created_at }) => created_at,
    )
    expect(dates).toEqual(dates.toSorted())
  })

  it('joins a spawn that another process has started', async () => {
    const [first, second] = [newDriver(), newDriver()]
    const node = await createNode()
    const request = requestFor(node)
    expectOk(await run(first.driver.provisioning.requestSpawn(request)))
    const joined = expectOk(await run(second.driver.provisioning.spawn(request)))
    expect(joined).toMatchObject({ outcome: 'joined', node, provision_state: 'active' })
    expect(second.sent.requests.every(({ method }) => method === 'GET')).toBe(true)

    const again = expectOk(await run(second.driver.provisioning.spawn(request)))
    expect(again.outcome).toBe('was_there')
    expectOk(await run(first.driver.provisioning.destroy({ node, instance: request.instance.id })))
  })

  it('lets one call win when several race for a node, and leaves nothing of the others', async () => {
    const node = await createNode()
    const rivals = Array.from({ length: 4 }, () => ({ ...newDriver(), request: requestFor(node) }))
    const outcomes = await run(
      Promise.all(rivals.map(({ driver, request }) => driver.provisioning.spawn(request))),
    )
    const winners = outcomes.filter((outcome) => outcome.isOk())
    expect(winners).toHaveLength(1)
    for (const outcome of outcomes)
      if (outcome.isErr()) expect(outcome.error).toMatchObject({ advice: 'try_other_node' })
    const holder = expectOk(
      await run(rivals[0]?.driver.provisioning.status({ node }) ?? Promise.reject(new Error())),
    )
    expect(holder).toMatchObject({ provision_state: 'active', instance: winners[0]?.value.instance })
    const { driver } = newDriver()
    expectOk(await run(driver.provisioning.destroy({ node, instance: holder.instance ?? '' })))
  })

  it('refuses a node in maintenance without changing it', async () => {
    const { driver, sent } = newDriver()
    const node = await createNode()
    expectOk(await run(driver.client.nodeMaintenance.set(node, { reason: 'a fan is being changed' })))
    sent.clear()
    const refused = expectErr(await run(driver.provisioning.spawn(requestFor(node))), 'node_not_ready')
    expect(refused.message).toContain('a fan is being changed')
    expect(refused.advice).toBe('try_other_node')
    expect(sent.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it('changes power hard and soft, and restarts', async () => {
    const { driver } = newDriver()
    const target = { node: await createNode() }
    expect(expectOk(await run(driver.power.on(target))).power_state).toBe('power on')
    expect(expectOk(await run(driver.power.on(target))).power_state).toBe('power on')
    expect(expectOk(await run(driver.power.reboot(target)))).toMatchObject({
      done: 'rebooting',
      power_state: 'power on',
    })
    const soft = await run(driver.power.reboot(target, { mode: 'soft', softTimeoutMs: 30_000 }))
    expect(expectOk(soft)).toMatchObject({ done: 'soft rebooting', power_state: 'power on' })
    const off = await run(driver.power.off(target, { mode: 'soft-then-hard' }))
    expect(expectOk(off)).toMatchObject({ done: 'soft power off', power_state: 'power off' })
    expect(expectOk(await run(driver.power.off(target))).power_state).toBe('power off')
    expect(expectOk(await run(driver.power.state(target)))).toMatchObject({
      power_state: 'power off',
      target_power_state: null,
    })
    expectErr(await run(driver.power.injectNmi(target)), 'unsupported_by_hardware')
  })

  it('attaches and detaches VIFs, and can be repeated', async () => {
    const { driver } = newDriver()
    const target = { node: await createNode() }
    const vif = { id: randomUUID() }
    expectOk(await run(driver.networking.attachVif(target, vif)))
    expectOk(await run(driver.networking.attachVif(target, vif)))
    expectOk(await run(driver.networking.detachVif(target, vif.id)))
    expectOk(await run(driver.networking.detachVif(target, vif.id)))
    expect(expectOk(await run(driver.networking.vifs(target)))).toEqual([])
  })

  it('reserves a node once, and releases it', async () => {
    const [first, second] = [newDriver().driver, newDriver().driver]
    const [node, other] = [await createNode(), await createNode()]
    const mine = { node, instance: randomUUID() }
    expect(expectOk(await run(first.provisioning.reserve(mine))).instance).toBe(mine.instance)
    expect(expectOk(await run(second.provisioning.reserve(mine))).instance).toBe(mine.instance)
    const taken = await run(second.provisioning.reserve({ node, instance: randomUUID() }))
    expect(expectErr(taken, 'node_taken').holder).toBe(mine.instance)
    const elsewhere = await run(second.provisioning.reserve({ node: other, instance: mine.instance }))
    expect(expectErr(elsewhere, 'instance_associated').advice).toBe('check_state')
    expect(expectOk(await run(first.provisioning.release(mine))).instance).toBeNull()
    expect(expectOk(await run(first.provisioning.release(mine))).instance).toBeNull()
  })

  it('spawns and destroys fifty at once with a fraction of the requests', { concurrent: false }, async () => {
    const { driver, sent } = newDriver()
    const nodes = await Promise.all(Array.from({ length: 50 }, createNode))
    const requests = nodes.map((node) => requestFor(node))
    sent.clear()
    const spawned = await run(Promise.all(requests.map((request) => driver.provisioning.spawn(request))))
    for (const one of spawned) expectOk(one)
    const spawning = sent.requests.length
    const destroyed = await run(
      Promise.all(
        requests.map(({ node, instance }) => driver.provisioning.destroy({ node, instance: instance.id })),
      ),
    )
    for (const one of destroyed) expectOk(one)
    const all = sent.requests.length
    console.info(
      `${world.name}: 50 spawned and destroyed at once in ${all} requests, ${spawning} of them for the spawns`,
    )
    console.info(sent.tally())
    expect(all).toBeLessThan(400)
  })
}
