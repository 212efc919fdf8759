import { randomUUID } from 'node:crypto'
import { IronicDriver } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { expect, it } from 'vitest'

const HEADERS = { 'x-openstack-ironic-api-version': '1.115', 'content-type': 'application/json' }
const IMAGE = { image_source: 'http://images/x.img', image_checksum: 'sha256:0' }

function fleet(size: number, hardware: 'fake-hardware' | 'redfish' = 'fake-hardware') {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, hardware })
  for (let index = 0; index < size; index++)
    simulator
      .node({ name: `node-${index}`, instance_info: IMAGE })
      .withPort()
      .available()
  const send = async (method: 'GET' | 'PUT', path: string, body?: object) => {
    const request = { method, path, headers: HEADERS, body: JSON.stringify(body) }
    return (await simulator.send(request))._unsafeUnwrap()
  }
  const list = async (query: string) => {
    const nodes: { uuid: string }[] = []
    for (let marker = ''; ;) {
      const reply = await send('GET', `/v1/nodes?${query}${marker}`)
      const page = JSON.parse(reply.body) as { nodes: { uuid: string }[]; next?: string }
      nodes.push(...page.nodes)
      if (page.next === undefined) return nodes
      marker = `&marker=${page.nodes.at(-1)?.uuid ?? ''}`
    }
  }
  return { clock, simulator, send, list }
}

it('a thousand nodes spawned and destroyed at once are as before', async () => {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({
    clock,
    networkInterface: 'flat',
    timings: { deployStep: [1_000, 6_000] },
  })
  const driver = new IronicDriver({ transport: simulator, clock })
  const requests = Array.from({ length: 1_000 }, () => ({
    instance: { id: randomUUID() },
    node: simulator.node().withPort().available().uuid,
    image: { source: 'http://images/web.qcow2', checksum: 'd41d8cd98f00b204e9800998ecf8427e' },
    vifs: [{ id: simulator.vif().id }],
  }))
  const spawned = await clock.run(Promise.all(requests.map((request) => driver.provisioning.spawn(request))))
  expect(spawned.filter((one) => one.isErr())).toEqual([])
  expect(simulator.leftovers().filter(({ kind }) => kind === 'vif')).toHaveLength(1_000)

  const destroyed = await clock.run(
    Promise.all(
      requests.map(({ node, instance }) => driver.provisioning.destroy({ node, instance: instance.id })),
    ),
  )
  expect(destroyed.filter((one) => one.isErr())).toEqual([])
  await clock.advance(60_000)
  expect(simulator.leftovers()).toEqual([])
  expect(
    new Set(simulator.nodes.map(({ now }) => `${now.provision_state} ${now.power_state ?? ''}`)).size,
  ).toBe(1)
})

it('a fleet whose agents never call times out as a whole', async () => {
  const { clock, send, list, simulator } = fleet(300, 'redfish')
  for (const node of simulator.nodes) node.setAgent('silent')
  for (const { uuid } of await list('fields=uuid'))
    await send('PUT', `/v1/nodes/${uuid}/states/provision`, { target: 'active' })
  await clock.advance(3_600_000)
  expect(await list('provision_state=deploy%20failed&fields=uuid')).toHaveLength(300)
})

it('ten thousand nodes are on ten pages, each once', async () => {
  const { list, simulator } = fleet(10_000)
  for (const query of ['fields=uuid,provision_state,last_error,reservation', 'detail=true&limit=1000']) {
    simulator.forgetRequests()
    expect(new Set((await list(query)).map(({ uuid }) => uuid)).size).toBe(10_000)
    // The last page is full, so it has a link to one more page.
    expect(simulator.requests).toHaveLength(11)
  }
})
