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
import { freeForm, nullableText, textList, type FreeForm } from '../collections/field-schemas.js'
import type { Collection } from '../collections/paging.js'
import { resourceSchema, type ItemOf, type MayGive, type Selected } from '../collections/resource-schema.js'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import type { JsonPatch } from '../requests/json-patch.js'

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
    interface: z.string(),
    step: z.string(),
    args: freeForm.optional(),
    order: z.number(),
  }),
)

const schema = resourceSchema(
  'a runbook',
  {
    uuid: z.string(),
    /** A trait such as `CUSTOM_CHECK`, or since 1.112 any name. */
    name: z.string(),
    steps,
    /** Whether the agent's ramdisk is not booted for it. */
    disable_ramdisk: z.boolean(),
    /** Whether all projects may use it; a public one has no owner. */
    public: z.boolean(),
    owner: nullableText,
    extra: freeForm,
    created_at: z.string(),
    updated_at: nullableText,
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

const FAULTS = ['duplicate'] as const

const runbooks: Resource<Runbook> = {
  name: 'runbooks',
  path: ['runbooks'],
  key: 'runbooks',
  id: 'uuid',
  inFull: 'detail_query',
  needs: ['runbooks'],
  schema,
}

/**
 * `/v1/runbooks`: steps under a name, with which nodes are cleaned and serviced. Microversion 1.92.
 *
 * There is no filter: Ironic reads its own, `project`, as a yes or no.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/runbook.py`
 */
export class Runbooks {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one runbook by UUID or name, whole or just the fields that are asked for. Safe to repeat. */
  get<const Field extends RunbookField = never>(
    runbook: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<Runbook, Field>, RequestError> {
    return readOne(this.#send, runbooks, runbook, options)
  }

  /** Lists all runbooks, in full, or just the fields that are asked for and the UUID. Safe to repeat. */
  list<const Field extends RunbookField = never>(
    options?: ListOptions<Field>,
  ): Collection<Listed<Runbook, Field>> {
    return listAll(this.#send, runbooks, options)
  }

  /**
   * Makes a runbook. A lost reply is looked up by the UUID, which is made here when none is passed; a second call is a
   * `duplicate`.
   *
   * @fails duplicate when the UUID or name is taken
   */
  create(runbook: NewRunbook, options?: CallOptions): ResultAsync<Runbook, RequestErrorOr<'duplicate'>> {
    return createOne(this.#send, runbooks, runbook, { faults: FAULTS }, options)
  }

  /**
   * Changes a runbook and returns it as it is then. Safe to repeat.
   *
   * @fails duplicate when the name is taken
   */
  patch(
    runbook: string,
    patch: JsonPatch,
    options?: CallOptions,
  ): ResultAsync<Runbook, RequestErrorOr<'duplicate'>> {
    return patchOne(this.#send, runbooks, runbook, patch, { faults: FAULTS }, options)
  }

  /** Removes a runbook. Safe to repeat: gone meanwhile counts as done. */
  delete(runbook: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return deleteOne(this.#send, runbooks, runbook, { faults: [] }, options)
  }
}
