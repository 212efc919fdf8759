import fc from 'fast-check'
import { IronicSimulator, ManualClock, type SimulatorOptions } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { ANY_REQUEST, KNOWN, type RandomRequest } from '../support/random-requests.js'

/** Refusals in which Ironic itself fails on what it received; the simulator repeats them. */
const STUMBLES = [
  /^'(value|conductor_group|interface|step)'$/,
  /got (an unexpected keyword argument|multiple values for argument)/,
  /takes (from )?\d .*positional arguments? but \d (was|were) given$/,
  /^tuple index out of range$/,
  /^'\w+' object (has no attribute|is not iterable)/,
  /has no attribute/,
  /^(list index out of range|'NoneType' object is not iterable|list indices must be integers)/,
  /has no len\(\)$|association proxy can't be used|object doesn't support item deletion$/,
  /cannot be None$/,
  /^(Expecting|Unterminated string|Extra data)/,
  /^string indices must be integers/,
  /^Unexpected error raised by RPC$/,
]

const REFUSALS = [400, 403, 404, 405, 406, 409, 413]

async function world(options: SimulatorOptions) {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ ...options, clock })
  simulator
    .node({ name: 'a', uuid: KNOWN.other, resource_class: 'CUSTOM_LARGE', traits: ['CUSTOM_A'] })
    .withPortgroup({ uuid: KNOWN.portgroup })
    .withPort({ uuid: KNOWN.port })
    .withPort()
    .available()
  simulator.node({ name: 'locked', uuid: KNOWN.node }).active().lock(Infinity)
  simulator.node({ name: 'busy' }).inState('clean wait')
  const make = async (path: string, body: object) => {
    const headers = { 'x-openstack-ironic-api-version': 'latest', 'content-type': 'application/json' }
    const sent = { method: 'POST', path, headers, body: JSON.stringify(body) } as const
    expect((await clock.run(simulator.send(sent)))._unsafeUnwrap().status).toBeLessThan(405)
  }
  await make('/v1/chassis', { uuid: KNOWN.other })
  await make('/v1/allocations', { uuid: KNOWN.other, name: 'big', resource_class: 'CUSTOM_HUGE' })
  const steps = [{ interface: 'bios', step: 'factory_reset', args: {}, priority: 1, order: 1 }]
  await make('/v1/deploy_templates', { uuid: KNOWN.other, name: 'CUSTOM_A', steps })
  await make('/v1/runbooks', { uuid: KNOWN.other, name: 'CUSTOM_A', steps })
  await make('/v1/volume/targets', {
    uuid: KNOWN.other,
    node_uuid: KNOWN.other,
    volume_type: 'iscsi',
    volume_id: 'v',
    boot_index: 0,
  })
  await clock.advance(60_000)
  return { clock, simulator }
}

/** Checks that a refusal has one of Ironic's three forms, and returns its text. */
function expectFault(status: number, text: string): string {
  const outer = JSON.parse(text) as { error_message?: string; faultstring?: string }
  if (outer.error_message === undefined) {
    expect(outer).toEqual({ faultcode: 'Client', faultstring: expect.any(String) as unknown })
    return outer.faultstring ?? ''
  }
  const inner = JSON.parse(outer.error_message) as { faultstring?: string; code?: number }
  if (inner.code !== undefined)
    expect(inner).toEqual({
      code: status,
      title: expect.any(String) as unknown,
      description: expect.any(String) as unknown,
    })
  else
    expect(inner).toEqual({
      faultcode: status < 500 ? 'Client' : 'Server',
      faultstring: expect.any(String) as unknown,
      debuginfo: null,
    })
  return inner.faultstring ?? ''
}

it.each([
  { release: '39.0', hardware: 'fake-hardware', networkInterface: 'neutron' },
  { release: '39.0', hardware: 'redfish', networkInterface: 'flat' },
  { release: '21.4', hardware: 'fake-hardware' },
] as const)('answers any request, and never with an error of its own: %j', async (options) => {
  const { clock, simulator } = await world(options)
  const untouched = simulator.snapshot({ times: true })
  const ask = async (sent: RandomRequest) => (await clock.run(simulator.send(sent)))._unsafeUnwrap()
  await fc.assert(
    fc.asyncProperty(ANY_REQUEST, async (sent) => {
      simulator.restore(untouched)
      const reply = await ask(sent)
      const isReading = sent.method === 'GET' || sent.method === 'HEAD'
      if (sent.method === 'HEAD') expect(reply.body).toBe('')
      if (reply.status < 400) {
        expect(reply.status).toBeGreaterThanOrEqual(200)
        if (reply.body !== '') JSON.parse(reply.body)
        if (isReading) expect((await ask(sent)).body).toBe(reply.body)
        return
      }
      if (reply.body === '') {
        // Ironic sends an empty reply when the list of a node's children is requested with too many
        // arguments.
        const stumbles = sent.path.includes('/children') ? [500] : []
        if (sent.method !== 'HEAD') expect([404, 405, ...stumbles]).toContain(reply.status)
        return
      }
      const fault = expectFault(reply.status, reply.body)
      if (reply.status === 500)
        expect(
          STUMBLES.some((known) => known.test(fault)),
          fault,
        ).toBe(true)
      else expect(REFUSALS).toContain(reply.status)
    }),
    { numRuns: 3_000, seed: 42 },
  )
})
