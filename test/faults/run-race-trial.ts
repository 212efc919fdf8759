import type { Transport } from 'ironic-driver'
import { baseRun, preparedSite, type BaseRun } from './base-run.js'
import type { MatrixCase, RaceMode } from './matrix-case.js'
import { INSTANCE, type Actor, type MatrixSite } from './matrix-site.js'
import { isDone, saysInDoubt, judgeFailure, judgeInvariants, leftBehind, describeAll } from './judge-world.js'
import { scenarioOf } from './operations.js'
import type { Call, Pending, Scenario } from './scenarios/scenario.js'
import { ending, errorOf, isOkEnd, settledWorld, type Ending } from './trial-run.js'
import type { Violation } from './violation.js'
import { stable, type WorldFacts } from './world-facts.js'

export const RACE_MODES: readonly RaceMode[] = ['before', 'after', 'beside']

/** Another instance than the requested one. */
const SECOND = '0e8f5a3c-9b1d-4f0a-b1c6-7d2e3f4a5b6c'

const machine = ({ request, target }: Actor) =>
  typeof request.node === 'string' ? { ...target, instance: INSTANCE } : { instance: INSTANCE }

/** What another driver does meanwhile. */
const RIVALS: Readonly<Record<string, Call>> = {
  destroy: ({ driver }) => driver.provisioning.destroy({ instance: INSTANCE }),
  'destroy-named': (actor) => actor.driver.provisioning.destroy(machine(actor)),
  release: ({ driver, carrier }) => driver.provisioning.release({ instance: INSTANCE, node: carrier() }),
  redeploy: ({ driver }) => driver.rebuild.redeploy({ instance: INSTANCE }),
  rescue: ({ driver }) => driver.rescue.enter({ instance: INSTANCE }, { password: 'rescue-password' }),
  maintenance: ({ driver, carrier }) => driver.lifecycle.maintenance({ node: carrier() }, { reason: 'fan' }),
  spawn: ({ driver, request }) => driver.provisioning.spawn(request),
  'other-instance': ({ driver, request }) =>
    driver.provisioning.spawn({ ...request, instance: { id: SECOND, name: 'web-1' } }),
}

/** Returns the possible rivals of an operation; `same` is the same call by another driver. */
export function rivalsOf(operation: string): readonly string[] {
  if (/^provisioning\.(spawn|requestSpawn)$/.test(operation))
    return ['same', ...Object.keys(RIVALS).filter((name) => name !== 'spawn')]
  if (operation === 'provisioning.destroy') return ['same', 'spawn', 'redeploy', 'rescue', 'maintenance']
  if (operation === 'provisioning.reserve') return ['same', 'destroy', 'release', 'other-instance']
  if (operation === 'rebuild.redeploy' || operation === 'rescue.enter') return ['same', 'maintenance']
  return ['same']
}

interface Race {
  readonly scenario: Scenario
  readonly site: MatrixSite
  readonly base: BaseRun
  readonly own: Ending
  readonly rival: Ending
  readonly world: WorldFacts
}

/** Runs an operation while another driver does something at one of its requests, and judges the world. */
export async function runRaceTrial(
  { operation, world }: Pick<MatrixCase, 'operation' | 'world'>,
  { rival, mode, at }: { readonly rival: string; readonly mode: RaceMode; readonly at: number },
): Promise<readonly Violation[]> {
  const scenario = scenarioOf(operation)
  const base = await baseRun(operation, world)
  const site = await preparedSite(scenario, world)
  const call = rival === 'same' ? scenario.call : RIVALS[rival]
  if (call === undefined)
    throw new TypeError(`Unknown rival "${rival}". Use one of ${Object.keys(RIVALS).join(', ')}.`)
  let other: Promise<Ending> | undefined
  const meet = () => (other ??= plainEnding(() => call(site.actor(), {})))
  const actor = site.actor(meetingTransport(site, { mode, at, meet }), 'own')
  const own = await ending(site, () => scenario.call(actor, {}))
  if (other === undefined) return []
  const met = other
  const rivals = await ending(site, async () => {
    const end = await met
    if (end.is !== 'settled') throw new Error(end.is)
    return end.outcome
  })
  const judged = {
    scenario,
    site,
    base,
    own,
    rival: rivals,
    world: await settledWorld(site),
  }
  return judgeRace(judged, rival)
}

