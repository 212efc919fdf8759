import { randomUUID } from 'node:crypto'
import type { IronicDriver } from 'ironic-driver'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'

/** An Ironic on which nodes may be created, and a driver on it. */
export interface IdentityWorld {
  readonly driver: IronicDriver
  readonly run: <T>(work: PromiseLike<T>) => Promise<T>
}

/** The contract of names and ids, on the simulator and on real Ironic. */
export function describeIdentity(newWorld: () => IdentityWorld): void {
  it('distinguishes a node from one with the same name and .json at the end', async () => {
    const { driver, run, web, json, name } = await twoNodes(newWorld())
    const named = `${name}.json`
    expect(expectOk(await run(driver.power.state({ node: named }))).node).toBe(json)
    expect(expectOk(await run(driver.power.state({ node: name }))).node).toBe(web)
    expectOk(await run(driver.lifecycle.remove({ node: named })))
    expectErr(await run(driver.power.state({ node: named })), 'node_not_found')
    expectOk(await run(driver.lifecycle.remove({ node: named })))
    expect(expectOk(await run(driver.client.nodes.get(web))).name).toBe(name)
    expectOk(await run(driver.client.nodes.delete(web)))
  })

  it('finds nodes and instances by UUIDs in any case, also on child nodes', async () => {
    const { driver, run, web, json } = await twoNodes(newWorld())
    expect(expectOk(await run(driver.power.state({ node: web.toUpperCase() }))).node).toBe(web)
    const features = expectOk(await run(driver.client.features()))
    const instance = randomUUID().toUpperCase()
    const parent = features.supports('child_nodes')
      ? [{ op: 'add', path: '/parent_node', value: web } as const]
      : []
    const link = { op: 'add', path: '/instance_uuid', value: instance } as const
    expectOk(await run(driver.client.nodes.patch(json, [...parent, link])))
    for (const given of [instance, instance.toLowerCase()]) {
      expect(expectOk(await run(driver.power.state({ instance: given }))).node).toBe(json)
      expect(expectOk(await run(driver.inventory.exists({ instance: given }))).state).toBe('present')
      const mismatch = await run(driver.power.state({ instance: given, node: web }))
      expect(expectErr(mismatch, 'instance_mismatch').node).toBe(web)
    }
    expect(expectOk(await run(driver.client.nodes.get(json))).instance_uuid).toBe(instance)
    expectOk(await run(driver.client.nodes.patch(json, [{ op: 'remove', path: '/instance_uuid' }])))
    for (const node of [json, web]) expectOk(await run(driver.client.nodes.delete(node)))
  })
}

/** Two enrolled nodes; the name of one is that of the other with `.json` at the end. */
async function twoNodes({ driver, run }: IdentityWorld) {
  const name = `idt-${randomUUID().slice(0, 8)}`
  const [web, json] = [randomUUID(), randomUUID()]
  for (const [uuid, named] of [
    [web, name],
    [json, `${name}.json`],
  ] as const)
    expectOk(await run(driver.client.nodes.create({ driver: 'fake-hardware', uuid, name: named })))
  return { driver, run, name, web, json }
}
