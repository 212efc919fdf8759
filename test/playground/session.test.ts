import { describe, expect, test } from 'vitest'
import * as act from '../../docs/.vitepress/theme/playground/driver-actions.js'
import { PlaygroundSession } from '../../docs/.vitepress/theme/playground/playground-session.js'
import { viewOf } from '../../docs/.vitepress/theme/playground/session-view.js'
import * as cause from '../../docs/.vitepress/theme/playground/trouble-actions.js'
import { whilePlaying } from './play-preset.js'

describe('a session of the playground', () => {
  test('shows a request as it is sent, and its status when the reply comes', async () => {
    const session = new PlaygroundSession()
    void act.spawn(session, 'metal-1')
    await session.advance(10)

    expect(viewOf(session).requests[0]).toMatchObject({ method: 'GET', route: '/' })
    expect(viewOf(session).requests[0]?.outcome).toBeUndefined()
    await session.advance(200)
    expect(viewOf(session).requests.at(-1)).toMatchObject({ outcome: 200, durationMs: 20 })
    expect(viewOf(session).requests.map(({ route }) => route)).toContain('/v1/nodes/metal-1/states/provision')
  })

  test('restarts, rescues and switches off a deployed node', async () => {
    const session = new PlaygroundSession()
    await whilePlaying(session, act.spawn(session, 'metal-1'))
    await whilePlaying(session, act.reboot(session, 'metal-1'))
    await whilePlaying(session, act.rescue(session, 'metal-1', 'enter'))
    await whilePlaying(session, act.rescue(session, 'metal-1', 'leave'))
    await whilePlaying(session, act.switchPower(session, 'metal-1', 'off'))

    expect(session.calls.map(({ end }) => end?.ok)).toEqual([true, true, true, true, true])
    expect(viewOf(session).nodes[0]).toMatchObject({ state: 'active', power: 'power off' })
  })

  test('undoes a spawn whose calls are aborted', async () => {
    const session = new PlaygroundSession()
    const spawning = act.spawn(session, { resourceClass: 'large' })
    await session.advance(20_000)
    session.abort()

    expect((await whilePlaying(session, spawning)).end).toMatchObject({ ok: false, kind: 'aborted' })
    await session.advance(300_000)
    expect(session.simulator.leftovers()).toEqual([])
  })

  test('sends nothing for a process that was killed', async () => {
    const session = new PlaygroundSession()
    void act.spawn(session, 'metal-1')
    await session.advance(20_000)
    session.kill()
    const sent = session.feed.entries.length
    await session.advance(300_000)

    expect(session.feed.entries).toHaveLength(sent)
    expect(viewOf(session)).toMatchObject({ running: [], orphans: [{ instance: { name: 'web-1' } }] })
    expect(viewOf(session).nodes[0]?.state).toBe('active')
  })

  test('gets through a locked node, a busy Ironic and a restarted conductor', async () => {
    const session = new PlaygroundSession()
    cause.lockNode(session, 'metal-1')
    cause.lockNode(session, 'metal-1')
    cause.answerBusy(session)
    expect(viewOf(session).pendingDisruptions).toBe(3)
    await whilePlaying(session, act.spawn(session, 'metal-1'))
    cause.restartConductor(session)

    expect(session.calls[0]?.end?.ok).toBe(true)
    expect(viewOf(session).pendingDisruptions).toBe(0)
  })

  test('reports a deployment whose agent no longer calls', async () => {
    const session = new PlaygroundSession()
    const spawning = act.spawn(session, 'metal-1')
    cause.silenceAgent(session, 'metal-1')

    expect((await whilePlaying(session, spawning)).end).toMatchObject({
      ok: false,
      kind: 'transition_failed',
    })
  })

  test('describes each instance of a bulk call once, and cuts long lists', async () => {
    const session = new PlaygroundSession()
    const { end } = await whilePlaying(session, act.spawnOnAll(session))

    expect(end).toMatchObject({ ok: true, text: '6 of 6 instances are active, 0 are not' })
    expect(end?.json).toContain('… 3 more')
  })
})
