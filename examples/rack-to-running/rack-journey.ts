import { randomUUID } from 'node:crypto'
import type { BulkReport, Enrollment, IronicDriver, IronicDriverError } from 'ironic-driver'

export interface RackJourney {
  readonly driver: IronicDriver
  readonly enrollment: Enrollment
  readonly print: (line: string) => void
}

/** A manual cleaning step of fake hardware, besides Ironic's automated cleaning. */
const CLEAN_STEPS = [{ interface: 'bios', step: 'factory_reset' }]

/** Takes machines from a file to running instances, and removes them again. Returns the number of failures. */
export async function rackJourney({ driver, enrollment, print }: RackJourney): Promise<number> {
  const { lifecycle, power, provisioning, client } = driver
  let failures = 0
  const tell = (name: string, what: string, error?: IronicDriverError) => {
    if (error !== undefined) failures += 1
    print(`${name}: ${error === undefined ? what : `not ${what}. ${error.message}`}`)
  }

  const enrolled = await lifecycle.enrollAll(enrollment)
  if (enrolled.isErr()) throw enrolled.error
  const { outcomes, chassis } = enrolled.value
  const machines = outcomes.flatMap((outcome) => {
    tell(outcome.subject, 'enrolled', outcome.outcome === 'failed' ? outcome.error : undefined)
    return outcome.outcome === 'done' ? [{ name: outcome.subject, node: outcome.value.node }] : []
  })
  const tellAll = (what: string, { outcomes: all }: BulkReport<unknown, unknown, IronicDriverError>) => {
    for (const [index, outcome] of all.entries())
      tell(machines[index]?.name ?? '', what, outcome.outcome === 'failed' ? outcome.error : undefined)
  }

  await Promise.all(
    machines.map(async ({ name, node }) => {
      const ready = await lifecycle
        .manage({ node })
        // Ironic does not know yet whether a new machine is on.
        .andThen(() => power.off({ node }))
        .andThen(() => lifecycle.inspect({ node }))
        .andThen(() => lifecycle.clean({ node }, { steps: CLEAN_STEPS }))
        .andThen(() => lifecycle.provide({ node }))
      tell(name, 'inspected, cleaned and available', ready.isErr() ? ready.error : undefined)
    }),
  )

  const requests = machines.map(({ node, name }) => ({
    instance: { id: randomUUID(), name },
    node,
    image: { source: 'http://images.example/web.qcow2', checksum: `sha256:${'0'.repeat(64)}` },
  }))
  const spawned = await provisioning.spawnAll(requests)
  if (spawned.isErr()) throw spawned.error
  tellAll('running', spawned.value)

  const targets = requests.map(({ instance, node }) => ({ instance: instance.id, node }))
  const destroyed = await provisioning.destroyAll(targets)
  if (destroyed.isErr()) throw destroyed.error
  tellAll('destroyed', destroyed.value)

  await Promise.all(
    machines.map(async ({ name, node }) => {
      // This waits for the cleaning after the tear-down.
      const removed = await lifecycle.remove({ node })
      tell(name, 'removed', removed.isErr() ? removed.error : undefined)
    }),
  )
  for (const one of chassis)
    if (one.outcome === 'done') {
      const removed = await client.chassis.delete(one.value.chassis)
      tell(one.subject, 'removed', removed.isErr() ? removed.error : undefined)
    } else if (one.outcome === 'failed') tell(one.subject, 'created', one.error)
  return failures
}
