import { randomUUID } from 'node:crypto'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite } from '../support/simulated-site.js'

// What Nova's Ironic driver says of the fleet, and what is said here instead.

it('a machine with an active instance can be left on offer, and one that is broken never is (26)', async () => {
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

it('traits that somebody else has set on a provider are not taken away (27)', async () => {
  const { simulator, driver, run } = simulatedSite()
  const node = simulator.node({ resource_class: 'gold', traits: ['CUSTOM_NEW'] }).available()
  const knownTraits = { [node.uuid]: ['CUSTOM_OLD'] }
  const [provider] = expectOk(await run(driver.inventory.placement({ knownTraits }))).providers
  expect(provider?.traits).toMatchObject({ add: ['CUSTOM_NEW'], remove: ['CUSTOM_OLD'] })
})

it('a server that cannot filter by shard or group shows nothing, and not the whole fleet (27)', async () => {
  const { simulator, driver, run } = simulatedSite({ maxVersion: '1.45' })
  simulator.node().available()
  for (const scope of [{ shard: 'a' }, { conductorGroup: 'a' }])
    expectErr(await run(driver.inventory.nodes({ scope })), 'unsupported_api_version')
})

it('a list that breaks off in the middle is an error, and not a smaller fleet (28)', async () => {
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

it('what is shown is not older than the caller takes (29)', async () => {
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

it('a controller that fails is shown as failing, and not as unknown (30)', async () => {
  const { simulator, driver, run } = simulatedSite()
  simulator.node().available().force({ power_state: 'error' })
  const [seen] = expectOk(await run(driver.inventory.nodes()))
  expect(seen?.power_state).toBe('error')
})

it('an instance that was lost to another on one machine gets another machine (37)', async () => {
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
