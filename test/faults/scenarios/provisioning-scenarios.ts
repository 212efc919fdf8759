import { INSTANCE, type Actor } from '../matrix-site.js'
import { onlyOutcome } from './only-outcome.js'
import type { Call, FollowUp, Scenarios } from './scenario.js'

/** Returns the instance, and its node where the world names it. */
const machine = ({ request, target }: Actor) =>
  typeof request.node === 'string' ? { ...target, instance: INSTANCE } : { instance: INSTANCE }

const spawned = ({ driver, request }: Actor) => driver.provisioning.spawn(request)
const asked = ({ driver, request }: Actor) => driver.provisioning.requestSpawn(request)
const reserved = ({ driver, request }: Actor) =>
  driver.provisioning.reserve({ instance: INSTANCE, node: request.node })

const destroy: Call = (actor, options) =>
  actor.driver.provisioning.destroy(machine(actor), { ...options, until: 'available' })

const DESTROYED: FollowUp = { call: destroy, endsIn: 'before' }

export const PROVISIONING_SCENARIOS: Scenarios = {
  plan: { picks: true, call: ({ driver, request }, options) => driver.provisioning.plan(request, options) },
  reserve: {
    picks: true,
    call: ({ driver, request }, options) =>
      driver.provisioning.reserve({ instance: INSTANCE, node: request.node }, options),
    followUps: { destroy: DESTROYED },
  },
  release: {
    picks: true,
    after: reserved,
    call: ({ driver, carrier }, options) =>
      driver.provisioning.release({ instance: INSTANCE, node: carrier() }, options),
    followUps: { destroy: { call: destroy, endsIn: 'done' } },
  },
  spawn: {
    picks: true,
    spawns: true,
    waits: true,
    call: ({ driver, request }, options) => driver.provisioning.spawn(request, options),
    followUps: { destroy: DESTROYED },
  },
  requestSpawn: {
    picks: true,
    spawns: true,
    call: ({ driver, request }, { deadlineMs: _, ...options }) =>
      driver.provisioning.requestSpawn(request, options),
    followUps: { destroy: DESTROYED },
  },
  waitForSpawn: {
    picks: true,
    waits: true,
    underWay: true,
    after: asked,
    call: (actor, options) => actor.driver.provisioning.waitForSpawn(machine(actor), options),
  },
  destroy: { picks: true, waits: true, after: spawned, call: destroy },
  requestDestroy: {
    picks: true,
    waits: true,
    after: spawned,
    call: (actor, options) => actor.driver.provisioning.requestDestroy(machine(actor), options),
    followUps: { destroy: { call: destroy, endsIn: 'done' } },
  },
  waitForDestroy: {
    waits: true,
    underWay: true,
    after: async (actor) => {
      const there = await spawned(actor)
      return there.isErr() ? there : actor.driver.provisioning.requestDestroy(machine(actor))
    },
    call: ({ driver, target }, options) =>
      driver.provisioning.waitForDestroy({ ...target, instance: INSTANCE }, options),
  },
  spawnAll: {
    picks: true,
    spawns: true,
    waits: true,
    call: async ({ driver, request }, options) =>
      onlyOutcome(await driver.provisioning.spawnAll([request], options)),
    followUps: { destroy: DESTROYED },
  },
  destroyAll: {
    picks: true,
    waits: true,
    after: spawned,
    call: async (actor, options) =>
      onlyOutcome(
        await actor.driver.provisioning.destroyAll([machine(actor)], { ...options, until: 'available' }),
      ),
  },
  status: { call: ({ driver, target }, options) => driver.provisioning.status(target, options) },
}
