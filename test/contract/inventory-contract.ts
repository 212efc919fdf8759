import { randomUUID } from 'node:crypto'
import { removeField, setField, type JsonPatch } from 'ironic-driver/client'
import type { DeployImage, SpawnRequest } from 'ironic-driver'
import { expect, it } from 'vitest'
import { expectErr, expectOk } from '../support/expect-result.js'
import type { ContractWorld } from './contract-world.js'

const source = 'http://127.0.0.1:9/web.qcow2'
const checksum = `sha256:${'ab'.repeat(32)}`

/** The forms of an image, and their `instance_info`. */
const IMAGES: readonly (readonly [DeployImage, object])[] = [
  [
    { source, checksum: 'd41d8cd98f00b204e9800998ecf8427e', type: 'whole-disk', diskFormat: 'qcow2' },
    { image_checksum: 'd41d8cd98f00b204e9800998ecf8427e', image_type: 'whole-disk' },
  ],
  [
    {
      source,
      checksum: `sha512:${'cd'.repeat(64)}`,
      kernel: 'http://127.0.0.1:9/k',
      ramdisk: 'http://127.0.0.1:9/r',
    },
    { image_os_hash_algo: 'sha512', kernel: 'http://127.0.0.1:9/k', ramdisk: 'http://127.0.0.1:9/r' },
  ],
  [
    { source: 'oci://registry.example/os:42', pullSecret: 'bWU6c2VjcmV0' },
    { image_source: 'oci://registry.example/os:42', image_pull_secret: '******' },
  ],
  [{ bootIso: 'http://127.0.0.1:9/live.iso' }, { boot_iso: 'http://127.0.0.1:9/live.iso' }],
  [
    { source, checksum: 'http://127.0.0.1:9/SHA256SUMS', rootfsUuid: '57b46f5a-1b2c-4f5e-8f3e-2f1d3a0c7b11' },
    {
      image_checksum: 'http://127.0.0.1:9/SHA256SUMS',
      image_rootfs_uuid: '57b46f5a-1b2c-4f5e-8f3e-2f1d3a0c7b11',
    },
  ],
]

