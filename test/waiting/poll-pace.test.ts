import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WatchedNode } from 'ironic-driver'
import type { EndSpan } from '../../src/waiting/end-forecast.js'
import { forecastOf, nextLookMs, sharedForecast } from '../../src/waiting/poll-pace.js'
import { cheaperAsList } from '../../src/waiting/read-plan.js'
import { currentStep } from '../../src/waiting/watched-node.js'

const NODE: WatchedNode = {
  uuid: 'n1',
  name: null,
  instance_uuid: null,
  provision_state: 'deploying',
  target_provision_state: 'active',
  provision_updated_at: null,
  power_state: 'power on',
  target_power_state: null,
  reservation: null,
  last_error: null,
  maintenance: false,
  maintenance_reason: null,
  clean_step: null,
}

const MINUTE_MS = 60_000

interface Pace {
  readonly node?: WatchedNode
  readonly unchangedMs?: number
  readonly failures?: number
  readonly readMs?: number
  readonly random?: () => number
  readonly elapsedMs?: number
  readonly spans?: readonly EndSpan[]
}

/** The pause before the next look, to the nearest 100 ms, since it is computed as exactly as it needs to be. */
function pauseMs(pace: Pace): number {
  return Math.round(exactPauseMs(pace) / 100) * 100
}

function exactPauseMs(pace: Pace): number {
  const { node = NODE, unchangedMs = 0, failures = 0, readMs = 10, random = () => 0.5 } = pace
  const outlook = { elapsedMs: pace.elapsedMs ?? unchangedMs, spans: pace.spans ?? [] }
  return nextLookMs(forecastOf({ now: 0, node, unchangedMs, outlook }), { failures, readMs, random })
}

describe('the next read', () => {
  it.each<[string, Partial<WatchedNode>, number, number]>([
    ['right after a change', {}, 0, 1_000],
    ['after a while without one', {}, 12_000, 5_400],
    ['at a busy node', {}, 30_000, 6_000],
    ['at a busy node about a minute after its change', {}, MINUTE_MS, 1_300],
    ['at a busy node three quarters of a minute after its change', {}, 47_000, 2_200],
    ['at a busy node minutes after its change', {}, 3 * MINUTE_MS, 6_000],
    ['at a busy node ten minutes after its change', {}, 10 * MINUTE_MS, 12_000],
    ['at a busy node half an hour after its change', {}, 30 * MINUTE_MS, 15_000],
    ['at a node whose power changes', { target_power_state: 'power off' }, MINUTE_MS, 3_000],
    ['at a node that waits for its agent', { provision_state: 'wait call-back' }, MINUTE_MS, 10_000],
    ['at a node on hold', { provision_state: 'clean hold' }, MINUTE_MS, 10_000],
    [
      'while a disk is written',
      { deploy_step: { interface: 'deploy', step: 'write_image' } },
      MINUTE_MS,
      15_000,
    ],
    ['while an unknown state lasts', { provision_state: 'quantum leap' }, MINUTE_MS, 5_000],
  ])('%s comes after the expected time', (_when, fields, unchangedMs, expected) => {
    expect(pauseMs({ node: { ...NODE, ...fields }, unchangedMs })).toBe(expected)
  })

  it.each([
    [1, 2_000],
    [3, 8_000],
    [9, 30_000],
  ])('after %d failed reads comes after %d ms', (failures, expected) => {
    expect(pauseMs({ failures })).toBe(expected)
  })

  it.each([
    [1_000, 5_000],
    [8_000, 40_000],
    [65_000, 120_000],
  ])('after a read of %d ms comes after %d ms', (readMs, expected) => {
    expect(pauseMs({ readMs })).toBe(expected)
  })

  it('always comes after about one second or more, and within its bounds', () => {
    const number = fc.oneof(fc.integer(), fc.constantFrom(0, Number.NaN, Infinity, -Infinity))
    const span = fc.tuple(fc.nat(), fc.nat()).map(([fromMs, ms]) => ({ fromMs, toMs: fromMs + ms + 1 }))
    fc.assert(
      fc.property(
        number,
        fc.nat(50),
        fc.integer(),
        number,
        fc.array(span),
        (unchangedMs, failures, readMs, random, spans) => {
          fc.pre(!Number.isNaN(unchangedMs))
          const ms = exactPauseMs({ unchangedMs, failures, readMs, random: () => random, spans })
          expect(ms).toBeGreaterThanOrEqual(850)
          expect(ms).toBeLessThanOrEqual(138_000)
        },
      ),
    )
  })
})

