import { err, ok, ResultAsync, type Result } from 'neverthrow'
import * as z from 'zod'
import type { CreateOne, DeleteOne, GetOne, ListAll, PatchOne } from '../collections/collection-methods.js'
import { freeForm, nullableText, text, timestamps, type FreeForm } from '../collections/field-schemas.js'
import { collectionDefinition, resourceCollection } from '../collections/resource-collection.js'
import { resourceSchema, type ItemOf, type MayGive } from '../collections/resource-schema.js'
import type { RequestError } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'

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
  op: text,
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
    uuid: text,
    description: nullableText,
    /** 0 to 9999; those with a higher one come first. */
    priority: z.number(),
    /** `main`. */
    phase: nullableText,
    /** Whether nobody is shown what it does; that cannot be taken back. */
    sensitive: z.boolean(),
    /** All must hold; null when it is sensitive. */
    conditions,
    /** What is done, in this order; null when it is sensitive. */
    actions,
    ...timestamps,
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

/**
 * `/v1/inspection_rules`: what is done with what inspections find. Microversion 1.96. There is no filter: Ironic takes
 * its own, `phase`, and lists all rules all the same.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/inspection_rule.py`
 */
export interface InspectionRules {
  /** Reads one rule by its UUID, whole or just the fields that are asked for. Safe to repeat. */
  readonly get: GetOne<InspectionRule>

  /** Lists all rules, in full, or just the fields that are asked for and the UUID. Safe to repeat. */
  readonly list: ListAll<InspectionRule>

  /**
   * Makes a rule. A lost reply is looked up by the UUID, which is made here when none is passed; a second call without
   * one makes a second rule.
   *
   * @fails duplicate when the UUID is taken
   */
  readonly create: CreateOne<InspectionRule, NewInspectionRule, 'duplicate'>

  /**
   * Changes a rule and returns it as it is then. Safe to repeat.
   *
   * @fails rejected_request when it is sensitive and would not be any more
   */
  readonly patch: PatchOne<InspectionRule>

  /** Removes a rule. Safe to repeat: gone meanwhile counts as done. */
  readonly delete: DeleteOne

  /**
   * Removes all rules, one by one: Ironic documents one request for all, but has none. Safe to repeat; after an error,
   * what it had not come to is still there.
   */
  readonly deleteAll: (options?: CallOptions) => ResultAsync<void, RequestError>
}

const definition = collectionDefinition({
  name: 'inspectionRules',
  needs: ['inspection_rules'],
  path: ['inspection_rules'],
  inFull: 'detail_query',
  schema,
  faults: { create: ['duplicate'], patch: [], delete: [] },
})

/** @internal */
export function createInspectionRules(send: SendRequest): InspectionRules {
  const rules = resourceCollection(send, definition)
  return {
    ...rules,
    create: (rule, options) => rules.create(withConditions(rule), options),
    deleteAll: (options) => new ResultAsync(deleteEach(rules, options)),
  }
}

/** Without conditions, Ironic makes the rule and then stumbles over its own answer. */
function withConditions(rule: NewInspectionRule): NewInspectionRule {
  // Whatever the types say.
  const isObject = typeof rule === 'object' && (rule as unknown) !== null
  return isObject ? { ...rule, conditions: rule.conditions ?? [] } : rule
}

async function deleteEach(
  rules: Pick<InspectionRules, 'list' | 'delete'>,
  options: CallOptions | undefined,
): Promise<Result<void, RequestError>> {
  const listed = await rules.list({ ...options, fields: ['uuid'] }).all()
  if (listed.isErr()) return err(listed.error)
  for (const { uuid } of listed.value) {
    const deleted = await rules.delete(uuid, options)
    if (deleted.isErr() && deleted.error.kind !== 'not_found') return err(deleted.error)
  }
  return ok(undefined)
}
