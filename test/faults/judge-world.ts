import type { IronicDriverError } from 'ironic-driver'
import type { BaseRun } from './base-run.js'
import type { MatrixSite } from './matrix-site.js'
import type { Violation } from './violation.js'
import {
  differences,
  sameButForPlaces,
  stable,
  unallocated,
  withoutTraits,
  type Difference,
  type WorldFacts,
} from './world-facts.js'

/**
 * Ironic powers machines on and off by itself while it works, so their power does not show what was undone.
 */
const POWER = ['power_state', 'hardware_power']

/** States in which somebody's instance runs or is being deployed. */
const OCCUPIED =
  /^(deploying|wait call-back|deploy failed|deploy hold|active|rebuild|rescue|rescuing|rescue wait|rescue failed|unrescuing|unrescue failed|servicing|service wait|service failed|service hold|deleting|error)$/

/** Returns the violations of what always holds, with any result of the call. */
export function judgeInvariants(site: MatrixSite, base: BaseRun, world: WorldFacts): Violation[] {
  const { stranger } = site
  const found: Violation[] = []
  const touched = differences(base.idle, world).filter(({ node }) => node === stranger.uuid)
  if (touched.length > 0) found.push({ rule: 'stranger touched', why: describeAll(touched) })
  const orphans = Object.entries(world.nodes).filter(
    ([uuid, facts]) =>
      isOrphan(facts) && ![base.idle, base.done].some(({ nodes }) => isOrphan(nodes[uuid] ?? {})),
  )
  for (const [uuid, { name, provision_state: state }] of orphans)
    found.push({
      rule: 'orphan',
      why: `${String(name)} (${uuid}) is in state "${String(state)}" and carries no instance`,
    })
  const most = Math.max(machines(base.done), machines(base.idle))
  const deployed = site.deployments.mostAtOnce()
  if (machines(world) > most)
    found.push({ rule: 'two machines', why: `${machines(world)} nodes are occupied` })
  // One of them is the stranger's.
  else if (deployed > most - 1)
    found.push({ rule: 'two machines', why: `${deployed} nodes were deployed at the same time` })
  return found
}

function isOrphan({ provision_state: state, instance_uuid: instance }: Record<string, unknown>): boolean {
  return instance === null && OCCUPIED.test(String(state))
}

function machines({ nodes }: WorldFacts): number {
  return Object.values(nodes).filter(({ provision_state: state }) => OCCUPIED.test(String(state))).length
}

export function judgeSuccess(base: BaseRun, world: WorldFacts): Violation[] {
  if (isDone(base, world)) return []
  return [{ rule: 'ok but not done', why: describeAll(differences(base.done, world)) }]
}

/** Returns whether the world is as after the call. */
export function isDone({ done }: BaseRun, world: WorldFacts): boolean {
  return sameButForPlaces(world, done) || isUnallocated(done, world)
}

/**
 * Returns whether the world is as wanted except for Ironic's allocation, which has been removed as a whole.
 */
function isUnallocated(wanted: WorldFacts, world: WorldFacts): boolean {
  return sameButForPlaces(withoutTraits(world), withoutTraits(unallocated(wanted)))
}

/** Returns what a failed call left although its error does not mention it. */
export function judgeFailure(base: BaseRun, world: WorldFacts, error: IronicDriverError): Violation[] {
  const left = leftBehind(base.idle, world)
  if (left.length === 0) return []
  // Any part of what was requested may have been done, and nothing else.
  if (saysInDoubt(error) && (isDone(base, world) || left.every((part) => isAsDone(base, part)))) return []
  const unreported = left.filter((difference) => !tells(error, difference))
  if (unreported.length === 0) return []
  const rule = isDone(base, world) ? 'failed but done, unreported' : 'left behind, unreported'
  return [
    {
      rule,
      why: `${describeAll(unreported)}; the error is ${error.kind} (${error.advice}): ${error.message}`,
    },
  ]
}

function isAsDone({ done }: BaseRun, { node, field, is }: Difference): boolean {
  return stable((done.nodes[node] ?? done.others)[field]) === stable(is)
}

export function leftBehind(before: WorldFacts, after: WorldFacts): readonly Difference[] {
  return differences(before, after).filter(({ field }) => !POWER.includes(field))
}

/** Returns whether the error says that it is unknown whether the change was made. */
export function saysInDoubt(error: IronicDriverError): boolean {
  if ('sent' in error && error.sent === 'maybe') return true
  return error.advice === 'check_state' || /goes on|may have taken effect|may go on/.test(error.message)
}

/** The words by which an error mentions what remains. */
const WORDS: Readonly<Record<string, RegExp>> = {
  instance_uuid: /reserv|instance_uuid|\blink|allocation|\binstance [0-9a-f-]{36} \(|still carries/i,
  instance_name: /reserv|instance_name|\blink|allocation|\binstance [0-9a-f-]{36} \(|still carries/i,
  // The allocation of an instance is its reservation: `destroy` removes both.
  allocation_uuid: /allocation|reserv|\binstance [0-9a-f-]{36} \(/i,
  allocation: /allocation|reserv|\binstance [0-9a-f-]{36} \(/i,
  instance_info: /instance_info|traits|reservation|allocation|\binstance [0-9a-f-]{36} \(|image/i,
  vifs: /\bVIFs?\b/i,
  vif: /\bVIFs?\b/i,
  maintenance: /maintenance/i,
  maintenance_reason: /maintenance/i,
  fault: /maintenance|fault/i,
  console_enabled: /console.{0,60}\b(off|on|disabled|enabled|stopped|started)\b/i,
  volume_targets: /volume|target/i,
  provision_state: /state "|goes on|may go on|\binstance [0-9a-f-]{36} \(|torn down/i,
  target_provision_state: /state "|goes on|may go on|\binstance [0-9a-f-]{36} \(|torn down/i,
  lessee: /lessee|\binstance [0-9a-f-]{36} \(|reserv|allocation/i,
  owner: /owner/i,
  properties: /inspection/i,
  retired: /retire/i,
  retired_reason: /retire/i,
  node: /remain|left|created|enroll/i,
}

function tells(error: IronicDriverError, { field }: Difference): boolean {
  // The node could not even be read to see what was done.
  if (error.message.includes('there remains: unknown')) return true
  return (WORDS[field] ?? new RegExp(field)).test(error.message)
}

export function describeAll(found: readonly Difference[]): string {
  return found
    .map(({ node, field, was, is }) => `${node.slice(0, 8)} ${field}: ${short(was)} -> ${short(is)}`)
    .join('; ')
}

function short(value: unknown): string {
  const text = stable(value)
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}
