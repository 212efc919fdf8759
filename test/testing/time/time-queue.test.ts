import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { ManualClock } from 'ironic-driver/testing'
import { expect, it } from 'vitest'
import { NodeBuilder } from '../../../src/testing/controls/node-builder.js'
import { restoreSnapshot, takeSnapshot } from '../../../src/testing/controls/world-snapshot.js'
import { TimeQueue } from '../../../src/testing/time/time-queue.js'
import { simulatorSettings } from '../../../src/testing/world/simulator-settings.js'
import { World } from '../../../src/testing/world/world.js'

it('keeps the order of time after any additions and removals', () => {
  const step = fc.record({ at: fc.integer({ min: 0, max: 9 }), removes: fc.option(fc.nat(20)) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const queue = new TimeQueue<{ at: number; order: number; name: number }>()
      const kept: { at: number; order: number; name: number }[] = []
      for (const [name, { at, removes }] of steps.entries()) {
        const entry = { at, order: 0, name }
        queue.add(entry)
        kept.push(entry)
        const [gone] = removes === null ? [] : kept.splice(removes % kept.length, 1)
        if (gone !== undefined) queue.remove(gone)
        if (gone !== undefined) queue.remove(gone)
        const inOrder = kept.toSorted((a, b) => a.at - b.at || a.name - b.name)
        expect(queue.first()).toBe(inOrder[0])
        expect(queue.sorted()).toEqual(inOrder)
        expect(queue.size).toBe(kept.length)
      }
    }),
  )
})

it('frees an aborted sleep at once, with all that it holds', async () => {
  const clock = new ManualClock()
  const held: WeakRef<AbortController>[] = []
  const sleepAndAbort = async () => {
    const stop = new AbortController()
    held.push(new WeakRef(stop))
    const slept = clock.sleep(3_600_000, stop.signal)
    stop.abort()
    await slept
  }
  for (let index = 0; index < 100; index++) await sleepAndAbort()
  await collectGarbage()
  expect(held.filter((stop) => stop.deref() !== undefined)).toEqual([])
  expect(clock.pendingSleeps).toEqual([])
})

it('frees cancelled events', () => {
  const settings = simulatorSettings({ clock: new ManualClock(), hardware: 'redfish' })
  const world = new World(settings)
  new NodeBuilder(world, { name: 'rack3-node7' }).inState('clean wait')
  const untouched = takeSnapshot(world, { times: true })
  const coming = world.agenda.size
  expect(coming).toBeGreaterThan(0)
  for (let index = 0; index < 50; index++) restoreSnapshot(world, untouched)
  expect(world.agenda.size).toBe(coming)
  for (const stored of world.store.nodes.values()) world.removeNode(stored)
  expect(world.agenda.size).toBe(0)
})

async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // The last awaited value is still on the stack.
  await new Promise((resolve) => setImmediate(resolve))
  collect()
}
