import type { ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { CallOptions, SendRequest } from '../api-request.js'
import type { RequestError, RequestErrorOr } from '../client-errors.js'
import type { JsonPatch } from '../json-patch.js'
import { collection, type Collection } from '../paging.js'
import { sendPatch } from '../patch-request.js'
import { shape } from '../reply-shape.js'
import { freeForm, type FreeForm } from '../schemas/field-schemas.js'
import type { DeployStep } from './node-states.js'

/** Deploy steps under the name of a trait: an instance with that trait is deployed with them. */
export interface DeployTemplate {
  readonly uuid: string
  /** A trait, such as `CUSTOM_RAID1`. */
  readonly name: string
  readonly steps: readonly DeployStep[]
  readonly extra: FreeForm
}

/** A deploy template to make; it has one step at least. */
export type NewDeployTemplate = Pick<DeployTemplate, 'name' | 'steps'> & Partial<DeployTemplate>

const templateShape = shape<DeployTemplate>(
  z.looseObject({
    uuid: z.string(),
    name: z.string(),
    steps: z.array(
      z.looseObject({ interface: z.string(), step: z.string(), args: freeForm, priority: z.number() }),
    ),
    extra: freeForm,
  }),
)

const faults = ['duplicate'] as const

/** `/v1/deploy_templates`: deploy steps that traits of an instance select. Microversion 1.55. */
export class DeployTemplates {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one template by UUID or name. Safe to repeat. */
  get(template: string, options?: CallOptions): ResultAsync<DeployTemplate, RequestError> {
    return this.#send(
      { ...request('get', template), method: 'GET', safety: 'read', reply: templateShape },
      options,
    )
  }

  /** Lists templates in full. Safe to repeat. */
  list(options: CallOptions & { readonly pageSize?: number | undefined } = {}): Collection<DeployTemplate> {
    return collection(
      this.#send,
      {
        ...request('list'),
        query: { detail: true, limit: options.pageSize },
        key: 'deploy_templates',
        item: templateShape,
        markerOf: (template) => template.uuid,
      },
      options,
    )
  }

  /**
   * Makes a template. Pass a `uuid` of your own to be able to tell a lost reply from a failure.
   *
   * @fails duplicate when the UUID or name is taken
   */
  create(
    template: NewDeployTemplate,
    options?: CallOptions,
  ): ResultAsync<DeployTemplate, RequestErrorOr<'duplicate'>> {
    return this.#send(
      { ...request('create'), method: 'POST', body: template, safety: 'once', reply: templateShape, faults },
      options,
    )
  }

  /** Changes a template and returns it as it is then. Safe to repeat. */
  patch(
    template: string,
    patch: JsonPatch,
    options?: CallOptions,
  ): ResultAsync<DeployTemplate, RequestErrorOr<'duplicate'>> {
    return sendPatch(
      this.#send,
      { ...request('patch', template), patch, reply: templateShape, faults },
      options,
    )
  }

  /** Removes a template. Safe to repeat: gone meanwhile counts as done. */
  delete(template: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return this.#send({ ...request('delete', template), method: 'DELETE', safety: 'delete' }, options)
  }
}

function request(verb: string, ...template: readonly string[]) {
  const path = ['deploy_templates', ...template]
  return { operation: `deployTemplates.${verb}`, path, needs: ['deploy_templates'] } as const
}
