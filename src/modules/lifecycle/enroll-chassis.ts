import { randomUUID } from 'node:crypto'
import { err, ok, type Result } from 'neverthrow'
import type { RequestErrorOr } from '../../client/client-errors.js'
import type { Chassis } from '../../client/resources/chassis.js'
import type { ModuleContext } from '../module-context.js'
import type { Persistence } from '../persist.js'
import { createOurs } from './create-ours.js'
import { IdentityConflictError } from './enroll-errors.js'
import type { ChassisToEnroll } from './machine-to-enroll.js'

/** A chassis that is there. */
export interface EnrolledChassis {
  /** UUID. */
  readonly chassis: string
  readonly description: string | null
  readonly outcome: 'created' | 'was_there'
}

/** What making a chassis can end with. */
export type EnrollChassisError = RequestErrorOr<'duplicate'> | IdentityConflictError

/** Finds a chassis by its UUID, or where none is given by its description, or makes it. */
export async function enrollChassis(
  context: ModuleContext,
  { uuid, description, extra }: ChassisToEnroll,
  persistence: Persistence,
): Promise<Result<EnrolledChassis, EnrollChassisError>> {
  const { chassis } = context.client
  const { signal } = persistence
  const listed = await chassis.list({ signal }).all()
  if (listed.isErr()) return err(listed.error)
  const found = listed.value.filter((one) =>
    uuid == null ? one.description === description : one.uuid === uuid,
  )
  const [first] = found
  if (found.length > 1)
    return err(
      new IdentityConflictError({
        holders: found.map(({ uuid: id }) => ({
          what: 'chassis',
          id,
          has: `description ${description ?? ''}`,
        })),
      }),
    )
  if (first !== undefined) return ok(enrolled(first, 'was_there'))

  const id = uuid ?? randomUUID()
  const values = {
    uuid: id,
    ...(description == null ? {} : { description }),
    ...(extra == null ? {} : { extra }),
  }
  const { made } = await createOurs(context, persistence, {
    create: () => chassis.create(values, { signal }),
    read: () => chassis.get(id, { signal }),
  })
  if (made.isOk()) return ok(enrolled(made.value, 'created'))
  if (made.error.kind !== 'duplicate') return err(made.error)
  // Somebody else has made it since the list.
  return (await chassis.get(id, { signal })).map((there) => enrolled(there, 'was_there'))
}

function enrolled({ uuid, description }: Chassis, outcome: EnrolledChassis['outcome']): EnrolledChassis {
  return { chassis: uuid, description, outcome }
}
