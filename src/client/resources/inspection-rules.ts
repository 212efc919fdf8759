import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow'
import * as z from 'zod'
import type { CreateOne, DeleteOne, GetOne, ListAll, PatchOne } from '../collections/collection-methods.js'
import { freeForm, nullableText, text, timestamps, type FreeForm } from '../collections/field-schemas.js'
import { collectionDefinition, resourceCollection } from '../collections/resource-collection.js'
import { resourceSchema, type ItemOf, type MayGive } from '../collections/resource-schema.js'
import type { RequestError } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import { readingArguments } from '../requests/argument-check.js'

/** An action or a condition of an inspection rule. */
export interface InspectionRuleOperation {
  /** Such as `set-attribute` or, for a condition, `eq`; `!` before a condition negates it. */
  readonly op: string
  readonly args: FreeForm | readonly unknown[]
  /** Repeats it for each of these. */
  readonly loop?: FreeForm | readonly unknown[] | undefined
}

/** A condition of an inspection rule. */
export interface InspectionRuleCondition extends InspectionRuleOperation {
  /** How the results of a loop are combined. Default: `any`. */
  readonly multiple?: 'any' | 'all' | 'first' | 'last' | (string & {}) | undefined
}

function operation() {
  const freeFormOrList = z.union([freeForm, z.array(z.unknown())])
  return z.looseObject({ op: text, args: freeFormOrList, loop: freeFormOrList.optional() })
}

const actions: z.ZodType<readonly InspectionRuleOperation[] | null> = z.lazy(() =>
  z.array(operation()).nullable(),
)
const conditions: z.ZodType<readonly InspectionRuleCondition[] | null> = z.lazy(() =>
  z.array(operation().extend({ multiple: z.string().optional() })).nullable(),
)

const schema = resourceSchema(
  'an inspection rule',
  {
    uuid: text,
    description: nullableText,
    /** 0 to 9999; higher priorities come first. */
    priority: z.number(),
    /** `main`. */
    phase: nullableText,
    /** Whether its content is hidden from everyone; this cannot be undone. */
    sensitive: z.boolean(),
    /** All must be true; null if the rule is sensitive. */
    conditions,
    /** What it does, in this order; null if the rule is sensitive. */
    actions,
    ...timestamps,
  },
  {},
)

/** A rule that processes the results of inspections. */
export interface InspectionRule extends ItemOf<typeof schema> {}
/** A field of an inspection rule that can be requested by name. */
export type InspectionRuleField = keyof InspectionRule

/** A new inspection rule, with at least one action. */
export type NewInspectionRule = { readonly actions: readonly InspectionRuleOperation[] } & MayGive<
  InspectionRule,
  'uuid' | 'description' | 'priority' | 'sensitive'
> & {
    readonly phase?: string | undefined
    readonly conditions?: readonly InspectionRuleCondition[] | undefined
  }

/**
 * `/v1/inspection_rules`: rules that process the results of inspections. Microversion 1.96. There is no filter:
 * Ironic accepts its own, `phase`, but lists all rules anyway.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/inspection_rule.py`
 */
export interface InspectionRules {
  /** Reads one rule by its UUID, in full or only the requested fields. Safe to repeat. */
  readonly get: GetOne<InspectionRule>

  /** Lists all rules, in full, or only the requested fields and the UUID. Safe to repeat. */
  readonly list: ListAll<InspectionRule>

  /**
   * Creates a rule. A lost reply is looked up by the UUID, which is generated here if none is passed; a second call
   * without one creates a second rule.
   *
   * @fails duplicate when the UUID is taken
   */
  readonly create: CreateOne<InspectionRule, NewInspectionRule, 'duplicate'>

  /**
   * Changes a rule and returns its new state. Safe to repeat.
   *
   * @fails rejected_request when the patch would make a sensitive rule visible
   */
  readonly patch: PatchOne<InspectionRule>

  /** Deletes a rule. Safe to repeat: one that is already gone counts as deleted. */
  readonly delete: DeleteOne

  /**
   * Deletes all rules, one by one: Ironic documents a single request for all, but does not have it. Safe to repeat;
   * after an error, the remaining rules still exist.
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
    create: (rule, options) =>
      readingArguments(
        { operation: 'inspectionRules.create' },
        () => rules.create(withConditions(rule), options),
        errAsync,
      ),
    deleteAll: (options) =>
      readingArguments(
        { operation: 'inspectionRules.deleteAll' },
        () => new ResultAsync(deleteEach(rules, { ...options })),
        errAsync,
      ),
  }
}

/** Without conditions, Ironic creates the rule and then fails while it builds its reply. */
function withConditions(rule: NewInspectionRule): NewInspectionRule {
  // Plain JavaScript may pass anything.
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
