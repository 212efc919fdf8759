import type { Need } from '../requests/missing-feature.js'
import type { FilterRules } from './list-filter.js'
import type { ResourceSchema } from './resource-schema.js'

/** A collection of the API: where it is, and what is in it. */
export interface Resource<Item, Id extends keyof Item = 'uuid' & keyof Item> {
  /** Its name in `IronicClient`, for errors and logs. */
  readonly name: string
  /** Below `/v1`. */
  readonly path: readonly string[]
  /** The key of the list in the body of a list. */
  readonly key: string
  /** The field that tells its members apart, by which pages go on. */
  readonly id: Id
  /** How a list shows its members in full. */
  readonly inFull: 'detail_path' | 'detail_query' | 'always'
  readonly needs: readonly Need[]
  readonly schema: ResourceSchema<Item>
  /** What its lists can be narrowed by. */
  readonly filters?: FilterRules | undefined
  /** What inputs may have beside the fields, where that came later than the resource. */
  readonly inputs?: Readonly<Record<string, Need>> | undefined
  /** The node that a request is about. */
  readonly node?: string | undefined
}
