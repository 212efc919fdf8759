import type { World } from '../world/world.js'
import { matchAllocation } from './allocation/allocation-matching.js'
import { EVENTS } from './events.js'
import { syncPower } from './machine/power-sync.js'
import type { Act } from './task/task.js'

/**
 * Plays all due events in order of time, each at its own moment. It runs whenever somebody looks, so an idle
 * world costs nothing.
 */
export function settle(world: World): void {
  const now = world.settings.clock.now()
  for (;;) {
    const entry = world.agenda.first()
    const at = Math.min(entry?.at ?? Infinity, world.nextPowerSync)
    if (at > now) break
    world.time = at
    if (entry === undefined || entry.at > world.nextPowerSync) {
      syncPower(world)
      continue
    }
    world.agenda.remove(entry)
    if ('allocation' in entry) {
      if (world.attempts.get(entry.allocation) === entry.attempt)
        matchAllocation(world, entry.allocation, entry.attempt)
      continue
    }
    const stored = world.store.nodes.get(entry.node)
    if (stored === undefined || stored.machine.future[entry.lane] !== entry.event) continue
    delete stored.machine.future[entry.lane]
    const act: Act = EVENTS[entry.event.act]
    act(world.task(stored), entry.event.details)
  }
  world.time = now
}
