import type { PlaygroundSession } from './playground-session.js'

const PROVISION = /\/states\/provision$/

/** Pulls the power cord: neither the controller nor the agent answers any more. */
export function pullThePlug(session: PlaygroundSession, node: string): void {
  session.unplugged.add(node)
  session.node(node).setController('silent').setAgent('silent')
  session.trouble(
    node,
    'The plug is pulled: controller and agent are silent',
    `simulator.find('${node}')
  ?.setController('silent')
  .setAgent('silent')`,
  )
}

export function plugIn(session: PlaygroundSession, node: string): void {
  session.unplugged.delete(node)
  session.muted.delete(node)
  session.node(node).setController('answers').setAgent('calls')
  session.trouble(
    node,
    'It is plugged in again',
    `simulator.find('${node}')
  ?.setController('answers')
  .setAgent('calls')`,
  )
}

export function silenceAgent(session: PlaygroundSession, node: string): void {
  session.muted.add(node)
  session.node(node).setAgent('silent')
  session.trouble(
    node,
    'The agent no longer calls; the controller answers',
    `simulator.find('${node}')?.setAgent('silent')`,
  )
}

export function failNextDeploy(session: PlaygroundSession, node: string): void {
  session.node(node).failNext('deploy', { at: 'write_image', lastError: 'No space left on device' })
  session.trouble(
    node,
    'Its next deployment will fail at write_image',
    `simulator.find('${node}')?.failNext('deploy', {
  at: 'write_image',
  lastError: 'No space left on device',
})`,
  )
}

export function lockNode(session: PlaygroundSession, node: string): void {
  if (session.node(node).now.reservation !== null) {
    session.trouble(node, 'It is locked already', `console.log(simulator.find('${node}')?.now.reservation)`)
    return
  }
  session.node(node).lock(8_000, { host: 'another-conductor' })
  session.trouble(
    node,
    'Another conductor holds its lock for 8 s',
    `simulator.find('${node}')?.lock(8_000, { host: 'another-conductor' })`,
  )
}

/** The next request that starts or ends a deployment takes effect, and its reply is lost. */
export function loseNextReply(session: PlaygroundSession): void {
  session.simulator.disruptions.next({ method: 'PUT', path: PROVISION }, 'drop-after')
  session.trouble(
    undefined,
    'The reply to the next change of a state will be lost',
    `simulator.disruptions.next({ method: 'PUT', path: /states\\/provision$/ }, 'drop-after')`,
  )
}

/** Ironic answers 503 to the next requests, as when all its workers are busy. */
export function answerBusy(session: PlaygroundSession): void {
  session.simulator.disruptions.next({}, 'busy', { times: 3 })
  session.trouble(
    undefined,
    'Ironic will answer the next 3 requests with 503',
    `simulator.disruptions.next({}, 'busy', { times: 3 })`,
  )
}

export function restartConductor(session: PlaygroundSession): void {
  session.simulator.restartConductor()
  session.trouble(undefined, 'The conductor died and started again', 'simulator.restartConductor()')
}
