import * as act from './driver-actions.js'
import { SMALL_RACK } from './playground-fleet.js'
import type { PlaygroundSession } from './playground-session.js'
import * as cause from './trouble-actions.js'

/** A story that plays by itself. */
export interface Preset {
  readonly id: string
  readonly name: string
  /** What to watch. */
  readonly story: string
  readonly size: number
  readonly speed: number
  readonly play: (session: PlaygroundSession) => Promise<void>
}

export const PRESETS: readonly Preset[] = [
  {
    id: 'first-spawn',
    name: 'A first spawn',
    story:
      'One call reserves metal-1, checks it, deploys it, and returns when the instance is active. Watch the reads become rarer while the image is written.',
    size: SMALL_RACK,
    speed: 10,
    play: async (session) => {
      await act.spawn(session, 'metal-1')
    },
  },
  {
    id: 'failed-deployment',
    name: 'A deployment that fails',
    story:
      'The disk of metal-2 is full. The call returns an error that says so, and has undone what it did: when Ironic has cleaned the node, nothing of the instance is left.',
    size: SMALL_RACK,
    speed: 10,
    play: async (session) => {
      cause.failNextDeploy(session, 'metal-2')
      await act.spawn(session, 'metal-2')
    },
  },
  {
    id: 'another-node',
    name: 'A bad node is passed over',
    story:
      'The call asks for any large node. The first one turns out bad, so the driver puts it back and deploys the other: the caller sees one success.',
    size: SMALL_RACK,
    speed: 10,
    play: async (session) => {
      const spawning = act.spawn(session, { resourceClass: 'large' })
      cause.failNextDeploy(session, await firstTaken(session))
      await spawning
    },
  },
  {
    id: 'power-pulled',
    name: 'The power is pulled',
    story:
      'In the middle of the deployment metal-3 loses its power. Ironic waits in vain for the agent, then for the controller. The call ends with an error all the same, and gives the node up. Plug it in and bring it back.',
    size: SMALL_RACK,
    speed: 60,
    play: async (session) => {
      const spawning = act.spawn(session, 'metal-3')
      await whenStep(session, 'metal-3', 'write_image')
      cause.pullThePlug(session, 'metal-3')
      await spawning
    },
  },
  {
    id: 'lost-reply',
    name: 'A lost reply',
    story:
      'Ironic takes the request to deploy, but its reply never arrives. The driver does not send it again: it reads the node, sees its own deployment, and goes on.',
    size: SMALL_RACK,
    speed: 10,
    play: async (session) => {
      cause.loseNextReply(session)
      await act.spawn(session, 'metal-4')
    },
  },
  {
    id: 'fifty',
    name: 'Fifty spawns share their requests',
    story:
      'Fifty instances at once. The waits read all nodes in one request, so the count of requests hardly grows with the number of nodes.',
    size: 50,
    speed: 10,
    play: async (session) => {
      await act.spawnOnAll(session)
    },
  },
  {
    id: 'killed-caller',
    name: 'Caller killed, then resumed',
    story:
      'The process that spawns dies half way. Its successor spawns the same instance id, finds the deployment under way, and waits for it: nothing is deployed twice.',
    size: SMALL_RACK,
    speed: 10,
    play: async (session) => {
      void act.spawn(session, 'metal-1')
      await whenStep(session, 'metal-1', 'write_image')
      session.kill()
      await session.clock.sleep(10_000)
      await act.resume(session)
    },
  },
]

/** Waits, in time of the session, until a node deploys at a step. */
async function whenStep(session: PlaygroundSession, node: string, step: string): Promise<void> {
  while (session.node(node).now.deploy_step['step'] !== step) await session.clock.sleep(500)
}

/** Waits until a node carries an instance, and returns its name. */
async function firstTaken(session: PlaygroundSession): Promise<string> {
  for (;;) {
    const taken = session.nodes.find(({ now }) => now.instance_uuid !== null)
    if (taken !== undefined) return session.nameOf(taken.uuid)
    await session.clock.sleep(100)
  }
}