function meetingTransport(
  { ironic }: MatrixSite,
  { mode, at, meet }: { readonly mode: RaceMode; readonly at: number; readonly meet: () => Promise<Ending> },
): Transport {
  let sent = 0
  return {
    send: async (request) => {
      sent += 1
      if (sent !== at) return ironic.send(request)
      if (mode === 'before') await meet()
      if (mode === 'beside') void meet()
      const reply = await ironic.send(request)
      if (mode === 'after') await meet()
      return reply
    },
  }
}

async function plainEnding(work: () => Pending): Promise<Ending> {
  try {
    return { is: 'settled', outcome: await work() }
  } catch (cause) {
    return { is: 'threw', what: String(cause) }
  }
}

async function judgeRace(race: Race, rival: string): Promise<readonly Violation[]> {
  const { site, base, own, world } = race
  for (const end of [own, race.rival]) {
    if (end.is === 'pending') return [{ rule: 'never settled', why: 'a Result has not come in three days' }]
    if (end.is === 'threw') return [{ rule: 'threw', why: end.what }]
  }
  if (rival === 'other-instance') return judgeSecond(race)
  const found = judgeInvariants(site, base, world)
  if (rival === 'maintenance') return [...found, ...(await judgeMaintained(race))]
  found.push(...judgeByRival(race, rival))
  if (found.length > 0 || leftBehind(base.idle, world).length === 0) return found
  return isOkEnd(own) ? found : followedUp(race)
}

function judgeByRival(race: Race, rival: string): Violation[] {
  const { own, world } = race
  switch (rival) {
    case 'same':
    case 'spawn':
      return judgeTwins(race, rival)
    case 'rescue':
      if (isOkEnd(race.rival) && stable(world.nodes).includes('"provision_state":"rescue"')) return []
      return isOkEnd(own) ? judgeAs(race) : judgeOne(race)
    case 'redeploy':
      return isOkEnd(own) || isOkEnd(race.rival) ? judgeAs(race) : judgeOne(race)
    default:
      return judgeTornDown(race)
  }
}

/** Judges a race with a tear-down: one of the two reported outcomes must hold. */
function judgeTornDown(race: Race): Violation[] {
  const { base, own, rival, world } = race
  const [isOwn, isRival] = [isOkEnd(own), isOkEnd(rival)]
  const isGone = leftBehind(base.idle, world).length === 0
  if (isOwn && isRival) {
    // They ran at the same time: either may have been the last.
    if (isGone || isDone(base, world)) return []
    return [{ rule: 'ok but not done', why: `both succeeded: ${describeAll(leftBehind(base.idle, world))}` }]
  }
  if (isOwn) return isGone ? [] : judgeAs(race)
  return judgeOne(race)
}

/** Judges two equal calls: one takes effect, and both report it correctly. */
function judgeTwins(race: Race, rival: string): Violation[] {
  const { base, own } = race
  // The spawn may follow the removal of the instance while the node is still being cleaned.
  if (rival === 'spawn') return isDone({ ...base, done: base.idle }, race.world) ? [] : judgeTornDown(race)
  if (!isOkEnd(own) && !isOkEnd(race.rival))
    return [{ rule: 'race lost for both', why: `${messageOf(own)} / ${messageOf(race.rival)}` }]
  const isSpawn = stable(base.done) !== stable(base.idle) && race.base.trace.some(isDeployment)
  if (isSpawn && !(isOkEnd(own) && isOkEnd(race.rival)))
    return [{ rule: 'race reported wrongly', why: `${messageOf(own)} / ${messageOf(race.rival)}` }]
  return judgeAs(race)
}

function isDeployment({ method, path }: BaseRun['trace'][number]): boolean {
  return method === 'PATCH' && path.startsWith('/v1/nodes/')
}

