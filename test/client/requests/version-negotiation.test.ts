import { err } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { NetworkFailureError, type TransportRequest } from 'ironic-driver'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite } from '../../support/simulated-site.js'
import { fault, reply, scriptedClient, versions } from '../support/scripted-transport.js'

const NOT_SENT = err(new NetworkFailureError('The connection was refused.', { sent: 'no' }))
const NODE = reply(200, { uuid: 'n1' })
const spoken = ({ headers }: TransportRequest) => headers['x-openstack-ironic-api-version']
const uuidOf = { fields: ['uuid'] } as const

describe('the first version request', () => {
  it('is sent once for a hundred callers', async () => {
    const { client, run, discoveries, requests } = scriptedClient(() => NODE)
    const all = await run(Promise.all(Array.from({ length: 100 }, () => client.nodes.get('n1', uuidOf))))
    for (const one of all) expectOk(one)
    expect([discoveries.length, requests.length]).toEqual([1, 100])
  })

  it('is repeated once for all of them when it fails', async () => {
    const site = scriptedClient(() => NODE, {
      root: (_request, nth) => (nth < 3 ? NOT_SENT : versions('1.115')),
    })
    const all = await site.run(
      Promise.all(Array.from({ length: 100 }, () => site.client.nodes.get('n1', uuidOf))),
    )
    for (const one of all) expectOk(one)
    expect(site.discoveries).toHaveLength(4)
  })

  it('is sent again for the next caller after it failed for good', async () => {
    const { client, run, discoveries } = scriptedClient(() => NODE, {
      root: (_request, nth) => (nth === 0 ? fault(401, 'Authentication required') : versions('1.115')),
    })
    expectErr(await run(client.nodes.get('n1', uuidOf)), 'unauthorized')
    expectOk(await run(client.nodes.get('n1', uuidOf)))
    expect(discoveries).toHaveLength(2)
  })

  it('is retried for as long as a caller wants, and no longer', async () => {
    const site = scriptedClient(() => NODE, { root: () => NOT_SENT })
    const startedAt = site.clock.now()
    const patient = site.client.nodes.get('n1', { ...uuidOf, retryForMs: 30_000 })
    expectErr(await site.run(site.client.nodes.get('n1', { ...uuidOf, retryForMs: 0 })), 'network_failure')
    expect(site.clock.now()).toBe(startedAt)
    expectErr(await site.run(patient), 'network_failure')
    expect(site.clock.now() - startedAt).toBeLessThanOrEqual(30_000)
  })

  it('continues for the others when one of its callers aborts', async () => {
    const stop = new AbortController()
    const site = simulatedSite({ latencyMs: 1_000 })
    const node = site.simulator.node().available()
    const leaving = site.driver.client.nodes.get(node.uuid, { signal: stop.signal })
    const staying = site.driver.client.nodes.get(node.uuid)
    await site.clock.advance(10)
    stop.abort()
    expectErr(await leaving, 'aborted')
    expectOk(await site.run(staying))
    expect(site.simulator.tally()['GET /']).toBe(1)
  })

  it('ends when its last caller aborts', async () => {
    const site = simulatedSite({ latencyMs: 1_000 })
    const node = site.simulator.node().available()
    site.simulator.disruptions.next({ path: '/' }, 'hang')
    const stop = new AbortController()
    const both = [1, 2].map(() => site.driver.client.nodes.get(node.uuid, { signal: stop.signal }))
    await site.clock.advance(5_000)
    stop.abort()
    for (const one of await Promise.all(both)) expect(expectErr(one, 'aborted').sent).toBe('no')
    await site.clock.advance(0)
    expect(site.clock.pendingSleeps).toEqual([])
    expectOk(await site.run(site.driver.client.nodes.get(node.uuid)))
  })

  it.each([
    [
      'the document without headers',
      reply(200, { default_version: { version: '1.82', min_version: '1.1' } }),
      '1.82',
    ],
    ['headers without a document', { ...versions('1.82'), body: '' }, '1.82'],
    [
      'headers in capitals',
      {
        ...versions('1.82'),
        body: '',
        headers: {
          'X-OpenStack-Ironic-API-Minimum-Version': '1.1',
          'X-OpenStack-Ironic-API-Maximum-Version': '1.82',
        },
      },
      '1.82',
    ],
  ])('is answered by %s', async (_what, root, expected) => {
    const { client, run } = scriptedClient(() => NODE, { root: () => root })
    expect(expectOk(await run(client.features())).version).toBe(expected)
  })

  it.each([
    ['an empty page', reply(200)],
    ['HTML', reply(200, '<html>Welcome</html>')],
    ['another service', reply(200, { versions: [{ id: 'v3', status: 'stable' }] })],
    ['invalid versions', reply(200, { default_version: { version: '1.x', min_version: 1 } })],
  ])('that %s answers fails, with the advice to check the endpoint', async (_what, root) => {
    const { client, run, requests } = scriptedClient(() => NODE, { root: () => root })
    expect(expectErr(await run(client.nodes.get('n1', uuidOf)), 'invalid_response').message).toContain(
      'endpoint',
    )
    expect(requests).toHaveLength(0)
  })
})

