import { systemClock } from 'ironic-driver'
import { IronicSimulator, ManualClock, serveSimulator, type ServedSimulator } from 'ironic-driver/testing'
import { afterEach, describe, expect, it } from 'vitest'

const NEWEST = { 'X-OpenStack-Ironic-API-Version': '1.115' }

const open: ServedSimulator[] = []
afterEach(async () => {
  for (const served of open.splice(0)) await served.close()
})

async function serve(simulator: IronicSimulator): Promise<ServedSimulator> {
  const served = await serveSimulator(simulator)
  open.push(served)
  return served
}

async function inRealTime() {
  const simulator = new IronicSimulator({
    clock: systemClock({ unref: true }),
    timings: { prepare: 5, deployStep: 20 },
  })
  const { url } = await serve(simulator)
  const ask = async (
    path: string,
    init: Omit<RequestInit, 'headers'> & { headers?: Record<string, string> } = {},
  ) => {
    const reply = await fetch(url + path, { ...init, headers: { ...NEWEST, ...init.headers } })
    const text = await reply.text()
    const json: unknown = text === '' ? undefined : JSON.parse(text)
    return { reply, status: reply.status, json }
  }
  return { simulator, url, ask }
}

const json = { 'content-type': 'application/json' }

describe('over HTTP', () => {
  it('answers as in memory, with links to the host of the request', async () => {
    const { simulator, url, ask } = await inRealTime()
    simulator.node({ name: 'a' }).available()
    const { reply, json: body } = await ask('/v1/nodes/a?fields=name')
    expect(reply.headers.get('x-openstack-ironic-api-maximum-version')).toBe('1.115')
    expect(body).toMatchObject({
      name: 'a',
      links: [{ href: expect.stringContaining(`${url}/v1/nodes/`) as string }, {}],
    })
  })

  it('deploys in real time', async () => {
    const { simulator, url, ask } = await inRealTime()
    const node = simulator.node({ name: 'a' }).available()
    const deploy = { method: 'PUT', headers: json, body: JSON.stringify({ target: 'active' }) }
    const { reply, status } = await ask('/v1/nodes/a/states/provision', deploy)
    expect(status).toBe(202)
    expect(reply.headers.get('location')).toBe(`${url}/v1/nodes/a/states`)
    for (let look = 0; look < 200 && node.now.provision_state !== 'active'; look++)
      await new Promise((resolve) => setTimeout(resolve, 10))
    expect(node.now.provision_state).toBe('active')
  })

  it('creates and deletes', async () => {
    const { ask } = await inRealTime()
    const made = await ask('/v1/nodes', {
      method: 'POST',
      headers: json,
      body: '{"driver":"fake-hardware","name":"b"}',
    })
    expect(made.status).toBe(201)
    const deleted = await ask('/v1/nodes/b', { method: 'DELETE' })
    expect(deleted).toMatchObject({ status: 204, json: undefined })
    expect((await ask('/v1/nodes/b')).status).toBe(404)
  })

  it('answers HEAD without a body, and refuses unknown methods', async () => {
    const { ask, url } = await inRealTime()
    expect(await ask('/v1', { method: 'HEAD' })).toMatchObject({ status: 200, json: undefined })
    expect(await ask('/v1/nodes', { method: 'HEAD' })).toMatchObject({ status: 405, json: undefined })
    expect((await fetch(url, { method: 'OPTIONS' })).status).toBe(200)
    expect((await fetch(url, { method: 'PROPFIND' })).status).toBe(405)
  })
})

describe('disruptions over HTTP', () => {
  it.each(['refuse', 'drop-before', 'drop-after'] as const)(
    '%s breaks the connection',
    async (disruption) => {
      const { simulator, ask } = await inRealTime()
      const node = simulator.node({ name: 'a' }).available()
      simulator.disruptions.next({ method: 'PATCH' }, disruption)
      const patch = { method: 'PATCH', body: '[{"op":"add","path":"/extra/a","value":1}]' }
      await expect(ask('/v1/nodes/a', patch)).rejects.toThrow('fetch failed')
      expect(node.now.extra).toEqual(disruption === 'drop-after' ? { a: 1 } : {})
      expect((await ask('/v1/nodes/a')).status).toBe(200)
    },
  )

  it('hang is never answered, and ends with the client', async () => {
    const { simulator, ask } = await inRealTime()
    simulator.disruptions.next({}, 'hang')
    await expect(ask('/v1/nodes', { signal: AbortSignal.timeout(50) })).rejects.toThrow('aborted')
    await expect.poll(() => simulator.requests[0]?.error).toBe('aborted')
  })

  it('status is passed on as it is', async () => {
    const { simulator, url } = await inRealTime()
    simulator.disruptions.next({}, { kind: 'status', status: 504, body: '<h1>Gateway Timeout</h1>' })
    const reply = await fetch(`${url}/v1/nodes`)
    expect(reply.status).toBe(504)
    expect(reply.headers.get('content-type')).toBe('text/html')
    expect(await reply.text()).toBe('<h1>Gateway Timeout</h1>')
  })
})

it('works with a manual clock', async () => {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock })
  simulator.node({ name: 'a' }).available().lock(1_500)
  const { url } = await serve(simulator)
  const patch = { method: 'PATCH', headers: NEWEST, body: '[{"op":"add","path":"/extra/a","value":1}]' }
  const reply = await clock.run(fetch(`${url}/v1/nodes/a`, patch))
  expect(reply.status).toBe(200)
})

it('closes with connections still open', async () => {
  const simulator = new IronicSimulator({ clock: new ManualClock() })
  const served = await serveSimulator(simulator)
  await (await fetch(`${served.url}/v1/nodes`)).text()
  await served.close()
  await expect(fetch(`${served.url}/v1/nodes`)).rejects.toThrow('fetch failed')
})

it('is closed by its `Symbol.asyncDispose`, as `await using` calls it', async () => {
  const served = await serveSimulator(new IronicSimulator())
  expect((await fetch(served.url)).status).toBe(200)
  await served[Symbol.asyncDispose]()
  await expect(fetch(served.url)).rejects.toThrow('fetch failed')
})
