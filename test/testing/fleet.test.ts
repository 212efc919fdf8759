import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { expect, it } from 'vitest'

const HEADERS = { 'x-openstack-ironic-api-version': '1.115', 'content-type': 'application/json' }
const IMAGE = { image_source: 'http://images/x.img' }

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

it('deploys and tears down a thousand nodes within the blink of an eye', async () => {
  const { clock, send, list } = fleet(1_000)
  const uuids = (await list('fields=uuid')).map(({ uuid }) => uuid)
  const began = performance.now()
  for (const target of ['active', 'deleted']) {
    for (const uuid of uuids)
      expect((await send('PUT', `/v1/nodes/${uuid}/states/provision`, { target })).status).toBe(202)
    await clock.advance(60_000)
    const ended = target === 'active' ? 'active' : 'available'
    expect(await list(`provision_state=${ended}&fields=uuid`)).toHaveLength(1_000)
  }
  expect(performance.now() - began).toBeLessThan(2_000)
})

it('does so on redfish, with every heartbeat of an hour', async () => {
  const { clock, send, list, simulator } = fleet(300, 'redfish')
  for (const node of simulator.nodes) node.setAgent('silent')
  const began = performance.now()
  for (const { uuid } of await list('fields=uuid'))
    await send('PUT', `/v1/nodes/${uuid}/states/provision`, { target: 'active' })
  await clock.advance(3_600_000)
  expect(await list('provision_state=deploy%20failed&fields=uuid')).toHaveLength(300)
  expect(performance.now() - began).toBeLessThan(2_000)
})

it('pages through ten thousand nodes', async () => {
  const { list } = fleet(10_000)
  const began = performance.now()
  expect(await list('fields=uuid,provision_state,last_error,reservation')).toHaveLength(10_000)
  expect(performance.now() - began).toBeLessThan(1_000)
  expect(new Set((await list('detail=true&limit=1000')).map(({ uuid }) => uuid)).size).toBe(10_000)
})
