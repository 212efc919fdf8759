import { IronicSimulator, type SimulatedRelease } from 'ironic-driver/testing'
import { describe, expect, it } from 'vitest'
import { rawIronic } from '../support/raw-ironic.js'

const VERSION: Readonly<Partial<Record<SimulatedRelease, string>>> = {
  '2023.1': '1.82',
  '2023.2': '1.87',
  '2025.1': '1.96',
  '2025.2': '1.101',
  '39.0': '1.115',
}

function nodeOf(release: SimulatedRelease, state: 'service failed' | 'service wait' | 'service hold') {
  const ironic = rawIronic({ release })
  const node = ironic.simulator.node({ name: 'a' }).inState(state)
  const ask = async (target: string, more: object = {}) => {
    const reply = await ironic.provision('a', target, more, { version: VERSION[release] ?? null })
    return reply.status
  }
  return { ...ironic, node, ask }
}

describe('leaving `service failed` differs by release, not by microversion', () => {
  it.each([
    ['2023.2', 'service failed', 'deleted', 400, 'service failed'],
    ['2025.1', 'service failed', 'deleted', 202, 'available'],
    ['2025.1', 'service wait', 'deleted', 400, 'service wait'],
    ['2025.2', 'service wait', 'deleted', 202, 'available'],
    ['2025.1', 'service failed', 'abort', 400, 'service failed'],
    ['2025.2', 'service failed', 'abort', 202, 'active'],
    ['2025.1', 'service wait', 'abort', 202, 'service failed'],
    ['2025.2', 'service wait', 'abort', 202, 'active'],
    ['2025.1', 'service hold', 'abort', 202, 'service failed'],
    ['39.0', 'service hold', 'abort', 202, 'active'],
  ] as const)('%s, %s, %s: %i, then %s', async (release, state, verb, status, end) => {
    const { ask, clock, node } = nodeOf(release, state)
    expect(await ask(verb)).toBe(status)
    await clock.advance(60_000)
    expect(node.now).toMatchObject({ provision_state: end, reservation: null })
  })

  it('a service aborted on an older server can still be destroyed', async () => {
    const { ask, clock, node } = nodeOf('2025.1', 'service wait')
    expect(await ask('deleted')).toBe(400)
    expect(await ask('abort')).toBe(202)
    expect(await ask('deleted')).toBe(202)
    await clock.advance(60_000)
    expect(node.now).toMatchObject({ provision_state: 'available', instance_uuid: null })
  })

  it("a held service resumes at once on newer servers, and otherwise at the agent's next call", async () => {
    for (const [release, next] of [
      ['2023.2', 'service wait'],
      ['2025.1', 'service wait'],
    ] as const) {
      const { ask, node } = nodeOf(release, 'service hold')
      expect(await ask('unhold')).toBe(202)
      expect(node.now.provision_state).toBe(next)
      expect(node.now.reservation === null).toBe(release === '2023.2')
    }
  })
})

it('a release has two names', () => {
  const minors = (release: SimulatedRelease) => new IronicSimulator({ release })
  for (const [number, name] of [
    ['21.4', '2023.1'],
    ['29.0', '2025.1'],
    ['35.0', '2026.1'],
  ] as const)
    expect(minors(number).snapshot()).toEqual(minors(name).snapshot())
  expect(() => minors('2022.2' as SimulatedRelease)).toThrow('unknown release "2022.2"')
})

it.each([
  ['2023.1', '1.82'],
  ['2024.1', '1.90'],
  ['2025.1', '1.96'],
  ['2026.1', '1.111'],
  ['39.0', '1.115'],
] as const)('%s offers up to %s', async (release, version) => {
  const { call } = rawIronic({ release })
  const { headers } = await call('GET', '/v1', undefined, { version: null })
  expect(headers['x-openstack-ironic-api-maximum-version']).toBe(version)
})

it('an older server has no service', async () => {
  const { simulator, provision } = rawIronic({ release: '2023.1' })
  simulator.node({ name: 'a' }).active()
  const reply = await provision('a', 'service', {}, { version: '1.82' })
  expect(reply.status).toBe(400)
})
