import { err, ok, type Result } from 'neverthrow'
import { connect, IronicDriver, type NodeSource, type WatchedNode } from 'ironic-driver'
import type { RequestError } from 'ironic-driver/client'
import { describe, expect, it } from 'vitest'
import { ServiceUnavailableError } from '../../src/client/errors/fault-errors.js'
import { expectErr, expectOk } from '../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../support/simulated-site.js'

type Request = Parameters<NodeSource['read']>[0]
type Reply = readonly Result<WatchedNode | undefined, RequestError>[]

/** A driver whose waits read from a source, which reads the nodes of the simulator unless told otherwise. */
function sourcedSite() {
  const site = simulatedSite({ timings: { deployStep: 20_000 } })
  const asked: Request[] = []
  const answers: ((request: Request) => Reply | Promise<Reply>)[] = []
  const nodeSource: NodeSource = {
    async read(request) {
      asked.push(request)
      const answer = answers.shift()
      if (answer !== undefined) return answer(request)
      return Promise.all(request.nodes.map((node) => site.driver.client.nodes.get(node)))
    },
  }
  const { simulator, clock } = site
  const driver = new IronicDriver({ transport: simulator, clock, random: () => 0.5, nodeSource })
  return { ...site, driver, asked, answers, nodeSource }
}

describe('waits with a source of nodes', () => {
  it('read several nodes in one call, with fields, and no node from before the wait', async () => {
    const { simulator, driver, run, asked } = sourcedSite()
    const nodes = Array.from({ length: 3 }, () => simulator.node().withPort().available())
    const works = nodes.map((node) => driver.provisioning.spawn(spawnRequestFor(node)))
    for (const spawned of await run(Promise.all(works))) expectOk(spawned)
    expect(asked.length).toBeGreaterThan(3)
    expect(asked[0]?.nodes).toEqual(nodes.map(({ uuid }) => uuid))
    expect(asked[0]?.fields).toEqual(expect.arrayContaining(['provision_state', 'reservation', 'last_error']))
    expect(Math.max(...asked.map(({ maxAgeMs }) => maxAgeMs))).toBe(1_000)
    expect(simulator.tally()).not.toHaveProperty('GET /v1/nodes')
  })

  it.each<[string, (request: Request) => Reply | Promise<Reply>]>([
    [
      'fails',
      ({ nodes }) => nodes.map(() => err(new ServiceUnavailableError({ status: 503, fault: 'Busy.' }))),
    ],
    ['throws', () => Promise.reject(new Error('Redis is gone.'))],
    ['returns too few results', () => []],
    ['never answers', () => new Promise(() => undefined)],
    [
      'returns another node',
      () => [ok({ uuid: '11111111-1111-4111-8111-111111111111', provision_state: 'active' } as WatchedNode)],
    ],
  ])('go on when it %s once', async (_what, answer) => {
    const { simulator, driver, run, answers, asked } = sourcedSite()
    answers.push(answer)
    const node = simulator.node().withPort().available()
    expectOk(await run(driver.provisioning.spawn(spawnRequestFor(node))))
    expect(node.now.provision_state).toBe('active')
    expect(asked.length).toBeGreaterThan(1)
  })

  it('leave it at an abort', async () => {
    const { simulator, driver, run, clock, answers, asked } = sourcedSite()
    answers.push(() => new Promise(() => undefined))
    const stop = new AbortController()
    const node = simulator.node().active()
    const off = driver.power.off({ node: node.uuid }, { signal: stop.signal })
    await clock.advance(3_000)
    stop.abort()
    expectErr(await run(off), 'aborted')
    expect(asked[0]?.signal.aborted).toBe(true)
  })
})

it('refuses a source that cannot read', async () => {
  const { simulator, clock } = simulatedSite()
  const nodeSource = {} as NodeSource
  const driver = new IronicDriver({ transport: simulator, clock, nodeSource })
  expect(expectErr(await driver.client.features(), 'invalid_input').field).toBe('nodeSource')
  expect(simulator.requests).toEqual([])
})

it('is suggested for a misspelt option', async () => {
  const { simulator, clock, nodeSource } = sourcedSite()
  const options = { transport: simulator, clock, nodeSorce: nodeSource }
  const error = expectErr(await new IronicDriver(options).client.features(), 'invalid_input')
  expect(error.message).toContain('Did you mean `nodeSource`?')
})

it('is an option of connect', async () => {
  const { nodeSource } = sourcedSite()
  expectOk(await connect({ endpoint: 'http://127.0.0.1:6385', nodeSource }))
})
