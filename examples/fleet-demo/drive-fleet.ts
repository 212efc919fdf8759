// What a service does with a fleet: spawn, power cycle and destroy machines, many at once, with their progress.
// These are plain calls of the driver. Copy what you need.

import type { Image, IronicDriver, IronicDriverError, NodeProgress } from 'ironic-driver'

export interface Machine {
  /** UUID of the node. */
  readonly node: string
  readonly name: string
  /** UUID of the instance that goes on it; a service keeps it, and can go on by it after a crash. */
  readonly instance: string
  /** The networks to plug it into. */
  readonly vifs: readonly { readonly id: string }[]
}

/** Who shows what goes on. */
export interface FleetObserver {
  changed(machine: Machine, progress: NodeProgress): void
  succeeded(machine: Machine, note: string): void
  failed(machine: Machine, error: IronicDriverError): void
}

export interface Failure {
  readonly machine: Machine
  readonly error: IronicDriverError
}

export interface FleetOutcome {
  readonly done: readonly Machine[]
  readonly failures: readonly Failure[]
}

/** Spawns all at once. One that fails is put back as it was found, and does not stop the others. */
export async function spawnFleet(
  driver: IronicDriver,
  machines: readonly Machine[],
  { image, signal, observer }: { image: Image; signal?: AbortSignal; observer: FleetObserver },
): Promise<FleetOutcome> {
  const ends = await Promise.all(
    machines.map(async (machine) => {
      const spawned = await driver.provisioning.spawn(
        {
          instance: { id: machine.instance, name: machine.name },
          node: machine.node,
          image,
          vifs: machine.vifs,
        },
        {
          signal,
          deadlineMs: 60 * 60_000,
          onProgress: (progress) => {
            observer.changed(machine, progress)
          },
        },
      )
      if (spawned.isOk()) observer.succeeded(machine, spawned.value.outcome)
      else observer.failed(machine, spawned.error)
      return { machine, error: spawned.isErr() ? spawned.error : undefined }
    }),
  )
  return outcomeOf(ends)
}

/** Restarts a machine: its operating system is asked, and its power cut when it does not obey in time. */
export async function powerCycle(
  driver: IronicDriver,
  machine: Machine,
  {
    softTimeoutMs,
    signal,
    observer,
  }: { softTimeoutMs: number; signal?: AbortSignal; observer: FleetObserver },
): Promise<FleetOutcome> {
  const cycled = await driver.power.reboot(
    { instance: machine.instance, node: machine.node },
    {
      mode: 'soft-then-hard',
      softTimeoutMs,
      signal,
      onProgress: (progress) => {
        observer.changed(machine, progress)
      },
    },
  )
  if (cycled.isErr()) observer.failed(machine, cycled.error)
  else observer.succeeded(machine, cycled.value.done === 'soft rebooting' ? 'it obeyed' : 'power was cut')
  return outcomeOf([{ machine, error: cycled.isErr() ? cycled.error : undefined }])
}

/**
 * Takes all instances off their machines at once, whatever state those are in. There is no signal here: what has
 * been spawned is to go, even when the rest was aborted.
 */
export async function destroyFleet(
  driver: IronicDriver,
  machines: readonly Machine[],
  { until, observer }: { until: 'gone' | 'available'; observer: FleetObserver },
): Promise<FleetOutcome> {
  const ends = await Promise.all(
    machines.map(async (machine) => {
      const destroyed = await driver.provisioning.destroy(
        { instance: machine.instance, node: machine.node },
        {
          until,
          deadlineMs: 30 * 60_000,
          onProgress: (progress) => {
            observer.changed(machine, progress)
          },
        },
      )
      if (destroyed.isOk()) observer.succeeded(machine, destroyed.value.outcome.replace('_', ' '))
      else observer.failed(machine, destroyed.error)
      return { machine, error: destroyed.isErr() ? destroyed.error : undefined }
    }),
  )
  return outcomeOf(ends)
}

function outcomeOf(
  ends: readonly { readonly machine: Machine; readonly error: IronicDriverError | undefined }[],
): FleetOutcome {
  return {
    done: ends.flatMap(({ machine, error }) => (error === undefined ? [machine] : [])),
    failures: ends.flatMap(({ machine, error }) => (error === undefined ? [] : [{ machine, error }])),
  }
}
