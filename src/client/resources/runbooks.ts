import * as z from 'zod'
import type { CreateOne, DeleteOne, GetOne, ListAll, PatchOne } from '../collections/collection-methods.js'
import {
  freeForm,
  nullableText,
  text,
  textList,
  timestamps,
  type FreeForm,
} from '../collections/field-schemas.js'
import { collectionDefinition } from '../collections/resource-collection.js'
import { resourceSchema, type ItemOf, type MayGive } from '../collections/resource-schema.js'

/** A step of a runbook. */
export interface RunbookStep {
  readonly interface: string
  readonly step: string
  /** Ironic shows secrets in them as `******`. */
  readonly args?: FreeForm | undefined
  /** Steps with a lower one come first. */
  readonly order: number
}

const steps: z.ZodType<readonly RunbookStep[]> = z.array(
  z.looseObject({
    interface: text,
    step: text,
    args: freeForm.optional(),
    order: z.number(),
  }),
)

const schema = resourceSchema(
  'a runbook',
  {
    uuid: text,
    /** A trait such as `CUSTOM_CHECK`, or since 1.112 any name. */
    name: text,
    steps,
    /** Whether the agent's ramdisk is not booted for it. */
    disable_ramdisk: z.boolean(),
    /** Whether all projects may use it; a public one has no owner. */
    public: z.boolean(),
    owner: nullableText,
    extra: freeForm,
    ...timestamps,
  },
  {
    /** At most 255 characters. */
    description: [nullableText, '1.112'],
    /** The nodes that it may run on have one of these; see `runbookTraits`. */
    traits: [textList, '1.112'],
  },
)

/** Steps under a name, with which a node can be cleaned or serviced. */
export interface Runbook extends ItemOf<typeof schema> {}
/** A field of a runbook that may be asked for by name. */
export type RunbookField = keyof Runbook

/** A runbook to make; it has one step at least. */
export type NewRunbook = Pick<Runbook, 'name' | 'steps'> &
  MayGive<Runbook, 'uuid' | 'extra' | 'disable_ramdisk' | 'public' | 'owner' | 'description'>

/**
 * `/v1/runbooks`: steps under a name, with which nodes are cleaned and serviced. Microversion 1.92.
 *
 * There is no filter: Ironic reads its own, `project`, as a yes or no.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/runbook.py`
 */
export interface Runbooks {
  /** Reads one runbook by UUID or name, whole or just the fields that are asked for. Safe to repeat. */
  readonly get: GetOne<Runbook>

  /** Lists all runbooks, in full, or just the fields that are asked for and the UUID. Safe to repeat. */
  readonly list: ListAll<Runbook>

  /**
   * Makes a runbook. A lost reply is looked up by the UUID, which is made here when none is passed; a second call is a
   * `duplicate`.
   *
   * @fails duplicate when the UUID or name is taken
   */
  readonly create: CreateOne<Runbook, NewRunbook, 'duplicate'>

  /**
   * Changes a runbook and returns it as it is then. Safe to repeat.
   *
   * @fails duplicate when the name is taken
   */
  readonly patch: PatchOne<Runbook, 'duplicate'>

  /** Removes a runbook. Safe to repeat: gone meanwhile counts as done. */
  readonly delete: DeleteOne
}

/** @internal */
export const runbooks = collectionDefinition({
  name: 'runbooks',
  needs: ['runbooks'],
  path: ['runbooks'],
  inFull: 'detail_query',
  schema,
  faults: { create: ['duplicate'], patch: ['duplicate'], delete: [] },
})