describe('the version in use', () => {
  it.each([
    ['1.31', '1.31'],
    ['1.46', '1.46'],
    ['1.58', '1.58'],
    ['1.82', '1.82'],
    ['1.115', '1.115'],
    ['1.200', '1.115'],
  ])('with a server up to %s is %s, in both headers of every request', async (maximum, expected) => {
    const { client, run, requests } = scriptedClient(() => NODE, { root: () => versions(maximum) })
    expectOk(await run(client.nodes.get('n1', uuidOf)))
    expect(requests[0]?.headers).toMatchObject({
      'x-openstack-ironic-api-version': expected,
      'openstack-api-version': `baremetal ${expected}`,
    })
  })

  it.each(['1.31', '1.46', '1.58', '1.82', '1.115'])('reads a node in full, up to %s', async (maxVersion) => {
    const { simulator, driver, run } = simulatedSite({ maxVersion })
    const node = simulator.node({ name: 'm1' }).available()
    expect(expectOk(await run(driver.client.nodes.get(node.uuid)))).toMatchObject({ name: 'm1' })
  })

  it.each([
    ['1.1', '1.1', 'too old'],
    ['1.10', '1.1', 'too old'],
    ['1.300', '1.116', 'newer library'],
  ])('does not exist for a server up to %s and down to %s', async (maximum, minimum, words) => {
    const { client, run, requests } = scriptedClient(() => NODE, { root: () => versions(maximum, minimum) })
    const error = expectErr(await run(client.nodes.get('n1', uuidOf)), 'unsupported_api_version')
    expect(error).toMatchObject({ serverMaximum: maximum, serverMinimum: minimum })
    expect(error.message).toContain(words)
    expect(requests).toHaveLength(0)
  })
})

describe('a version limit of the caller', () => {
  it('is named if it prevents what the server can do', async () => {
    const { client, run, requests } = scriptedClient(() => NODE, {
      newestVersion: '1.82',
      root: () => versions('1.115'),
    })
    const error = expectErr(await run(client.nodeFirmware.list('n1')), 'unsupported_api_version')
    expect(error).toMatchObject({ needs: '1.86', serverMaximum: '1.115' })
    expect(error.message).toMatch(/^newestVersion "1\.82" keeps this client .* Raise newestVersion/)
    expect(requests).toHaveLength(0)
  })

  it('is not named if the server is older than what is needed', async () => {
    const site = scriptedClient(() => NODE, { newestVersion: '1.82', root: () => versions('1.85') })
    const error = expectErr(await site.run(site.client.nodeFirmware.list('n1')), 'unsupported_api_version')
    expect(error.message).toContain('This Ironic is too old')
  })

  it('is named if the server has no version that old', async () => {
    const site = scriptedClient(() => NODE, { newestVersion: '1.60', root: () => versions('1.115', '1.70') })
    const error = expectErr(await site.run(site.client.nodes.get('n1', uuidOf)), 'unsupported_api_version')
    expect(error.message).toContain('newestVersion keeps this client at 1.60')
  })
})

