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
  /** Ironic masks secrets in them as `******`. */
  readonly args?: FreeForm | undefined
  /** Steps with a lower order run first. */
  readonly order: number
}

const steps: z.ZodType<readonly RunbookStep[]> = z.lazy(() =>
  z.array(
    z.looseObject({
      interface: text,
      step: text,
      args: freeForm.optional(),
      order: z.number(),
    }),
  ),
)

const schema = resourceSchema(
  'a runbook',
  {
    uuid: text,
    /** A trait such as `CUSTOM_CHECK`; from 1.112 on, any name. */
    name: text,
    steps,
    /** True to run it without booting the agent's ramdisk. */
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
    /** It may run on nodes with one of these; see `runbookTraits`. */
    traits: [textList, '1.112'],
  },
)

/** Named steps for cleaning or servicing a node. */
export interface Runbook extends ItemOf<typeof schema> {}
/** A field of a runbook that can be requested by name. */
export type RunbookField = keyof Runbook

/** A new runbook, with at least one step. */
export type NewRunbook = Pick<Runbook, 'name' | 'steps'> &
  MayGive<Runbook, 'uuid' | 'extra' | 'disable_ramdisk' | 'public' | 'owner' | 'description'>

/**
 * `/v1/runbooks`: named steps for cleaning and servicing nodes. Microversion 1.92.
 *
 * There is no filter: Ironic reads its own, `project`, as a boolean.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/runbook.py`
 */
export interface Runbooks {
  /** Reads one runbook by UUID or name, in full or only the requested fields. Safe to repeat. */
  readonly get: GetOne<Runbook>

  /** Lists all runbooks, in full, or only the requested fields and the UUID. Safe to repeat. */
  readonly list: ListAll<Runbook>

  /**
   * Creates a runbook. A lost reply is looked up by the UUID, which is generated here if none is passed; a second
   * call is a `duplicate`.
   *
   * @fails duplicate when the UUID or name is taken
   */
  readonly create: CreateOne<Runbook, NewRunbook, 'duplicate'>

  /**
   * Changes a runbook and returns its new state. Safe to repeat.
   *
   * @fails duplicate when the name is taken
   */
  readonly patch: PatchOne<Runbook, 'duplicate'>

  /** Deletes a runbook. Safe to repeat: one that is already gone counts as deleted. */
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
