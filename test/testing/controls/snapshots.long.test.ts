import fc from 'fast-check'
import type { WorldSnapshot } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { rawIronic, type RawIronic } from '../support/raw-ironic.js'

const IMAGE = { image_source: 'http://images/x.img', image_checksum: 'sha256:0' }
const STEP = { interface: 'bios', step: 'factory_reset' }
const throughJson = (world: WorldSnapshot) => JSON.parse(JSON.stringify(world)) as WorldSnapshot

/** Every operation, with its preconditions. */
const OPERATIONS = [
  ['enroll', 'manage', {}],
  ['available', 'active', {}],
  ['active', 'rebuild', {}],
  ['active', 'deleted', {}],
  ['manageable', 'provide', {}],
  ['manageable', 'clean', { clean_steps: [STEP] }],
  ['manageable', 'inspect', {}],
  ['manageable', 'adopt', {}],
  ['active', 'rescue', { rescue_password: 'x' }],
  ['rescue', 'unrescue', {}],
  ['active', 'service', { service_steps: [{ interface: 'vendor', step: 'log_passthrough' }, STEP] }],
  ['deploy hold', 'unhold', {}],
  ['clean hold', 'abort', {}],
] as const

/** Returns a simulator with two nodes, so that events due at the same moment have an order too. */
function twoNodes(hardware: 'fake-hardware' | 'redfish', state: (typeof OPERATIONS)[number][0]): RawIronic {
  const ironic = rawIronic({ hardware, seed: 5 })
  for (const name of ['a', 'b'])
    ironic.simulator.node({ name, instance_info: IMAGE }).withPort().inState(state)
  return ironic
}

describe.each(['fake-hardware', 'redfish'] as const)('on %s', (hardware) => {
  it.each(OPERATIONS)(
    'a world restored in the middle of %s, %s, goes on in another simulator',
    async (state, verb, more) => {
      const first = twoNodes(hardware, state)
      for (const name of ['a', 'b']) expect((await first.provision(name, verb, more)).status).toBe(202)
      for (const ms of [70, 500, 2_500, 5_000, 12_000]) {
        await first.clock.advance(ms)
        const saved = throughJson(first.simulator.snapshot({ times: true }))

        const second = rawIronic({ hardware, seed: 99 })
        await second.clock.advance(first.clock.now() - second.clock.now())
        second.simulator.restore(saved)
        expect(second.simulator.snapshot({ times: true })).toEqual(saved)

        await first.clock.advance(200_000)
        await second.clock.advance(200_000)
        expect(second.simulator.snapshot({ times: true })).toEqual(first.simulator.snapshot({ times: true }))
        first.simulator.restore(saved)
      }
    },
  )
})

it('the same seed and the same commands give the same world, down to the last identifier', async () => {
  const command = fc.oneof(
    fc.record({
      kind: fc.constant('verb' as const),
      node: fc.constantFrom('a', 'b', 'c'),
      verb: fc.constantFrom('active', 'deleted', 'manage', 'provide', 'inspect', 'abort', 'rebuild'),
    }),
    fc.record({ kind: fc.constant('power' as const), node: fc.constantFrom('a', 'b', 'c') }),
    fc.record({ kind: fc.constant('time' as const), ms: fc.integer({ min: 1, max: 60_000 }) }),
  )
  const play = async (
    seed: number,
    commands: readonly (typeof command extends fc.Arbitrary<infer T> ? T : never)[],
  ) => {
    const timings = {
      prepare: [10, 900],
      agentStep: ({ random }: { random: () => number }) => random() * 9_000,
    } as const
    const ironic = rawIronic({ hardware: 'redfish', seed, timings })
    for (const name of ['a', 'b', 'c'])
      ironic.simulator.node({ name, instance_info: IMAGE }).withPorts(2).available()
    const replies: unknown[] = []
    for (const next of commands) {
      if (next.kind === 'time') await ironic.clock.advance(next.ms)
      else if (next.kind === 'power') replies.push(await ironic.power(next.node, 'rebooting'))
      else replies.push(await ironic.provision(next.node, next.verb))
    }
    return { replies, world: ironic.simulator.snapshot({ times: true }) }
  }
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 1_000 }),
      fc.array(command, { maxLength: 15 }),
      async (seed, commands) => {
        const once = await play(seed, commands)
        expect(await play(seed, commands)).toEqual(once)
        expect((await play(seed + 1, commands)).world).not.toEqual(once.world)
      },
    ),
    { numRuns: 60, seed: 11 },
  )
})

it('a world changed after a snapshot differs from it, and equals it when restored', async () => {
  const { simulator, call, clock } = rawIronic({ networkInterface: 'flat' })
  const node = simulator.node({ name: 'a' }).withPort().available()
  const before = simulator.snapshot()
  await call('PATCH', '/v1/nodes/a', [{ op: 'add', path: '/extra/x', value: 1 }])
  await call('POST', '/v1/nodes/a/vifs', { id: 'vif-1' })
  node.failNext('deploy')
  await clock.advance(1_000)
  expect(simulator.snapshot()).not.toEqual(before)
  simulator.restore(throughJson(before))
  expect(simulator.snapshot()).toEqual(before)
})
