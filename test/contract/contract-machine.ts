import { expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

/** A new node, and the driver's requests to it. */
export async function contractMachine(
  world: ContractWorld,
  state: 'available' | 'manageable' = 'manageable',
) {
  const { run, newDriver, createNode } = world
  const { driver, sent } = newDriver()
  const target = { node: await createNode() }
  if (state === 'manageable') expectOk(await run(driver.lifecycle.manage(target)))
  sent.clear()
  const verbs = () =>
    sent.requests.flatMap(({ method, route, body }) =>
      method === 'PUT' && route.endsWith('/provision')
        ? [(JSON.parse(body ?? '') as { target: string }).target]
        : [],
    )
  const remove = async () => expectOk(await run(driver.client.nodes.delete(target.node)))
  return { driver, lifecycle: driver.lifecycle, target, sent, verbs, remove }
}
