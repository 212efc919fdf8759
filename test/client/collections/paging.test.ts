import { err } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { NetworkFailureError, type TransportRequest } from 'ironic-driver'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'
import { fault, reply, scriptedClient, type Script } from '../support/scripted-transport.js'

const queryOf = ({ path }: TransportRequest) => Object.fromEntries(new URL(path, 'http://x').searchParams)
const page = (uuids: readonly string[], next?: unknown) =>
  reply(200, { nodes: uuids.map((uuid) => ({ uuid })), ...(next === undefined ? {} : { next }) })
const NEXT = 'http://elsewhere.example/v1/nodes?marker=stranger'
const uuids = { fields: ['uuid'] } as const

/** Pages of two by marker, like a server's. */
function shelf(...all: readonly string[]): Script {
  return (request) => {
    const { marker } = queryOf(request)
    const from = marker === undefined ? 0 : all.indexOf(marker) + 1
    if (from === 0 && marker !== undefined) return fault(404, `Node ${marker} could not be found.`)
    return page(all.slice(from, from + 2), from + 2 <= all.length ? NEXT : undefined)
  }
}

describe('a list over several pages', () => {
  it('keeps its own query on each page, and never leaves its host', async () => {
    const { client, run, requests } = scriptedClient(shelf('a', 'b', 'c', 'd', 'e'))
    const filter = { conductor_group: 'RACK-1', maintenance: false, shard: ['s1', 's2'] }
    const all = expectOk(await run(client.nodes.list({ ...uuids, filter, pageSize: 2 }).all()))
    expect(all.map(({ uuid }) => uuid)).toEqual(['a', 'b', 'c', 'd', 'e'])
    const own = {
      fields: 'uuid',
      limit: '2',
      conductor_group: 'rack-1',
      maintenance: 'false',
      shard: 's1,s2',
    }
    expect(requests.map(queryOf)).toEqual([own, { ...own, marker: 'b' }, { ...own, marker: 'd' }])
    for (const { path } of requests) expect(path).toMatch(/^\/v1\/nodes\?/)
  })

  it('ends after an empty page if the last one was full', async () => {
    const { client, run, requests } = scriptedClient(shelf('a', 'b', 'c', 'd'))
    expect(expectOk(await run(client.nodes.list(uuids).all()))).toHaveLength(4)
    expect(requests).toHaveLength(3)
  })

  it('treats `next: null` as the end', async () => {
    const { client, run, requests } = scriptedClient(() => page(['a'], null))
    expectOk(await run(client.nodes.list(uuids).all()))
    expect(requests).toHaveLength(1)
  })

  it.each([
    ['always returns the same page', () => page(['a', 'b'], NEXT)],
    [
      'returns its pages in a circle',
      (_request: TransportRequest, nth: number) => page([['a'], ['b'], ['c']][nth % 3] ?? [], NEXT),
    ],
  ])('fails when the server %s', async (_what, script) => {
    const { client, run, requests } = scriptedClient(script)
    const error = expectErr(await run(client.nodes.list(uuids).all()), 'invalid_response')
    expect(error).toMatchObject({ path: 'nodes.next', operation: 'nodes.list' })
    expect(requests.length).toBeLessThanOrEqual(4)
  })

  it.each([
    ['the last member', shelf('a', 'c', 'd', 'e', 'f'), ['b', 'a', 'd']],
    ['members of two pages', shelf('a', 'c', 'e', 'f'), ['b', 'a', 'e']],
  ])('continues after an earlier member when %s of a page was deleted', async (_what, later, markers) => {
    const whole = shelf('a', 'b', 'c', 'd', 'e', 'f')
    const site = scriptedClient((request, nth) => (nth === 0 ? whole : later)(request, nth))
    const all = expectOk(await site.run(site.client.nodes.list(uuids).all()))
    const expected = ['a', 'b', 'c', 'd', 'e', 'f'].filter((one) => one !== 'd' || markers.includes('d'))
    expect(all.map(({ uuid }) => uuid)).toEqual(expected)
    expect(site.requests.map((request) => queryOf(request)['marker']).slice(1, 4)).toEqual(markers)
  })

  it('returns no member twice that an earlier marker shows again', async () => {
    const first = page(['a', 'b', 'c', 'd'], NEXT)
    const site = scriptedClient((request) => {
      const { marker } = queryOf(request)
      if (marker === undefined) return first
      return marker === 'b' ? page(['b2', 'c', 'e']) : fault(404, `Node ${marker} could not be found.`)
    })
    const all = expectOk(await site.run(site.client.nodes.list(uuids).all()))
    expect(all.map(({ uuid }) => uuid)).toEqual(['a', 'b', 'c', 'd', 'b2', 'e'])
  })

  it('fails when all members of a page that it tries were deleted', async () => {
    const site = scriptedClient((request) =>
      queryOf(request)['marker'] === undefined
        ? page(['a', 'b'], NEXT)
        : fault(404, 'Node b could not be found.'),
    )
    expectErr(await site.run(site.client.nodes.list(uuids).all()), 'not_found')
    expect(site.requests).toHaveLength(3)
  })

  it('fails as a whole when a page in the middle fails', async () => {
    const pages = shelf('a', 'b', 'c', 'd', 'e')
    const site = scriptedClient((request, nth) =>
      nth === 1 ? err(new NetworkFailureError('Gone.', { sent: 'maybe' })) : pages(request, nth),
    )
    expectErr(await site.run(site.client.nodes.list({ ...uuids, retryForMs: 0 }).all()), 'network_failure')
  })

  it('names the position of an invalid node', async () => {
    const site = scriptedClient(() => reply(200, { nodes: [{ uuid: 'a' }, { uuid: 7 }] }))
    expect(expectErr(await site.run(site.client.nodes.list(uuids).all()), 'invalid_response').path).toBe(
      'nodes.1.uuid',
    )
  })

  it.each([{}, { nodes: null }, { nodes: {} }, [], null, 'nodes', 7])('rejects %j', async (body) => {
    const site = scriptedClient(() => reply(200, JSON.stringify(body)))
    expect(expectErr(await site.run(site.client.nodes.list(uuids).all()), 'invalid_response').path).toBe(
      'nodes',
    )
  })
})

