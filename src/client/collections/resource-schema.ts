import * as z from 'zod'
import type { Need } from '../requests/missing-feature.js'
import { anyReply, fieldsShape, shape, type ReplyProblem, type ReplyShape } from '../requests/reply-shape.js'
import type { ApiVersion } from '../versions/api-version.js'

type FirstFields = Readonly<Record<string, z.ZodType>>
type LaterFields = Readonly<Record<string, readonly [z.ZodType, ApiVersion]>>

type ItemWith<First extends FirstFields, Later extends LaterFields> = {
  readonly [Field in keyof First]: z.infer<First[Field]>
} & { readonly [Field in keyof Later]?: z.infer<Later[Field][0]> }

/** The fields of a resource, from which its types and the checks of replies and inputs are derived. */
export interface ResourceSchema<Item> {
  /** The resource in a sentence: `volume connector`. */
  readonly what: string
  /** Whether the resource has a field. */
  readonly has: (field: string) => boolean
  /** The shape of the whole resource. */
  readonly whole: ReplyShape<Item>
  /** The shape of a resource of which only `fields` were requested. */
  readonly only: (fields: readonly string[]) => ReplyShape<Item>
  /** The microversion that introduced a field; `undefined` if it was always there. */
  readonly since: (field: string) => ApiVersion | undefined
  /** The microversions that `fields` need. */
  readonly needs: (fields: readonly string[]) => readonly Need[]
  /** Returns what is wrong with the values of an input. Fields that are unknown here are left to Ironic. */
  readonly problemIn: (values: object) => ReplyProblem | undefined
}

/** The resource that a schema describes. */
export type ItemOf<Schema> = Schema extends ResourceSchema<infer Item> ? Item : never

/** A resource of which only these fields were requested. */
export type Only<Item, Field extends keyof Item> = {
  readonly [F in Field]-?: Exclude<Item[F], undefined>
}

/** Optional fields of an input. */
export type MayGive<Item, Field extends keyof Item> = { readonly [F in Field]?: Item[F] | undefined }

/** What a read returns: the whole resource, or the requested fields. */
export type Selected<Item, Field extends keyof Item> = [Field] extends [never] ? Item : Only<Item, Field>

/**
 * Describes a resource by its fields.
 *
 * @param what - the resource in a sentence: `a volume connector`
 * @param first - the fields that the resource has always had
 * @param later - the fields that it got later, each with the microversion that introduced it
 */
export function resourceSchema<const First extends FirstFields, const Later extends LaterFields>(
  what: string,
  first: First,
  later: Later,
): ResourceSchema<ItemWith<First, Later>> {
  const laterSchemas = Object.fromEntries(Object.entries(later).map(([field, [schema]]) => [field, schema]))
  const byField: FirstFields = { ...first, ...laterSchemas }
  // Built at the first use, since a program uses few resources.
  const input = shape(z.lazy(() => z.looseObject(byField).partial()))
  const whole = z.lazy(() => {
    const optional = Object.entries(laterSchemas).map(([field, schema]) => [field, schema.optional()])
    return z.looseObject({ ...first, ...Object.fromEntries(optional) })
  })
  const shapes = new Map(Object.entries(byField).map(([field, schema]) => [field, shape(schema)]))
  const since = (field: string) => (Object.hasOwn(later, field) ? later[field]?.[1] : undefined)
  return {
    what: what.replace(/^an? /, ''),
    has: (field) => Object.hasOwn(byField, field),
    whole: shape(whole),
    only: (fields) => fieldsShape(fields.map((field) => [field, shapes.get(field) ?? anyReply])),
    since,
    needs: (fields) =>
      fields.flatMap((field) => {
        const version = since(field)
        return version === undefined ? [] : [{ since: version, what: `the field ${field} of ${what}` }]
      }),
    problemIn: (values) => input.problemIn(values),
  }
}