describe('the next list for many waits like this one', () => {
  const pauseOf = (waits: number, unchangedMs: number, fields: Partial<WatchedNode> = {}) => {
    const node = { ...NODE, ...fields }
    const outlook = { elapsedMs: unchangedMs, spans: [] }
    const forecast = forecastOf({ now: 0, node, unchangedMs, outlook })
    return Math.round(sharedForecast(forecast, waits).unlearntMs / 100) * 100
  }

  it('comes at even distances at first, and later at a share of the time without a change', () => {
    expect([0, 20_000, 60_000, 3 * MINUTE_MS, 10 * MINUTE_MS].map((ms) => pauseOf(1_000, ms))).toEqual([
      1_800, 1_800, 1_800, 3_600, 12_000,
    ])
  })

  it('comes sooner the more waits share it', () => {
    expect([1, 4, 10, 50].map((waits) => pauseOf(waits, 30_000))).toEqual([6_100, 3_100, 2_100, 1_800])
  })

  it('comes no sooner where work is slow or waits for an agent', () => {
    expect(pauseOf(1_000, MINUTE_MS, { provision_state: 'wait call-back' })).toBe(10_000)
  })
})

describe('the next read of a wait like twelve earlier ones', () => {
  const spans = Array.from({ length: 12 }, () => ({ fromMs: 59_000, toMs: 61_000 }))
  const at = (elapsedMs: number) => pauseMs({ elapsedMs, unchangedMs: elapsedMs, spans })

  it('comes late while no end is near, but at most 1.5 times as late as the latest of a first wait', () => {
    expect([at(10_000), at(30_000)]).toEqual([9_000, 9_000])
  })

  it('comes when an end is likely', () => {
    expect(55_000 + at(55_000)).toBe(59_400)
  })

  it('comes every second while ends are likely, and as in a first wait afterwards', () => {
    expect([at(59_000), at(60_000), at(61_000)]).toEqual([1_000, 1_000, 1_300])
  })
})

describe('one list instead of single reads', () => {
  it.each([
    [1, undefined, false],
    [3, undefined, false],
    [4, undefined, true],
    [2, 10, true],
    [1, 10, false],
    [20, 5_000, false],
    [105, 5_000, false],
    [106, 5_000, true],
    [1_000, 1_000, true],
    [21, 1_000, false],
    [22, 1_000, true],
    [1, 0, false],
  ])('for %s nodes of %s: %s', (wanted, fleetSize, expected) => {
    expect(cheaperAsList(wanted, fleetSize)).toBe(expected)
  })
})

describe('the reported step', () => {
  const steps = {
    deploy_step: { interface: 'deploy', step: 'old_deploy' },
    clean_step: { interface: 'deploy', step: 'old_clean' },
    service_step: { interface: 'deploy', step: 'old_service' },
  }
  it.each([
    ['deploying', 'deploy.old_deploy'],
    ['wait call-back', 'deploy.old_deploy'],
    ['deploy failed', 'deploy.old_deploy'],
    ['cleaning', 'deploy.old_clean'],
    ['clean wait', 'deploy.old_clean'],
    ['servicing', 'deploy.old_service'],
    ['service hold', 'deploy.old_service'],
    ['available', undefined],
    ['active', undefined],
    ['deleting', undefined],
    ['rescuing', undefined],
  ])('in state "%s" is %s', (provision_state, expected) => {
    expect(currentStep({ ...NODE, ...steps, provision_state })).toBe(expected)
  })

  it.each([null, {}, { interface: 1, step: 2 }])('is undefined for %j', (deploy_step) => {
    expect(currentStep({ ...NODE, deploy_step })).toBeUndefined()
  })
})
