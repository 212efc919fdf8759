import {
  bringBackCode,
  destroyCode,
  IMAGE,
  powerCode,
  rebootCode,
  rescueCode,
  spawnAllCode,
  spawnCode,
} from './action-code.js'
import type { PlaygroundCall } from './call-end.js'
import type { PlaygroundSession } from './playground-session.js'

type Wanted = string | { readonly resourceClass: string }

/** Spawns an instance on a node, or on any node of a class; `instance` continues one whose caller was killed. */
export function spawn(
  session: PlaygroundSession,
  node: Wanted,
  instance = session.newInstance(),
): Promise<PlaygroundCall> {
  const where = typeof node === 'string' ? node : `a ${node.resourceClass} node`
  return session.start({
    verb: 'provisioning.spawn',
    title: `Spawn ${instance.name} on ${where}`,
    nodes: typeof node === 'string' ? [node] : [],
    instance,
    code: spawnCode(instance, node),
    run: (driver, options) => driver.provisioning.spawn({ instance, node, image: IMAGE }, options),
    done: ({ name, node: uuid, outcome }) =>
      `${instance.name} is active on ${name ?? session.nameOf(uuid)} (${outcome})`,
  })
}

/** Spawns one instance on every node of the rack at once. */
export function spawnOnAll(session: PlaygroundSession): Promise<PlaygroundCall> {
  const names = session.nodes.map(({ uuid }) => session.nameOf(uuid))
  const requests = names.map((node) => ({ instance: session.newInstance(), node, image: IMAGE }))
  return session.start({
    verb: 'provisioning.spawnAll',
    title: `Spawn ${names.length} instances`,
    nodes: names,
    waits: names.length,
    code: spawnAllCode(names.length),
    run: (driver, options) => driver.provisioning.spawnAll(requests, options),
    done: ({ done, failed, notStarted }) =>
      `${done} of ${names.length} instances are active, ${failed + notStarted} are not`,
  })
}

/** Continues the spawns of a killed process, with the same instances, as its successor does. */
export function resume(session: PlaygroundSession): Promise<readonly PlaygroundCall[]> {
  return Promise.all(
    session.orphans.map(({ nodes: [node], instance }) =>
      spawn(session, node ?? { resourceClass: 'small' }, instance),
    ),
  )
}

export function destroy(session: PlaygroundSession, node: string): Promise<PlaygroundCall> {
  const instance = session.node(node).now.instance_uuid ?? undefined
  return session.start({
    verb: 'provisioning.destroy',
    title: `Destroy ${instance === undefined ? 'the instance' : session.nameOf(instance)} on ${node}`,
    nodes: [node],
    code: destroyCode(node, instance),
    run: (driver, options) =>
      driver.provisioning.destroy(instance === undefined ? { node } : { instance, node }, {
        ...options,
        until: 'available',
      }),
    done: ({ outcome }) => `The instance on ${node} is gone (${outcome})`,
  })
}

export function reboot(session: PlaygroundSession, node: string): Promise<PlaygroundCall> {
  return session.start({
    verb: 'power.reboot',
    title: `Reboot ${node}`,
    nodes: [node],
    code: rebootCode(node),
    run: (driver, options) =>
      driver.power.reboot({ node }, { ...options, mode: 'soft-then-hard', softTimeoutMs: 30_000 }),
    done: ({ done }) =>
      `${node} has restarted (${done === 'soft rebooting' ? 'by its operating system' : 'its power was cut'})`,
  })
}

export function switchPower(
  session: PlaygroundSession,
  node: string,
  verb: 'on' | 'off',
): Promise<PlaygroundCall> {
  return session.start({
    verb: `power.${verb}`,
    title: `Switch ${node} ${verb}`,
    nodes: [node],
    code: powerCode(node, verb),
    run: (driver, options) => driver.power[verb]({ node }, options),
    done: ({ power_state }) => `${node}: ${power_state}`,
  })
}

export function rescue(
  session: PlaygroundSession,
  node: string,
  verb: 'enter' | 'leave',
): Promise<PlaygroundCall> {
  return session.start({
    verb: `rescue.${verb}`,
    title: `${verb === 'enter' ? 'Rescue' : 'End the rescue of'} ${node}`,
    nodes: [node],
    code: rescueCode(node, verb),
    run: (driver, options) =>
      verb === 'enter'
        ? driver.rescue.enter({ node }, { password: 'a-new-secret' }, options)
        : driver.rescue.leave({ node }, options),
    done: ({ provision_state }) => `${node} is in ${provision_state}`,
  })
}

/** Brings a node back after a repair: ends its maintenance, and takes it to `available`. */
export function bringBack(session: PlaygroundSession, node: string): Promise<PlaygroundCall> {
  return session.start({
    verb: 'lifecycle.bringTo',
    title: `Bring ${node} back to available`,
    nodes: [node],
    code: bringBackCode(node),
    run: (driver, options) =>
      driver.lifecycle
        .endMaintenance({ node }, { signal: options.signal })
        .andThen(() => driver.lifecycle.bringTo({ node }, 'available', options)),
    done: ({ provision_state }) => `${node} is ${provision_state} again`,
  })
}
