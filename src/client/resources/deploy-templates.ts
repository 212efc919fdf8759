import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import {
  deleteOne,
  listAll,
  patchOne,
  readOne,
  type GetOptions,
  type Listed,
  type ListOptions,
  type Resource,
} from '../collections/collection-requests.js'
import { createOne } from '../collections/create-request.js'
import { freeForm, nullableText } from '../collections/field-schemas.js'
import type { Collection } from '../collections/paging.js'
import { resourceSchema, type ItemOf, type MayGive, type Selected } from '../collections/resource-schema.js'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import type { JsonPatch } from '../requests/json-patch.js'
import type { DeployStep } from './deploy-step.js'

const steps: z.ZodType<readonly DeployStep[]> = z.array(
  z.looseObject({
    interface: z.string(),
    step: z.string(),
    args: freeForm,
    priority: z.number(),
  }),
)

const schema = resourceSchema(
  'a deploy template',
  {
    uuid: z.string(),
    /** A trait, such as `CUSTOM_RAID1`. */
    name: z.string(),
    /** Ironic shows secrets in their arguments as `******`. */
    steps,
    extra: freeForm,
    created_at: z.string(),
    updated_at: nullableText,
  },
  {},
)

/** Deploy steps under the name of a trait: an instance with that trait is deployed with them. */
export interface DeployTemplate extends ItemOf<typeof schema> {}
/** A field of a deploy template that may be asked for by name. */
export type DeployTemplateField = keyof DeployTemplate

/** A deploy template to make; it has one step at least. */
export type NewDeployTemplate = Pick<DeployTemplate, 'name' | 'steps'> &
  MayGive<DeployTemplate, 'uuid' | 'extra'>

const FAULTS = ['duplicate'] as const

const templates: Resource<DeployTemplate> = {
  name: 'deployTemplates',
  path: ['deploy_templates'],
  key: 'deploy_templates',
  id: 'uuid',
  inFull: 'detail_query',
  needs: ['deploy_templates'],
  schema,
}

/**
 * `/v1/deploy_templates`: deploy steps that traits of an instance select. Microversion 1.55.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/deploy_template.py`
 */
export class DeployTemplates {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one template by UUID or name, whole or just the fields that are asked for. Safe to repeat. */
  get<const Field extends DeployTemplateField = never>(
    template: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<DeployTemplate, Field>, RequestError> {
    return readOne(this.#send, templates, template, options)
  }

  /** Lists all templates, in full, or just the fields that are asked for and the UUID. Safe to repeat. */
  list<const Field extends DeployTemplateField = never>(
    options?: ListOptions<Field>,
  ): Collection<Listed<DeployTemplate, Field>> {
    return listAll(this.#send, templates, options)
  }

  /**
   * Makes a template. A lost reply is looked up by the UUID, which is made here when none is passed; a second call is a
   * `duplicate`.
   *
   * @fails duplicate when the UUID or name is taken
   */
  create(
    template: NewDeployTemplate,
    options?: CallOptions,
  ): ResultAsync<DeployTemplate, RequestErrorOr<'duplicate'>> {
    return createOne(this.#send, templates, template, { faults: FAULTS }, options)
  }

  /**
   * Changes a template and returns it as it is then. Safe to repeat.
   *
   * @fails duplicate when the name is taken
   */
  patch(
    template: string,
    patch: JsonPatch,
    options?: CallOptions,
  ): ResultAsync<DeployTemplate, RequestErrorOr<'duplicate'>> {
    return patchOne(this.#send, templates, template, patch, { faults: FAULTS }, options)
  }

  /** Removes a template. Safe to repeat: gone meanwhile counts as done. */
  delete(template: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return deleteOne(this.#send, templates, template, { faults: [] }, options)
  }
}
