import { randomUuid } from '../../formats/random-uuid.js'
import { err, ok, type Result } from 'neverthrow'
import type { RequestError, RequestErrorOr } from '../../client/errors/client-errors.js'
import type { Chassis, NewChassis } from '../../client/resources/chassis.js'
import type { AskOptions, ModuleContext, ModuleParts } from '../../operations/module-context.js'
import type { RetryUntil } from '../../operations/retry-until.js'
import { sameId } from '../../states/same-id.js'
import { createUntilThere } from './create-until-there.js'
import { derivedUuid } from './machine/derived-uuid.js'
import { IdentityConflictError, type IdentityHolder } from './machine/enroll-errors.js'
import { differences, type NodeDifference } from './machine/enroll-plan.js'
import type { ChassisToEnroll } from './machine/machine-to-enroll.js'

/** An enrolled chassis. */
export interface EnrolledChassis {
  /** UUID. */
  readonly chassis: string
  readonly description: string | null
  readonly outcome: 'created' | 'was_there'
  /** Where an existing chassis differs from the request; the call does not change it. */
  readonly differences: readonly NodeDifference[]
}

/** The errors of enrolling a chassis. */
export type EnrollChassisError = RequestErrorOr<'duplicate'> | IdentityConflictError

/** Reads all chassis of Ironic, in one list for all lookups. */
export type KnownChassis = () => Promise<Result<readonly Chassis[], RequestError>>

/** Lists the chassis at the first lookup. */
export function listedChassis({ client }: ModuleParts, { signal }: AskOptions): KnownChassis {
  let listed: ReturnType<KnownChassis> | undefined
  return () => (listed ??= Promise.resolve(client.chassis.list({ signal }).all()))
}

/**
 * Finds a chassis by its UUID, or without one by its description, or creates it. Ironic allows several chassis of one
 * description, so the UUID is derived from the description: a second creation is then a duplicate.
 */
export async function enrollChassis(
  context: ModuleContext,
  { uuid, description, extra }: ChassisToEnroll,
  known: KnownChassis,
  persistence: RetryUntil,
): Promise<Result<EnrolledChassis, EnrollChassisError>> {
  const values = {
    ...(description == null ? {} : { description }),
    ...(extra == null ? {} : { extra }),
  }
  const listed = await known()
  if (listed.isErr()) return err(listed.error)
  const found = listed.value.filter((one) =>
    uuid == null ? one.description === description : sameId(one.uuid, uuid),
  )
  const [first] = found
  if (found.length > 1) return err(new IdentityConflictError({ holders: found.map(holder) }))
  if (first !== undefined) return ok(wasThere(first, values))

  const made = await makeChassis(
    context,
    uuid ?? derivedUuid('chassis', description ?? ''),
    values,
    persistence,
  )
  if (made.isErr() || uuid != null || made.value.description === description) return made
  // The chassis with the derived UUID has another description by now.
  return makeChassis(context, randomUuid(), values, persistence)
}

async function makeChassis(
  context: ModuleContext,
  uuid: string,
  values: NewChassis,
  persistence: RetryUntil,
): Promise<Result<EnrolledChassis, EnrollChassisError>> {
  const { chassis } = context.client
  const { signal } = persistence
  const { made } = await createUntilThere(context, persistence, {
    create: () => chassis.create({ ...values, uuid }, { signal }),
    read: () => chassis.get(uuid, { signal }),
  })
  if (made.isOk()) return ok({ ...shown(made.value), outcome: 'created', differences: [] })
  if (made.error.kind !== 'duplicate') return err(made.error)
  // Another client has created it since the list.
  return (await chassis.get(uuid, { signal })).map((there) => wasThere(there, values))
}

function wasThere(found: Chassis, wanted: NewChassis): EnrolledChassis {
  return { ...shown(found), outcome: 'was_there', differences: differences('', wanted, found) }
}

function shown({ uuid, description }: Chassis) {
  return { chassis: uuid, description }
}

function holder({ uuid, description }: Chassis): IdentityHolder {
  return { what: 'chassis', id: uuid, has: `description ${description ?? ''}` }
}
