import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

// What Nova's Ironic driver reports of the fleet, and what this library reports instead.

it('a node with an active instance can stay on offer, and a broken one never does (26)', async () => {
  const { simulator, driver, run } = simulatedSite()
  simulator.node({ name: 'good', resource_class: 'gold', instance_uuid: randomUUID() }).active()
  simulator
    .node({ name: 'broken', resource_class: 'gold', instance_uuid: randomUUID(), maintenance: true })
    .active()
  const reserved = async (inUse: 'reserved' | 'offered') =>
    expectOk(await run(driver.inventory.placement({ inUse }))).providers.map(({ name, inventory }) => [
      name,
      inventory.reserved,
    ])
  expect(await reserved('reserved')).toEqual([
    ['good', 1],
    ['broken', 1],
  ])
  expect(await reserved('offered')).toEqual([
    ['good', 0],
    ['broken', 1],
  ])
})

it('traits that another client has set on a provider stay (27)', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node({ resource_class: 'gold', traits: ['CUSTOM_NEW'] }).available()
  const knownTraits = { [node.uuid]: ['CUSTOM_OLD'] }
  const [provider] = expectOk(await run(driver.inventory.placement({ knownTraits }))).providers
  expect(provider?.traits).toMatchObject({ add: ['CUSTOM_NEW'], remove: ['CUSTOM_OLD'] })
})

it('a server that cannot filter by shard or group returns nothing, not the whole fleet (27)', async () => {
  const { simulator, driver, run } = simulatedSite({ maxVersion: '1.45' })
  simulator.node().available()
  for (const scope of [{ shard: 'a' }, { conductorGroup: 'a' }])
    expectErr(await run(driver.inventory.nodes({ scope })), 'unsupported_api_version')
})

it('a list that is cut off in the middle is an error, not a smaller fleet (28)', async () => {
  const { simulator, driver, run } = simulatedSite({ maxLimit: 2 }, { retryForMs: 0 })
  for (let made = 0; made < 5; made += 1) simulator.node().available()
  expect(expectOk(await run(driver.inventory.nodes()))).toHaveLength(5)
  simulator.disruptions.next(
    { path: /marker=/ },
    { kind: 'status', status: 502, body: '<html>' },
    { after: 1 },
  )
  expectErr(await run(driver.inventory.nodes()), 'server_error')
})

it('the result is not older than the caller allows (29)', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node().available()
  const powers = async (maxAgeMs?: number) =>
    expectOk(await run(driver.inventory.nodes(maxAgeMs === undefined ? {} : { maxAgeMs }))).map(
      ({ power_state }) => power_state,
    )
  await powers()
  expectOk(await run(driver.power.on({ node: node.uuid })))
  expect(await powers()).toEqual(['power on'])
  expectOk(await run(driver.power.off({ node: node.uuid })))
  expect(await powers(60_000)).toEqual(['power on'])
  expect(await powers(0)).toEqual(['power off'])
})

it('a controller that fails is reported as failing, not as unknown (30)', async () => {
  const { simulator, driver, run } = simulatedSite()
  simulator.node().available().force({ power_state: 'error' })
  const [seen] = expectOk(await run(driver.inventory.nodes()))
  expect(seen?.power_state).toBe('error')
})

it('an instance that lost the race for one node gets another node (37)', async () => {
  const { simulator, driver, run } = simulatedSite()
  const nodes = [1, 2].map(() => simulator.node({ resource_class: 'gold' }).available())
  simulator.disruptions.next(
    { method: 'PATCH' },
    { kind: 'status', status: 409, fault: `Node n is associated with instance ${randomUUID()}.` },
  )
  const spawned = expectOk(
    await run(
      driver.provisioning.spawn({
        instance: { id: randomUUID() },
        node: { where: () => true },
        image: { bootIso: 'http://images/web.iso' },
      }),
    ),
  )
  expect(nodes.map(({ now }) => now.instance_uuid).filter((uuid) => uuid !== null)).toEqual([
    spawned.instance,
  ])
  const asked = simulator.requests.filter(({ method }) => method === 'PATCH').map(({ path }) => path)
  expect(new Set(asked).size).toBe(2)
})