describe('iterating over a list', () => {
  async function taken(script: Script, stopAt: string, retryForMs = 0) {
    const site = scriptedClient(script)
    const walk = async () => {
      const seen: string[] = []
      for await (const one of site.client.nodes.list({ ...uuids, retryForMs })) {
        seen.push(one.isOk() ? one.value.uuid : one.error.kind)
        if (seen.at(-1) === stopAt) break
      }
      return seen
    }
    return { seen: await site.run(walk()), requests: site.requests.length }
  }

  it('requests only the pages that are needed', async () => {
    expect(await taken(shelf('a', 'b', 'c', 'd', 'e'), 'c')).toEqual({ seen: ['a', 'b', 'c'], requests: 2 })
  })

  it('requests the next page when half of a page is taken, and aborts that when it is left', async () => {
    const site = scriptedClient(shelf('a', 'b', 'c', 'd', 'e'))
    const sent: number[] = []
    const walk = async () => {
      for await (const one of site.client.nodes.list(uuids)) {
        await new Promise(setImmediate)
        sent.push(site.requests.length)
        if (expectOk(one).uuid === 'b') break
      }
    }
    await site.run(walk())
    expect(sent).toEqual([1, 2])
    expect(site.requests[1]?.signal?.aborted).toBe(true)
  })

  it('ends with an error as its last element', async () => {
    const script: Script = (request, nth) =>
      nth === 1 ? fault(500, 'Broken.') : shelf('a', 'b', 'c', 'd')(request, nth)
    expect(await taken(script, 'never')).toEqual({ seen: ['a', 'b', 'server_error'], requests: 2 })
  })

  it('starts from the beginning each time', async () => {
    const site = scriptedClient(shelf('a'))
    const list = site.client.nodes.list(uuids)
    for (let time = 1; time <= 2; time++) {
      expectOk(await site.run(list.all()))
      expect(site.requests).toHaveLength(time)
    }
  })
})

describe('a big fleet', () => {
  it('is read in pages of a thousand', async () => {
    const { simulator, driver, run } = simulatedSite()
    for (let made = 0; made < 10_000; made++) simulator.node().enrolled()
    const all = expectOk(await run(driver.client.nodes.list({ fields: ['uuid', 'provision_state'] }).all()))
    expect(new Set(all.map(({ uuid }) => uuid)).size).toBe(10_000)
    expect(simulator.tally()['GET /v1/nodes']).toBe(11)
  })

  it('continues when the node of its marker is deleted', async () => {
    const { simulator, driver, run } = simulatedSite({ maxLimit: 3 })
    const nodes = Array.from({ length: 8 }, () => simulator.node().manageable())
    const seen: string[] = []
    const walk = async () => {
      for await (const one of driver.client.nodes.list(uuids)) {
        seen.push(expectOk(one).uuid)
        if (seen.length === 3) expectOk(await driver.client.nodes.delete(expectOk(one).uuid))
      }
    }
    await run(walk())
    expect(seen).toEqual(nodes.map(({ uuid }) => uuid))
  })
})

it('reads a list that was copied', async () => {
  const { driver, run, simulator } = simulatedSite()
  simulator.node({ name: 'metal-7' }).available()
  const copy = { ...driver.client.nodes.list() }
  expect((await run(copy.all())).isOk()).toBe(true)
})