describe('a feature that the server lacks', () => {
  it('is refused before anything is sent', async () => {
    const { client, run, requests } = scriptedClient(() => NODE, { root: () => versions('1.37') })
    const error = expectErr(
      await run(client.nodeStates.provision('n1', { target: 'rescue', rescue_password: 'x' })),
      'unsupported_api_version',
    )
    expect(error).toMatchObject({ needs: '1.38', serverMaximum: '1.37', advice: 'fix_request' })
    expect(requests).toHaveLength(0)
  })

  it.each([
    ['1.30', { target: 'power off', timeoutMs: 5_000 } as const, true],
    ['1.26', { target: 'power off', timeoutMs: 5_000 } as const, false],
    ['1.26', { target: 'power off' } as const, true],
    ['1.26', { target: 'soft power off' } as const, false],
  ])('up to %s, power %j is sent: %s', async (maximum, request, isSent) => {
    const { client, run, requests } = scriptedClient(() => reply(202), { root: () => versions(maximum) })
    expect((await run(client.nodeStates.power('n1', request))).isOk()).toBe(isSent)
    expect(requests).toHaveLength(isSent ? 1 : 0)
  })

  it('works as soon as Ironic is upgraded under a running service', async () => {
    const site = scriptedClient(() => reply(202), {
      root: (_request, nth) => versions(nth === 0 ? '1.37' : '1.115'),
    })
    const rescue = () =>
      site.run(site.client.nodeStates.provision('n1', { target: 'rescue', rescue_password: 'x' }))
    expectErr(await rescue(), 'unsupported_api_version')
    await site.clock.advance(3_600_000)
    expectOk(await rescue())
    expect(site.discoveries).toHaveLength(2)
  })

  it('is checked again at most once a minute', async () => {
    const site = scriptedClient(() => reply(202), { root: () => versions('1.37') })
    const request = { target: 'rescue', rescue_password: 'x' } as const
    for (let second = 0; second < 180; second++) {
      expectErr(await site.run(site.client.nodeStates.provision('n1', request)), 'unsupported_api_version')
      await site.clock.advance(1_000)
    }
    expect(site.discoveries.length).toBeLessThanOrEqual(4)
  })
})

describe('a 406', () => {
  const refusal = (maximum: string | undefined) =>
    reply(406, { error_message: '{"code": 406}' }, maximum === undefined ? {} : versions(maximum).headers)

  it('of an older server at the same address is answered in its own version', async () => {
    const site = scriptedClient((request) => (spoken(request) === '1.82' ? NODE : refusal('1.82')))
    expectOk(await site.run(site.client.nodes.get('n1', uuidOf)))
    expect(site.requests.map(spoken)).toEqual(['1.115', '1.82'])
    expectOk(await site.run(site.client.nodes.get('n1', uuidOf)))
    expect(site.requests.map(spoken)).toEqual(['1.115', '1.82', '1.82'])
    expect(site.discoveries).toHaveLength(1)
  })

  it('does not stop work while servers of two releases answer in turn', async () => {
    let turn = 0
    const next = () => (turn++ % 2 === 0 ? '1.115' : '1.82')
    const site = scriptedClient(
      (request) => {
        const maximum = next()
        return spoken(request) === '1.115' && maximum === '1.82' ? refusal(maximum) : NODE
      },
      { root: () => versions(next()) },
    )
    for (let count = 0; count < 20; count++) expectOk(await site.run(site.client.nodes.get('n1', uuidOf)))
    expect(site.requests.length).toBeLessThanOrEqual(21)
  })

  it('makes the client check a feature again before it uses the older version', async () => {
    const site = scriptedClient(() => refusal('1.60'))
    const error = expectErr(
      await site.run(site.client.nodes.list({ filter: { shard: ['a'] }, fields: ['uuid'] }).all()),
      'unsupported_api_version',
    )
    expect(error.needs).toBe('1.82')
    expect(site.requests).toHaveLength(1)
  })

  it('without the supported versions makes the client ask the server once', async () => {
    const site = scriptedClient((request) => (spoken(request) === '1.82' ? NODE : refusal(undefined)), {
      root: (_request, nth) => versions(nth === 0 ? '1.115' : '1.82'),
    })
    expectOk(await site.run(site.client.nodes.get('n1', uuidOf)))
    expect([site.discoveries.length, site.requests.length]).toEqual([2, 2])
  })

  it('that is not about the version ends the call', async () => {
    const site = scriptedClient(() => refusal('1.115'))
    const error = expectErr(await site.run(site.client.nodes.get('n1', uuidOf)), 'unsupported_api_version')
    expect(error.operation).toBe('nodes.get')
    expect([site.discoveries.length, site.requests.length]).toEqual([1, 1])
  })

  it('that comes again and again ends the call', async () => {
    const silent = scriptedClient(() => refusal(undefined), {
      root: (_request, nth) => versions(`1.${115 - nth}`),
    })
    expectErr(await silent.run(silent.client.nodes.get('n1', uuidOf)), 'unsupported_api_version')
    expect(silent.requests.length).toBeLessThanOrEqual(2)
  })
})
