import { IronicClient, setField, type ClientError } from 'ironic-driver/client'
import { IronicDriver, type Transport } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import type { ResultAsync } from 'neverthrow'
import { describe, expect, it } from 'vitest'
import { expectErr, expectOk } from '../../support/expect-result.js'
import { simulatedSite, spawnRequestFor } from '../../support/simulated-site.js'

const ASKED = '1be26c0b-03f2-4d2e-ae87-c02d7f33c123'
const OTHER = '2be26c0b-03f2-4d2e-ae87-c02d7f33c123'

/** Swaps ids in requests, so that the reply is about another resource. */
function mixingUp(transport: Transport, from: string, to: string, times: number, method: string): Transport {
  let left = times
  return {
    send: (request) => {
      const isMixedUp = request.method === method && left > 0 && request.path.includes(from)
      if (isMixedUp) left -= 1
      return transport.send(isMixedUp ? { ...request, path: request.path.replace(from, to) } : request)
    },
  }
}

function site(times: number, method = 'GET') {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock })
  simulator.node({ uuid: ASKED, name: 'web' }).withPort().available()
  simulator.node({ uuid: OTHER, name: 'db' }).withPort().available()
  const by = (from: string, to: string) =>
    new IronicClient({ transport: mixingUp(simulator, from, to, times, method), clock, random: () => 0.5 })
  return { simulator, client: by(ASKED, OTHER), named: by('/web', '/db'), run: clock.run.bind(clock) }
}

type Call = (client: IronicClient) => ResultAsync<unknown, ClientError>

describe('a reply about another resource', () => {
  it.each<[string, Call]>([
    ['of a whole node', (client) => client.nodes.get(ASKED)],
    ['with the UUID', (client) => client.nodes.get(ASKED, { fields: ['uuid'] })],
    ['with only its link', (client) => client.nodes.get(ASKED, { fields: ['extra'] })],
    ['of a part of it', (client) => client.nodeBootMode.get(ASKED)],
    ['of a list by node', (client) => client.ports.list({ filter: { node: ASKED } }).all()],
  ])('is rejected: %s', async (_, call) => {
    const { client, run } = site(Infinity)
    const error = expectErr(await run(call(client)), 'invalid_response')
    expect(error.message).toContain(ASKED)
    expect(error).toMatchObject({ advice: 'check_state' })
    expect(error.about).toBeDefined()
  })

  it('is rejected when the request used a name', async () => {
    const { named, run } = site(Infinity)
    const error = expectErr(await run(named.nodes.get('web')), 'invalid_response')
    expect(error.message).toMatch(/^The reply is about node db, but node web was requested\./)
  })

  it('is requested once more if that changes nothing', async () => {
    const { client, simulator, run } = site(1)
    expect(expectOk(await run(client.nodes.get(ASKED))).uuid).toBe(ASKED)
    expect(simulator.tally()['GET /v1/nodes/{uuid}']).toBe(2)
  })

  it('to a patch is not repeated', async () => {
    const { client, simulator, run } = site(Infinity, 'PATCH')
    const patched = await run(client.nodes.patch(ASKED, [setField('description', 'x')]))
    expect(expectErr(patched, 'invalid_response').about).toBe(OTHER)
    expect(simulator.tally()['PATCH /v1/nodes/{uuid}']).toBe(1)
  })

  it('does not make a node count as gone when it says that another one is missing', async () => {
    const { simulator, client, run } = site(0)
    const body = JSON.stringify({
      error_message: JSON.stringify({ faultstring: `Node ${OTHER} could not be found.` }),
    })
    simulator.disruptions.next({ path: /nodes/ }, { kind: 'status', status: 404, body }, { times: Infinity })
    expect(expectErr(await run(client.nodes.get(ASKED)), 'invalid_response').about).toBe(OTHER)
  })

  it('is accepted when only the case differs, which databases ignore', async () => {
    const { simulator, client, run } = site(0)
    const node = simulator.node({ uuid: 'ABCDEF0B-03F2-4D2E-AE87-C02D7F33C123', name: 'App' }).available()
    const body = JSON.stringify({ uuid: node.uuid, name: 'App', links: [] })
    for (const ident of [node.uuid.toLowerCase(), 'aPP']) {
      simulator.disruptions.next({ path: /nodes/ }, { kind: 'status', status: 200, body })
      expectOk(await run(client.nodes.get(ident, { fields: ['uuid', 'name'] })))
    }
  })
})

describe('a list that ignores its filter', () => {
  it.each<[string, Call]>([
    ['instance', (client) => client.nodes.list({ filter: { instance_uuid: ASKED } }).all()],
    ['state', (client) => client.nodes.list({ filter: { provision_state: 'active' } }).all()],
    ['maintenance', (client) => client.nodes.list({ filter: { maintenance: true } }).all()],
    ['address', (client) => client.ports.list({ filter: { address: '52:54:00:ff:ff:ff' } }).all()],
  ])('is rejected: by %s', async (_, call) => {
    const { simulator, run } = site(0)
    const transport: Transport = {
      send: (request) => simulator.send({ ...request, path: request.path.replace(/\?.*/, '') }),
    }
    const client = new IronicClient({ transport, retryForMs: 0 })
    expect(expectErr(await run(call(client)), 'invalid_response').about).toBeDefined()
  })
})

describe('a creation that is answered with another resource', () => {
  it('is looked up by its own UUID', async () => {
    const { simulator, client, run } = site(0)
    const other = simulator.node({ uuid: '3be26c0b-03f2-4d2e-ae87-c02d7f33c123' }).available()
    const whole = expectOk(await run(client.nodes.get(other.uuid)))
    const reply = { kind: 'status', status: 201, body: JSON.stringify(whole) } as const
    simulator.disruptions.next({ method: 'POST', path: /nodes/ }, reply)
    const made = expectOk(await run(client.nodes.create({ driver: 'redfish', name: 'new' })))
    expect(made.name).toBe('new')
  })
})

describe('a verb whose first read is answered with another node', () => {
  it('changes nothing on that node', async () => {
    const { simulator, clock, run } = simulatedSite()
    const asked = simulator.node({ name: 'web' }).available()
    const other = simulator.node({ name: 'db' }).available()
    const transport: Transport = {
      send: (request) =>
        simulator.send({
          ...request,
          path: request.path.replace(`nodes/${asked.uuid}`, `nodes/${other.uuid}`),
        }),
    }
    const driver = new IronicDriver({ transport, clock, random: () => 0.5 })
    expectErr(await run(driver.lifecycle.remove({ node: asked.uuid })), 'invalid_response')
    expectErr(await run(driver.provisioning.spawn(spawnRequestFor(asked))), 'invalid_response')
    expectErr(await run(driver.power.on({ node: asked.uuid })), 'invalid_response')
    expect(other.now).toMatchObject({ provision_state: 'available', instance_uuid: null })
    expect(simulator.requests.filter(({ method }) => method !== 'GET')).toEqual([])
  })
})
