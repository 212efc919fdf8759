import { setTimeout as pause } from 'node:timers/promises'
import type { DeployImage, IronicDriver } from 'ironic-driver'
import { destroyFleet, powerCycle, spawnFleet, type Failure, type Machine } from './drive-fleet.js'
import { explainError } from './explain-error.js'
import type { FleetPicture } from './fleet-picture.js'
import { wrapped } from './wrapped-text.js'

export interface DemoRun {
  readonly driver: IronicDriver
  readonly picture: FleetPicture
  readonly machines: readonly Machine[]
  readonly image: DeployImage
  /** The machine to power cycle. Default: the first active one, also if this one is not active. */
  readonly toCycle?: Machine | undefined
  readonly softTimeoutMs: number
  /** The machine whose deployment is meant to fail. */
  readonly meantToFail?: Machine | undefined
  /** How long to wait for a destroyed machine: cleaning can take hours on real hardware. */
  readonly until: 'gone' | 'available'
  readonly signal: AbortSignal
}

export type DemoEnd = 'done' | 'failed' | 'aborted'

/** Spawns a fleet, power cycles one machine, destroys all. Undoes all started work in any case. */
export async function runDemo(run: DemoRun): Promise<DemoEnd> {
  const { driver, picture, machines, signal } = run
  let failed = false

  picture.begin(`Spawning ${counted(machines)} at once`, machines)
  const spawned = await spawnFleet(driver, machines, { image: run.image, signal, observer: picture })
  picture.end()
  for (const failure of spawned.failures) {
    if (failure.error.kind === 'aborted') continue
    const isMeant = failure.machine === run.meantToFail
    failed ||= !isMeant
    await tellOfFailedSpawn(run, failure, isMeant)
  }

  const toCycle =
    run.toCycle !== undefined && spawned.done.includes(run.toCycle) ? run.toCycle : spawned.done[0]
  if (toCycle !== undefined && !signal.aborted) {
    picture.begin(`Power cycling ${toCycle.name}: asking its operating system first`, [toCycle])
    const { softTimeoutMs } = run
    const cycled = await powerCycle(driver, toCycle, { softTimeoutMs, signal, observer: picture })
    picture.end()
    for (const { error } of cycled.failures) {
      if (error.kind === 'aborted') continue
      failed = true
      picture.say('', `${toCycle.name} could not be power cycled:`, ...wrapped(explainError(error)))
    }
  }

  if (spawned.done.length > 0) {
    picture.begin(`Destroying ${counted(spawned.done)} at once`, spawned.done)
    const destroyed = await destroyFleet(driver, spawned.done, { until: run.until, observer: picture })
    picture.end()
    for (const { machine, error } of destroyed.failures) {
      failed = true
      picture.say(
        '',
        `${machine.name} could not be destroyed. Node ${machine.node}`,
        `may still carry instance ${machine.instance}:`,
        ...wrapped(explainError(error)),
      )
    }
  }
  if (signal.aborted) return failed ? 'failed' : 'aborted'
  return failed ? 'failed' : 'done'
}

async function tellOfFailedSpawn(
  { driver, picture }: DemoRun,
  { machine, error }: Failure,
  isMeant: boolean,
): Promise<void> {
  picture.say(
    '',
    `${machine.name} failed${isMeant ? ', as this demo means it to' : ''}. The error says why, and what to do:`,
    ...wrapped(explainError(error)),
  )
  const status = await driver.provisioning.status({ node: machine.node })
  if (status.isErr()) return picture.say(...wrapped([`Its state is not known: ${status.error.message}`]))
  const { instance, provision_state } = status.value
  picture.say(
    instance === null
      ? `  The spawn was undone: the node has no instance, and is in state "${provision_state}" now.`
      : `  Instance ${instance} is still on it, in state "${provision_state}".`,
  )
}

/** Waits until a node is cleaned after its tear-down, so that the final report is complete. */
export async function whenCleaned(driver: IronicDriver, machine: Machine): Promise<string> {
  for (;;) {
    const status = await driver.provisioning.status({ node: machine.node })
    if (status.isErr()) return 'in an unknown state'
    if (status.value.phase !== 'busy' && status.value.phase !== 'wait') return status.value.provision_state
    await pause(1_000)
  }
}

function counted(machines: readonly Machine[]): string {
  return machines.length === 1 ? 'one machine' : `${machines.length} machines`
}
