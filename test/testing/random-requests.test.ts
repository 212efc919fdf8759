import fc from 'fast-check'
import type { HttpMethod } from 'ironic-driver'
import { IronicSimulator, ManualClock } from 'ironic-driver/testing'
import { expect, it } from 'vitest'

const METHODS: readonly HttpMethod[] = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

const UUID = '11111111-1111-4111-8111-111111111111'

/** Parts that paths are made of, so that many lead somewhere. */
const part = fc.oneof(
  fc.constantFrom(
    ...['nodes', 'ports', 'portgroups', 'detail', 'states', 'power', 'provision', 'validate', 'maintenance'],
    ...[
      'vifs',
      'traits',
      'history',
      'inventory',
      'children',
      'a',
      'locked',
      UUID,
      'CUSTOM_A',
      '..',
      '%',
      '%zz',
    ],
  ),
  fc.string({ maxLength: 8 }),
)

const key = fc.oneof(
  fc.constantFrom('fields', 'limit', 'marker', 'sort_key', 'detail', 'target', 'reason', '__proto__', 'node'),
  fc.string({ maxLength: 6 }),
)
const value = fc.oneof(
  fc.constantFrom('1', '-1', 'true', 'active', 'power on', UUID, 'uuid,name', 'extra', 'toString'),
  fc.string({ maxLength: 8 }),
)

const query = fc
  .array(fc.tuple(key, value), { maxLength: 3 })
  .map((pairs) => new URLSearchParams(pairs).toString())

const path = fc
  .tuple(fc.constantFrom('/v1/', '/', '/v2/', ''), fc.array(part, { maxLength: 5 }), query)
  .map(([start, parts, asked]) => `${start}${parts.join('/')}${asked === '' ? '' : `?${asked}`}`)

const operation = fc.record(
  {
    op: fc.constantFrom('add', 'replace', 'remove', 'test'),
    path: fc.oneof(
      fc.constantFrom(
        '/extra',
        '/extra/a',
        '/name',
        '/instance_uuid',
        '/driver',
        '/maintenance',
        '/node_uuid',
        '/traits/0',
      ),
      fc.string({ maxLength: 10 }),
    ),
    value: fc.jsonValue({ maxDepth: 2 }),
  },
  { requiredKeys: [] },
)

const body = fc.oneof(
  fc.constant(undefined),
  fc.string({ maxLength: 20 }),
  fc.jsonValue({ maxDepth: 3 }).map((json) => JSON.stringify(json)),
  fc.array(operation, { maxLength: 3 }).map((patch) => JSON.stringify(patch)),
  fc
    .dictionary(
      fc.oneof(key, fc.constantFrom('driver', 'uuid', 'name', 'address', 'id', 'traits', 'clean_steps')),
      fc.jsonValue({ maxDepth: 2 }),
    )
    .map((given) => JSON.stringify(given)),
)

const headers = fc.record({
  'x-openstack-ironic-api-version': fc.oneof(
    fc.constantFrom('1.1', '1.22', '1.50', '1.115', 'latest'),
    fc.string({ maxLength: 6 }),
  ),
  'content-type': fc.constantFrom('application/json', 'text/plain', 'application/json; charset=utf-8'),
})

/** Where Ironic itself stumbles over what it is sent, the simulator says what it says. */
const STUMBLES = [
  /^'(value|conductor_group|interface|step)'$/,
  /got an unexpected keyword argument/,
  /has no attribute/,
  /cannot be None$/,
  /^Expecting value/,
  /^string indices must be integers/,
  /^Unexpected error raised by RPC$/,
]

it('answers whatever it is sent, and never with an error of its own', async () => {
  const clock = new ManualClock()
  const simulator = new IronicSimulator({ clock, networkInterface: 'neutron' })
  simulator.node({ name: 'a' }).withPorts(2).withPortgroup().available()
  simulator.node({ name: 'locked', uuid: UUID }).active().lock(Infinity)
  const request = fc.record({ method: fc.constantFrom(...METHODS), path, headers, body })
  const untouched = simulator.snapshot({ times: true })
  await fc.assert(
    fc.asyncProperty(request, async (sent) => {
      simulator.restore(untouched)
      const reply = (await clock.run(simulator.send(sent)))._unsafeUnwrap()
      const isReading = sent.method === 'GET' || sent.method === 'HEAD'
      if (reply.status >= 200 && reply.status < 300) {
        if (isReading) expect(simulator.snapshot()).toEqual(simulator.snapshot())
        return
      }
      if (sent.method === 'HEAD') return
      const outer = JSON.parse(reply.body) as { error_message: string }
      const inner = JSON.parse(outer.error_message) as { faultstring?: string }
      if (reply.status === 500)
        expect(
          STUMBLES.some((known) => known.test(inner.faultstring ?? '')),
          reply.body,
        ).toBe(true)
      else expect([400, 403, 404, 405, 406, 409]).toContain(reply.status)
    }),
    { numRuns: 3_000, seed: 42 },
  )
})
