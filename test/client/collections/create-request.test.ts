import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'
import { COLLECTIONS } from '../../support/collections.js'

const CONNECTOR = { type: 'ip', connector_id: '192.0.2.7' } as const

function site() {
  const made = simulatedSite()
  const node = made.simulator.node({ name: 'm1' }).available()
  const { volumeConnectors } = made.driver.client
  const all = () => made.run(volumeConnectors.list().all())
  const add = (more: { readonly uuid?: string } = {}) =>
    made.run(volumeConnectors.create({ ...CONNECTOR, node_uuid: node.uuid, ...more }))
  const posts = () => made.simulator.requests.filter(({ method }) => method === 'POST')
  return { ...made, node, volumeConnectors, all, add, posts }
}

describe.each(COLLECTIONS)('creating one of $name', ({ path, use }) => {
  async function lost(disruption: 'drop-after' | 'drop-before') {
    const { simulator, driver, run } = simulatedSite({ hardware: 'fake-hardware' })
    const node = simulator.node({ name: 'm1', resource_class: 'gold' }).available().uuid
    const { create, list } = use(driver.client)
    const before = expectOk(await run(list().all())).length
    simulator.disruptions.next({ method: 'POST', path: new RegExp(`^/v1/${path}$`) }, disruption)
    const made = expectOk(await run(create(node)))
    const posts = simulator.requests.filter(({ method }) => method === 'POST')
    expect(posts.map(({ body }) => (JSON.parse(String(body)) as { uuid: string }).uuid)).toEqual(
      posts.map(() => made.uuid),
    )
    const listed = expectOk(await run(list().all()))
    expect(listed).toHaveLength(before + 1)
    expect(listed.map(({ uuid }) => uuid)).toContain(made.uuid)
    return posts.length
  }

  it('finds the created resource when the reply is lost', async () => {
    expect(await lost('drop-after')).toBe(1)
  })

  it('creates it once more with the same UUID when the request never arrived', async () => {
    expect(await lost('drop-before')).toBe(2)
  })
})

describe('a creation', () => {
  it('is a duplicate if another client has created an equal one', async () => {
    const { add } = site()
    expectOk(await add())
    expectErr(await add(), 'duplicate')
  })

  it('sends the UUID of the caller', async () => {
    const { add, posts } = site()
    const uuid = randomUUID()
    expect(expectOk(await add({ uuid })).uuid).toBe(uuid)
    expect(JSON.parse(String(posts()[0]?.body))).toMatchObject({ uuid })
  })

  it("does not accept an older resource with the caller's UUID as its own", async () => {
    const { simulator, run, node, volumeConnectors, add } = site()
    const uuid = randomUUID()
    const other = { type: 'mac', connector_id: '52:54:00:00:00:01', node_uuid: node.uuid, uuid }
    expectOk(await run(volumeConnectors.create(other)))
    simulator.disruptions.next({ method: 'POST' }, 'drop-after')
    expectErr(await add({ uuid }), 'network_failure')
  })

  it('is in doubt if the lookup gets no reply either, within the time of one request', async () => {
    const { simulator, run, clock, node, volumeConnectors } = site()
    expectOk(await run(volumeConnectors.list().all()))
    simulator.disruptions.next({}, 'drop-before', { times: Infinity })
    const startedAt = clock.now()
    const made = volumeConnectors.create({ ...CONNECTOR, node_uuid: node.uuid }, { retryForMs: 20_000 })
    expect(expectErr(await run(made), 'network_failure').advice).toBe('check_state')
    expect(clock.now() - startedAt).toBeLessThanOrEqual(20_000)
  })

  it('names the UUID under which it may exist, when it is in doubt', async () => {
    const { simulator, run, node, volumeConnectors, all } = site()
    expectOk(await all())
    simulator.disruptions.next({ method: 'POST' }, 'drop-after')
    simulator.disruptions.next({ method: 'GET' }, 'drop-before', { times: Infinity })
    const made = volumeConnectors.create({ ...CONNECTOR, node_uuid: node.uuid }, { retryForMs: 20_000 })
    const error = expectErr(await run(made), 'network_failure')
    simulator.disruptions.clear()
    const [there] = expectOk(await all())
    expect(there).toBeDefined()
    expect(error.message).toContain(there?.uuid)
  })

  it('is not looked up after an abort', async () => {
    const { simulator, run, clock, node, volumeConnectors } = site()
    expectOk(await run(volumeConnectors.list().all()))
    simulator.disruptions.next({ method: 'POST' }, 'hang')
    const abort = new AbortController()
    void clock.sleep(1_000).then(() => {
      abort.abort()
    })
    const made = volumeConnectors.create({ ...CONNECTOR, node_uuid: node.uuid }, { signal: abort.signal })
    const error = expectErr(await run(made), 'aborted')
    expect(error.sent).toBe('maybe')
    expect(simulator.requests.at(-1)?.method).toBe('POST')
    const { uuid } = JSON.parse(String(simulator.requests.at(-1)?.body)) as { uuid: string }
    expect(error.message).toContain(uuid)
  })
})

describe('an invalid value', () => {
  it.each<[string, unknown, string]>([
    ['a value of the wrong kind', { ...CONNECTOR, node_uuid: 'n1', connector_id: 7 }, 'connector_id'],
    ['nothing', undefined, 'input'],
    ['null', null, 'input'],
    ['a text', 'volume', 'input'],
    [
      'an object that throws',
      Object.defineProperty({}, 'type', {
        enumerable: true,
        get: () => {
          throw new Error('this getter throws')
        },
      }),
      'input',
    ],
  ])('is %s', async (_, values, field) => {
    const { simulator, run, volumeConnectors } = site()
    const error = expectErr(await run(volumeConnectors.create(values as never)), 'invalid_input')
    expect(error).toMatchObject({ field, operation: 'volumeConnectors.create' })
    expect(simulator.requests).toEqual([])
  })

  it.each<[string, unknown]>([
    ['no patch', undefined],
    ['an object', { op: 'remove', path: '/extra' }],
    ['a change without a path', [{ op: 'remove' }]],
  ])('is %s as a patch', async (_, patch) => {
    const { simulator, run, volumeConnectors } = site()
    const error = expectErr(await run(volumeConnectors.patch('c1', patch as never)), 'invalid_input')
    expect(error).toMatchObject({ field: 'patch', operation: 'volumeConnectors.patch' })
    expect(simulator.requests).toEqual([])
  })
})
