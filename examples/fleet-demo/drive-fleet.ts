// The calls of a service that drives a fleet: spawn, power cycle and destroy many nodes at once, with progress.
// These are plain calls of the driver. Copy what you need.

import type { DeployImage, IronicDriver, IronicDriverError, NodeProgress } from 'ironic-driver'

export interface Machine {
  /** UUID of the node. */
  readonly node: string
  readonly name: string
  /** UUID of the instance on it. A service stores it, to continue after a crash. */
  readonly instance: string
  /** The networks to attach. */
  readonly vifs: readonly { readonly id: string }[]
}

/** Shows the progress. */
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

/** Spawns all at once. A failed spawn is undone, and does not stop the others. */
export async function spawnFleet(
  driver: IronicDriver,
  machines: readonly Machine[],
  { image, signal, observer }: { image: DeployImage; signal?: AbortSignal; observer: FleetObserver },
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

/** Restarts a machine by its operating system, or cuts its power if that does not react in time. */
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
  else
    observer.succeeded(
      machine,
      cycled.value.done === 'soft rebooting' ? 'restarted by itself' : 'power was cut',
    )
  return outcomeOf([{ machine, error: cycled.isErr() ? cycled.error : undefined }])
}

/**
 * Destroys all instances at once, in any state. It takes no signal, because an aborted demo must destroy what it has
 * spawned, too.
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
