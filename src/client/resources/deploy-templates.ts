import * as z from 'zod'
import type { CreateOne, DeleteOne, GetOne, ListAll, PatchOne } from '../collections/collection-methods.js'
import { freeForm, text, timestamps } from '../collections/field-schemas.js'
import { collectionDefinition } from '../collections/resource-collection.js'
import { resourceSchema, type ItemOf, type MayGive } from '../collections/resource-schema.js'
import type { DeployStep } from './deploy-step.js'

const steps: z.ZodType<readonly DeployStep[]> = z.lazy(() =>
  z.array(
    z.looseObject({
      interface: text,
      step: text,
      args: freeForm,
      priority: z.number(),
    }),
  ),
)

const schema = resourceSchema(
  'a deploy template',
  {
    uuid: text,
    /** A trait, such as `CUSTOM_RAID1`. */
    name: text,
    /** Ironic masks secrets in their arguments as `******`. */
    steps,
    extra: freeForm,
    ...timestamps,
  },
  {},
)

/** Deploy steps with the name of a trait: an instance with that trait is deployed with them. */
export interface DeployTemplate extends ItemOf<typeof schema> {}
/** A field of a deploy template that can be requested by name. */
export type DeployTemplateField = keyof DeployTemplate

/** A new deploy template, with at least one step. */
export type NewDeployTemplate = Pick<DeployTemplate, 'name' | 'steps'> &
  MayGive<DeployTemplate, 'uuid' | 'extra'>

/**
 * `/v1/deploy_templates`: deploy steps selected by the traits of an instance. Microversion 1.55.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/deploy_template.py`
 */
export interface DeployTemplates {
  /** Reads one template by UUID or name, in full or only the requested fields. Safe to repeat. */
  readonly get: GetOne<DeployTemplate>

  /** Lists all templates, in full, or only the requested fields and the UUID. Safe to repeat. */
  readonly list: ListAll<DeployTemplate>

  /**
   * Creates a template. A lost reply is looked up by the UUID, which is generated here if none is passed; a second
   * call is a `duplicate`.
   *
   * @fails duplicate when the UUID or name is taken
   */
  readonly create: CreateOne<DeployTemplate, NewDeployTemplate, 'duplicate'>

  /**
   * Changes a template and returns its new state. Safe to repeat.
   *
   * @fails duplicate when the name is taken
   */
  readonly patch: PatchOne<DeployTemplate, 'duplicate'>

  /** Deletes a template. Safe to repeat: one that is already gone counts as deleted. */
  readonly delete: DeleteOne
}

/** @internal */
export const deployTemplates = collectionDefinition({
  name: 'deployTemplates',
  needs: ['deploy_templates'],
  path: ['deploy_templates'],
  inFull: 'detail_query',
  schema,
  faults: { create: ['duplicate'], patch: ['duplicate'], delete: [] },
})
