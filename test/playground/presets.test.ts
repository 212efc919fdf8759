import { describe, expect, test } from 'vitest'
import { bringBack, destroy } from '../../docs/.vitepress/theme/playground/driver-actions.js'
import { viewOf } from '../../docs/.vitepress/theme/playground/session-view.js'
import { plugIn } from '../../docs/.vitepress/theme/playground/trouble-actions.js'
import { playPreset, whilePlaying } from './play-preset.js'

const MINUTE_MS = 60_000

describe('the stories of the playground', () => {
  test('a first spawn ends with an active node', async () => {
    const view = viewOf(await playPreset('first-spawn'))

    expect(view.nodes[0]).toMatchObject({ name: 'metal-1', state: 'active', tone: 'up', instance: 'web-1' })
    expect(view.lastEnded?.end).toMatchObject({ ok: true, text: 'web-1 is active on metal-1 (deployed)' })
  })

  test('a failed deployment leaves nothing behind once the node is cleaned', async () => {
    const session = await playPreset('failed-deployment')
    expect(viewOf(session).lastEnded?.end).toMatchObject({ ok: false, kind: 'transition_failed' })

    await session.advance(5 * MINUTE_MS)

    expect(viewOf(session)).toMatchObject({ leftovers: [], quiet: true })
    expect(session.simulator.leftovers()).toEqual([])
  })

  test('a bad node is passed over for another one of its class', async () => {
    const session = await playPreset('another-node')

    expect(session.calls).toHaveLength(1)
    expect(session.calls[0]?.end?.ok).toBe(true)
    expect(session.nodes.map(({ history }) => history.length > 0)).toContain(true)
  })

  test('a node whose power was pulled fails, and comes back after the repair', async () => {
    const session = await playPreset('power-pulled')
    expect(viewOf(session).lastEnded?.end).toMatchObject({ ok: false, kind: 'transition_failed' })

    await session.advance(6 * MINUTE_MS)
    expect(viewOf(session).nodes[2]).toMatchObject({ state: 'clean failed', unplugged: true })
    plugIn(session, 'metal-3')
    await whilePlaying(session, bringBack(session, 'metal-3'))

    expect(viewOf(session).nodes[2]).toMatchObject({
      state: 'available',
      unplugged: false,
      maintenance: false,
    })
  })

  test('a lost reply does not deploy twice', async () => {
    const session = await playPreset('lost-reply')

    const changes = session.feed.entries.filter(({ method }) => method === 'PUT')
    expect(changes.map(({ outcome }) => outcome)).toEqual(['network_failure'])
    expect(session.calls[0]?.end?.ok).toBe(true)
  })

  test('fifty spawns send a fraction of the requests of a poller', async () => {
    const { sent, naive, nodes } = viewOf(await playPreset('fifty'))

    expect(nodes.every(({ state }) => state === 'active')).toBe(true)
    expect(sent).toBeLessThan(naive / 5)
  })

  test('a killed caller is continued with the same instance, without a second deployment', async () => {
    const session = await playPreset('killed-caller')

    expect(session.calls.map(({ killed, end }) => ({ killed, ok: end?.ok }))).toEqual([
      { killed: true, ok: undefined },
      { killed: undefined, ok: true },
    ])
    expect(session.calls[1]?.end).toMatchObject({ text: 'web-1 is active on metal-1 (joined)' })
    expect(session.feed.entries.filter(({ method }) => method === 'PUT')).toHaveLength(1)
  })

  test('destroys what a story has spawned', async () => {
    const session = await playPreset('first-spawn')

    await whilePlaying(session, destroy(session, 'metal-1'))

    expect(viewOf(session).nodes[0]).toMatchObject({ state: 'available', instance: '' })
    expect(session.simulator.leftovers()).toEqual([])
  })
})
