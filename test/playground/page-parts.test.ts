import { describe, expect, test } from 'vitest'
import * as code from '../../docs/.vitepress/theme/playground/action-code.js'
import { clockText, lengthText } from '../../docs/.vitepress/theme/playground/clock-text.js'
import { codeTokens } from '../../docs/.vitepress/theme/playground/code-tokens.js'
import { EventLog } from '../../docs/.vitepress/theme/playground/event-log.js'
import { LaneHistory, marksFor, spanFor } from '../../docs/.vitepress/theme/playground/lane-history.js'
import { naiveRequests } from '../../docs/.vitepress/theme/playground/naive-poller.js'
import { isLook } from '../../docs/.vitepress/theme/playground/request-feed.js'
import { toneOf } from '../../docs/.vitepress/theme/playground/state-tones.js'

describe('the parts of the playground', () => {
  test('a poller reads each node every two seconds, for each wait apart', () => {
    expect(naiveRequests(5, [], 60_000)).toBe(5)
    expect(naiveRequests(5, [{ from: 0, to: 60_000 }], 90_000)).toBe(35)
    expect(naiveRequests(0, [{ from: 0 }, { from: 50_000 }], 60_000)).toBe(35)
  })

  test.each([
    ['GET', '/v1/nodes/6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10?fields=uuid,provision_state', true],
    ['GET', '/v1/nodes?limit=100&fields=uuid,provision_state', true],
    ['GET', '/v1/nodes/metal-1?fields=uuid,provision_state', false],
    ['GET', '/v1/nodes/6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10/validate', false],
    ['PUT', '/v1/nodes/6d1c1a8c-0a53-4b53-9df1-6f2e0f1c7a10/states/provision', false],
  ])('tells a read of a wait from other requests: %s %s', (method, path, expected) => {
    expect(isLook(method, path)).toBe(expected)
  })

  test('progress that reads the same is listed once', () => {
    const log = new EventLog()
    const progress = {
      name: 'metal-1',
      provision_state: 'deploying',
      target_provision_state: 'active',
      power_state: null,
      step: 'deploy.deploy',
      last_error: 'late',
    }
    log.progress(0, progress)
    log.progress(1_000, progress)

    expect(log.events.map(({ text }) => text)).toEqual([
      'deploying → active · deploy.deploy · power unknown · “late”',
    ])
  })

  test('a lane holds one segment for each state, without gaps', () => {
    const lanes = new LaneHistory()
    lanes.note('metal-1', 'available', 500)
    lanes.note('metal-1', 'available', 1_000)
    lanes.note('metal-1', 'deploying', 1_500)

    expect(lanes.of('metal-1')).toEqual([
      { state: 'available', from: 0, to: 1_500 },
      { state: 'deploying', from: 1_500, to: 1_500 },
    ])
  })

  test('the span of the time line doubles, with few marks', () => {
    expect([0, 120_000, 120_001, 600_000].map(spanFor)).toEqual([120_000, 120_000, 240_000, 960_000])
    for (const minutes of [2, 4, 8, 16, 64, 1_024])
      expect(marksFor(minutes * 60_000).length).toBeLessThanOrEqual(21)
  })

  test.each([
    ['available', 'ready'],
    ['wait call-back', 'deploying'],
    ['clean wait', 'cleaning'],
    ['active', 'up'],
    ['deploy failed', 'failed'],
    ['manageable', 'idle'],
    ['constructor', 'unknown'],
  ])('the colour of %s is that of %s', (state, tone) => {
    expect(toneOf(state)).toBe(tone)
  })

  test('times are short to read', () => {
    expect([0, 61_000, 3_661_000].map(clockText)).toEqual(['0:00', '1:01', '1:01:01'])
    expect([41_400, 60_000, 101_000].map(lengthText)).toEqual(['41 s', '1 min', '1 min 41 s'])
  })

  test('colouring keeps the code as it is', () => {
    const instance = { id: 'an-id', name: 'web-1' }
    for (const text of [
      code.SETUP_CODE,
      code.spawnCode(instance, 'metal-1'),
      code.destroyCode('metal-1', 'an-id'),
    ])
      expect(
        codeTokens(text)
          .map((token) => token.text)
          .join(''),
      ).toBe(text)
    expect(codeTokens("// why\nconst a = 'b'")[0]).toEqual({ text: '// why', is: 'comment' })
  })
})