/** Judges maintenance that a rival set: only the rival may end it, and only then may the rest go on. */
async function judgeMaintained(race: Race): Promise<Violation[]> {
  const { site, base, own, world } = race
  const maintained = Object.values(world.nodes).filter(({ maintenance }) => maintenance === true)
  const isRight = maintained.length === 1 && maintained[0]?.['maintenance_reason'] === 'fan'
  if (isOkEnd(race.rival) && !isRight)
    return [
      {
        rule: 'race reported wrongly',
        why: `the maintenance that somebody else has begun is on ${maintained.length} nodes, ${stable(maintained[0]?.['maintenance_reason'])}`,
      },
    ]
  if (isOkEnd(own) && isDone(base, unmaintained(world))) return []
  // Cleaning stops or fails in maintenance, which its caller has to repair.
  for (const node of site.simulator.nodes)
    node.force({
      maintenance: false,
      maintenance_reason: null,
      fault: null,
      ...(['clean failed', 'clean wait'].includes(node.now.provision_state)
        ? { provision_state: 'available' }
        : {}),
    })
  const later = await settledWorld(site)
  if ([base.done, base.idle].some((wanted) => leftBehind(wanted, later).length === 0)) return []
  if (isOkEnd(own)) return isHeldUp(later) ? [] : judgeAs({ ...race, world: later })
  const error = errorOf(own)
  const found = error === undefined || saysInDoubt(error) ? [] : judgeFailure(base, later, error)
  return found.length > 0 ? found : followedUp(race)
}

/**
 * Returns whether a node is in maintenance, where Ironic hears no agent, so that a requested deployment may
 * have failed.
 */
function isHeldUp({ nodes }: WorldFacts): boolean {
  return Object.values(nodes).some(
    ({ instance_uuid: instance, provision_state: state }) =>
      instance === INSTANCE && /^(wait call-back|deploy failed)$/.test(String(state)),
  )
}

function unmaintained(world: WorldFacts): WorldFacts {
  const nodes = Object.entries(world.nodes).map(([uuid, facts]) => [
    uuid,
    { ...facts, maintenance: false, maintenance_reason: null, fault: null },
  ])
  return { ...world, nodes: Object.fromEntries(nodes) as WorldFacts['nodes'] }
}

function judgeAs({ base, world }: Race): Violation[] {
  return isDone(base, world)
    ? []
    : [{ rule: 'ok but not done', why: describeAll(leftBehind(base.done, world)) }]
}

/** Judges the world as after one call: nothing is left that its error does not mention. */
function judgeOne({ base, own, rival, world }: Race): Violation[] {
  const errors = [own, rival].map(errorOf).filter((error) => error !== undefined)
  const judged = errors.map((error) => judgeFailure(base, world, error))
  return judged.some((found) => found.length === 0) ? [] : (judged[0] ?? [])
}

/** Judges another instance on the same node, or on the next. */
function judgeSecond({ site, base, own, rival, world }: Race): Violation[] {
  const deployed = Object.values(world.nodes).filter(({ instance_uuid: instance }) =>
    [INSTANCE, SECOND].includes(String(instance)),
  )
  const isPicked = typeof site.request.node !== 'string'
  const wanted = isPicked ? 2 : 1
  const oks = [own, rival].filter(isOkEnd).length
  const found = judgeInvariants(site, twoMachines(base), world)
  if (oks !== wanted || deployed.length !== wanted)
    found.push({
      rule: 'race reported wrongly',
      why: `${oks} succeeded, ${deployed.length} nodes are taken: ${messageOf(own)} / ${messageOf(rival)}`,
    })
  return found
}

/** Returns the base as if every node of the class had an instance. */
function twoMachines(base: BaseRun): BaseRun {
  const nodes = Object.entries(base.done.nodes).map(([uuid, facts]) => [
    uuid,
    facts['resource_class'] === 'gold' ? { ...facts, provision_state: 'active' } : facts,
  ])
  return { ...base, done: { ...base.done, nodes: Object.fromEntries(nodes) as WorldFacts['nodes'] } }
}

/** Calls what undoes the call, or else the call itself, after a failure. */
async function followedUp({ scenario, site, base }: Race): Promise<Violation[]> {
  const undo = Object.entries(scenario.followUps ?? {}).find(([, { endsIn }]) => endsIn === 'before')
  const [name, call, wanted] =
    undo === undefined
      ? (['the same call again', scenario.call, base.done] as const)
      : ([undo[0], undo[1].call, base.idle] as const)
  const end = await ending(site, () => call(site.actor(), {}))
  const world = await settledWorld(site)
  if (!isOkEnd(end)) return [{ rule: 'follow-up failed', why: `${name}: ${messageOf(end)}` }]
  const left = leftBehind(wanted, world)
  return left.length === 0 ? [] : [{ rule: 'follow-up left something', why: `${name}: ${describeAll(left)}` }]
}

function messageOf(end: Ending): string {
  const error = errorOf(end)
  return error === undefined ? end.is : `${error.kind}: ${error.message}`
}