/** The contract of the inventory, and of nodes chosen by requirements. */
export function inventoryContract(world: ContractWorld): void {
  const { run, newDriver, createNode } = world

  /** Nodes of a class of their own, which no other test uses. */
  async function machines(count: number, patch: JsonPatch = []) {
    const { driver } = newDriver()
    const resourceClass = `class-${randomUUID().slice(0, 8)}`
    const nodes = await Promise.all(Array.from({ length: count }, createNode))
    for (const node of nodes)
      expectOk(
        await run(driver.client.nodes.patch(node, [setField('resource_class', resourceClass), ...patch])),
      )
    return { nodes, resourceClass }
  }

  function requestFor(node: SpawnRequest['node'], more: Partial<SpawnRequest> = {}): SpawnRequest {
    return { instance: { id: randomUUID() }, node, image: { source, checksum }, ...more }
  }

  it('lists the nodes of a scope, however its name is written', async () => {
    const { driver } = newDriver()
    const [shard, owner] = [`Rack-${randomUUID()}`, `team-${randomUUID()}`]
    const { nodes, resourceClass } = await machines(2)
    const [node = '', other = ''] = nodes
    const fields = [setField('shard', shard), setField('owner', owner)]
    expectOk(await run(driver.client.nodes.patch(node, fields)))
    for (const [scope, expected] of [
      [{ resourceClass }, [node, other]],
      [{ resourceClass, conductorGroup: '' }, [node, other]],
      [{ resourceClass, conductorGroup: 'nowhere' }, []],
      [{ shard }, [node]],
      [{ shard: [shard, 'nowhere'], resourceClass }, [node]],
      [{ shard: shard.toUpperCase().replace('RACK', 'sack') }, []],
      [{ owner }, [node]],
    ] as const) {
      const listed = expectOk(await run(driver.inventory.nodes({ scope })))
      expect(new Set(listed.map(({ uuid }) => uuid)), JSON.stringify(scope)).toEqual(new Set(expected))
    }
    const shards = expectOk(await run(driver.client.shards.list()))
    expect(shards).toContainEqual(expect.objectContaining({ name: shard, count: 1 }))
  })

  it('shows the resources of a node, and its data for Placement', async () => {
    const { driver } = newDriver()
    const properties = { cpus: '8', memory_mb: 2048, cpu_arch: 'AMD64', capabilities: 'gpu:a100,oops' }
    const { nodes, resourceClass } = await machines(1, [setField('properties', properties)])
    const [node = ''] = nodes
    expectOk(await run(driver.client.nodeTraits.replace(node, ['CUSTOM_GPU'])))
    expect(expectOk(await run(driver.inventory.resources({ node })))).toMatchObject({
      cpus: 8,
      memoryMb: 2048,
      localGb: null,
      architecture: { canonical: 'x86_64', raw: 'AMD64' },
      capabilities: { gpu: 'a100' },
      malformed: [{ property: 'capabilities', value: 'oops' }],
    })
    const scope = { resourceClass }
    const report = expectOk(
      await run(driver.inventory.placement({ scope, knownTraits: { [node]: ['CUSTOM_OLD'] } })),
    )
    expect(report).toMatchObject({
      providers: [
        {
          node,
          resourceClass: `CUSTOM_${resourceClass.replace('-', '_').toUpperCase()}`,
          inventory: { reserved: 0 },
          traits: { add: ['CUSTOM_GPU'], remove: ['CUSTOM_OLD'] },
        },
      ],
      problems: [],
    })
  })

  it('finds an instance by UUID and name, and reports when it is gone', async () => {
    const { driver } = newDriver()
    const { nodes, resourceClass } = await machines(1)
    const [node = ''] = nodes
    const name = `web-${randomUUID()}`
    const request = requestFor({ resourceClass }, { instance: { id: randomUUID(), name } })
    const instance = request.instance.id
    expectOk(await run(driver.provisioning.spawn(request)))
    for (const ident of [name, instance])
      expect(expectOk(await run(driver.inventory.instance(ident)))).toMatchObject({
        instance,
        name,
        node: { uuid: node },
      })
    const all = expectOk(await run(driver.inventory.instances({ scope: { resourceClass } })))
    expect(all.map((one) => one.instance)).toEqual([instance])
    expect(expectOk(await run(driver.inventory.exists({ instance }))).state).toBe('present')
    expectOk(await run(driver.provisioning.destroy({ instance })))
    expect(expectOk(await run(driver.inventory.exists({ instance, node }))).state).toBe('gone')
    expectErr(await run(driver.inventory.instance(name)), 'instance_not_found')
  })

  it('watches a part of the fleet', async () => {
    const { driver } = newDriver()
    const { nodes, resourceClass } = await machines(2)
    const [node = '', other = ''] = nodes
    const watch = driver.inventory.watch({ scope: { resourceClass }, everyMs: 1_000 })[Symbol.asyncIterator]()
    const next = async () => {
      const step = await run(watch.next())
      return step.done === true ? undefined : expectOk(step.value)
    }
    const first = [await next(), await next()]
    expect(first.map((one) => one?.change)).toEqual(['added', 'added'])
    expectOk(await run(driver.client.nodes.patch(node, [setField('description', 'seen')])))
    expect(await next()).toMatchObject({ change: 'changed', node: { uuid: node }, fields: ['description'] })
    expectOk(await run(driver.client.nodes.patch(other, [removeField('resource_class')])))
    expect(await next()).toMatchObject({ change: 'removed', before: { uuid: other } })
    await watch.return?.()
  })

  it('lets Ironic allocate a node, joins that from another process, and leaves no allocation', async () => {
    const [first, second] = [newDriver(), newDriver()]
    const { nodes, resourceClass } = await machines(2)
    for (const node of nodes)
      expectOk(await run(first.driver.client.nodeTraits.replace(node, ['CUSTOM_GPU', 'CUSTOM_RAID'])))
    expectOk(await run(first.driver.client.features()))
    first.sent.clear()
    const request = requestFor(
      { resourceClass, traits: ['CUSTOM_GPU'] },
      { flavor: { traits: ['CUSTOM_RAID'] } },
    )
    const instance = request.instance.id
    const asked = expectOk(await run(first.driver.provisioning.requestSpawn(request)))
    expect(nodes).toContain(asked.node)
    const routes = first.sent.requests.map(({ route }) => route)
    expect(routes.filter((route) => route !== 'GET /v1/allocations')).toEqual([
      'GET /v1/nodes',
      'POST /v1/allocations',
      'GET /v1/nodes',
      'PATCH /v1/nodes/{uuid}',
      'GET /v1/nodes/{uuid}/validate',
      'PUT /v1/nodes/{uuid}/states/provision',
      'GET /v1/nodes/{uuid}',
    ])
    const spawned = expectOk(await run(second.driver.provisioning.spawn(request)))
    expect(spawned).toMatchObject({ node: asked.node, provision_state: 'active' })
    const seen = expectOk(await run(first.driver.client.nodes.get(asked.node)))
    expect(new Set(seen.instance_info['traits'] as string[])).toEqual(new Set(['CUSTOM_GPU', 'CUSTOM_RAID']))
    expect(expectOk(await run(first.driver.client.allocations.get(instance)))).toMatchObject({
      state: 'active',
      node_uuid: asked.node,
    })
    expectErr(await run(first.driver.client.allocations.delete(instance)), 'state_refused')
    expectOk(await run(second.driver.provisioning.destroy({ instance })))
    expectErr(await run(first.driver.client.allocations.get(instance)), 'not_found')
  })

  it('gives each of several spawns a node of its own, and reports when none is left', async () => {
    const { driver } = newDriver()
    const { nodes, resourceClass } = await machines(4)
    const ways = [{ resourceClass }, { resourceClass, where: () => true }]
    const requests = Array.from({ length: 6 }, (_, index) => requestFor(ways[index % 2] ?? ''))
    const report = expectOk(await run(driver.provisioning.spawnAll(requests)))
    expect(report).toMatchObject({ done: 4, failed: 2 })
    const used = report.outcomes.flatMap((one) => (one.outcome === 'done' ? [one.value.node] : []))
    expect(new Set(used)).toEqual(new Set(nodes))
    for (const one of report.outcomes)
      if (one.outcome === 'failed') expect(one.error.kind).toBe('no_suitable_node')
    const targets = requests.map(({ instance }) => ({ instance: instance.id }))
    expect(expectOk(await run(driver.provisioning.destroyAll(targets)))).toMatchObject({ done: 6, failed: 0 })
    const left = driver.client.allocations.list({ filter: { resource_class: resourceClass } })
    expect(expectOk(await run(left.all()))).toEqual([])
  })

  it('reserves a node by requirements, and releases it clean', async () => {
    const { driver } = newDriver()
    const properties = { capabilities: 'gpu:a100' }
    const { nodes, resourceClass } = await machines(1, [setField('properties', properties)])
    const [node = ''] = nodes
    for (const required of [
      { resourceClass },
      { resourceClass, candidates: [node] },
      { resourceClass, capabilities: { gpu: 'a100' }, conductorGroup: '' },
    ]) {
      const instance = randomUUID()
      const reserved = expectOk(await run(driver.provisioning.reserve({ instance, node: required })))
      expect(reserved).toMatchObject({ node, instance })
      const none = await run(driver.provisioning.reserve({ instance: randomUUID(), node: required }))
      expectErr(none, 'no_suitable_node')
      expectOk(await run(driver.provisioning.release({ instance, node })))
      const after = expectOk(await run(driver.client.nodes.get(node)))
      expect(after).toMatchObject({ instance_uuid: null, instance_info: {} })
      expectErr(await run(driver.client.allocations.get(instance)), 'not_found')
    }
  })

  it('leaves nothing of a spawn that is aborted while its node is chosen', async () => {
    const { driver, sent } = newDriver()
    const { nodes, resourceClass } = await machines(1)
    const caller = new AbortController()
    const request = requestFor({ resourceClass })
    const spawning = driver.provisioning.spawn(request, { signal: caller.signal })
    const callOff = async () => {
      while (!sent.requests.some(({ method }) => method === 'POST'))
        await new Promise((resolve) => setImmediate(resolve))
      caller.abort()
    }
    const [spawned] = await run(Promise.all([spawning, callOff()]))
    expectErr(spawned, 'aborted')
    const after = expectOk(await run(driver.client.nodes.get(nodes[0] ?? '')))
    expect(after).toMatchObject({ instance_uuid: null, provision_state: 'available' })
    expectErr(await run(driver.client.allocations.get(request.instance.id)), 'not_found')
  })

  it('stores deploy templates', async () => {
    const { driver } = newDriver()
    const name = `CUSTOM_${randomUUID().replaceAll('-', '').toUpperCase()}`
    const steps = [{ interface: 'deploy', step: 'deploy', args: {}, priority: 90 }]
    const made = expectOk(await run(driver.client.deployTemplates.create({ name, steps })))
    expectErr(await run(driver.client.deployTemplates.create({ name, steps })), 'duplicate')
    expect(expectOk(await run(driver.client.deployTemplates.get(name))).steps).toMatchObject(steps)
    const listed = expectOk(await run(driver.client.deployTemplates.list().all()))
    expect(listed.map(({ uuid }) => uuid)).toContain(made.uuid)
    expectOk(await run(driver.client.deployTemplates.delete(made.uuid)))
    expectErr(await run(driver.client.deployTemplates.get(name)), 'not_found')
  })

  // Ironic 21.4 does not support registries.
  const isKnown = ([image]: (typeof IMAGES)[number]) =>
    world.maxApiVersion !== '1.82' || !('pullSecret' in image)

  it.each(IMAGES.filter(isKnown))('writes the image %j as Ironic reads it', async (image, info) => {
    const { driver } = newDriver()
    const { nodes, resourceClass } = await machines(1)
    const flavor = { rootGb: 20, rootDevice: { serial: 'S3Z1' } }
    const request = requestFor({ resourceClass }, { image, flavor })
    expectOk(await run(driver.provisioning.spawn(request)))
    const seen = expectOk(await run(driver.client.nodes.get(nodes[0] ?? '')))
    expect(seen.instance_info).toMatchObject({ ...info, root_gb: 20, root_device: { serial: 'S3Z1' } })
    expectOk(await run(driver.provisioning.destroy({ instance: request.instance.id })))
  })
}
