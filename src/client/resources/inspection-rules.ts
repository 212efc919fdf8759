import { err, ok, ResultAsync, type Result } from 'neverthrow'
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
import { freeForm, nullableText, type FreeForm } from '../collections/field-schemas.js'
import type { Collection } from '../collections/paging.js'
import { resourceSchema, type ItemOf, type MayGive, type Selected } from '../collections/resource-schema.js'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import type { JsonPatch } from '../requests/json-patch.js'

/** What an inspection rule does, or on what condition. */
export interface InspectionRuleOperation {
  /** Such as `set-attribute` or, of a condition, `eq`; `!` before a condition turns it around. */
  readonly op: string
  readonly args: FreeForm | readonly unknown[]
  /** Does it once for each of these. */
  readonly loop?: FreeForm | readonly unknown[] | undefined
}

/** On what condition an inspection rule is applied. */
export interface InspectionRuleCondition extends InspectionRuleOperation {
  /** What counts when it loops; `any` by default. */
  readonly multiple?: 'any' | 'all' | 'first' | 'last' | (string & {}) | undefined
}

const freeFormOrList = z.union([freeForm, z.array(z.unknown())])
const operation = z.looseObject({
  op: z.string(),
  args: freeFormOrList,
  loop: freeFormOrList.optional(),
})

const actions: z.ZodType<readonly InspectionRuleOperation[] | null> = z.array(operation).nullable()
const conditions: z.ZodType<readonly InspectionRuleCondition[] | null> = z
  .array(operation.extend({ multiple: z.string().optional() }))
  .nullable()

const schema = resourceSchema(
  'an inspection rule',
  {
    uuid: z.string(),
    description: nullableText,
    /** 0 to 9999; those with a higher one come first. */
    priority: z.number(),
    /** `main`. */
    phase: z.string().nullable(),
    /** Whether nobody is shown what it does; that cannot be taken back. */
    sensitive: z.boolean(),
    /** All must hold; null when it is sensitive. */
    conditions,
    /** What is done, in this order; null when it is sensitive. */
    actions,
    created_at: z.string(),
    updated_at: nullableText,
  },
  {},
)

/** What is done with what an inspection finds. */
export interface InspectionRule extends ItemOf<typeof schema> {}
/** A field of an inspection rule that may be asked for by name. */
export type InspectionRuleField = keyof InspectionRule

/** An inspection rule to make; it has one action at least. */
export type NewInspectionRule = { readonly actions: readonly InspectionRuleOperation[] } & MayGive<
  InspectionRule,
  'uuid' | 'description' | 'priority' | 'sensitive'
> & {
    readonly phase?: string | undefined
    readonly conditions?: readonly InspectionRuleCondition[] | undefined
  }

const FAULTS = ['duplicate'] as const

const rules: Resource<InspectionRule> = {
  name: 'inspectionRules',
  path: ['inspection_rules'],
  key: 'inspection_rules',
  id: 'uuid',
  inFull: 'detail_query',
  needs: ['inspection_rules'],
  schema,
}

/**
 * `/v1/inspection_rules`: what is done with what inspections find. Microversion 1.96. There is no filter: Ironic takes
 * its own, `phase`, and lists all rules all the same.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/inspection_rule.py`
 */
export class InspectionRules {
  readonly #send: SendRequest

  constructor(send: SendRequest) {
    this.#send = send
  }

  /** Reads one rule by its UUID, whole or just the fields that are asked for. Safe to repeat. */
  get<const Field extends InspectionRuleField = never>(
    rule: string,
    options?: GetOptions<Field>,
  ): ResultAsync<Selected<InspectionRule, Field>, RequestError> {
    return readOne(this.#send, rules, rule, options)
  }

  /** Lists all rules, in full, or just the fields that are asked for and the UUID. Safe to repeat. */
  list<const Field extends InspectionRuleField = never>(
    options?: ListOptions<Field>,
  ): Collection<Listed<InspectionRule, Field>> {
    return listAll(this.#send, rules, options)
  }

  /**
   * Makes a rule. A lost reply is looked up by the UUID, which is made here when none is passed; a second call without
   * one makes a second rule.
   *
   * @fails duplicate when the UUID is taken
   */
  create(
    rule: NewInspectionRule,
    options?: CallOptions,
  ): ResultAsync<InspectionRule, RequestErrorOr<'duplicate'>> {
    // Without conditions, Ironic makes the rule and then stumbles over its own answer.
    const whole = isObject(rule) ? { ...rule, conditions: rule.conditions ?? [] } : rule
    return createOne(this.#send, rules, whole, { faults: FAULTS }, options)
  }

  /**
   * Changes a rule and returns it as it is then. Safe to repeat.
   *
   * @fails rejected_request when it is sensitive and would not be any more
   */
  patch(rule: string, patch: JsonPatch, options?: CallOptions): ResultAsync<InspectionRule, RequestError> {
    return patchOne(this.#send, rules, rule, patch, { faults: [] }, options)
  }

  /** Removes a rule. Safe to repeat: gone meanwhile counts as done. */
  delete(rule: string, options?: CallOptions): ResultAsync<void, RequestError> {
    return deleteOne(this.#send, rules, rule, { faults: [] }, options)
  }

  /**
   * Removes all rules, one by one: Ironic documents one request for all, but has none. Safe to repeat; after an error,
   * what it had not come to is still there.
   */
  deleteAll(options?: CallOptions): ResultAsync<void, RequestError> {
    return new ResultAsync(this.#deleteAll(options))
  }

  async #deleteAll(options: CallOptions | undefined): Promise<Result<void, RequestError>> {
    const listed = await this.list({ ...options, fields: ['uuid'] }).all()
    if (listed.isErr()) return err(listed.error)
    for (const { uuid } of listed.value) {
      const deleted = await this.delete(uuid, options)
      if (deleted.isErr() && deleted.error.kind !== 'not_found') return err(deleted.error)
    }
    return ok(undefined)
  }
}

/** Whatever the types say. */
function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}
