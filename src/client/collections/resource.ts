import type { Need } from '../requests/missing-feature.js'
import type { FilterRules } from './list-filter.js'
import type { ResourceSchema } from './resource-schema.js'

/** A collection of the API: its path and its members. */
export interface Resource<Item, Id extends keyof Item = 'uuid' & keyof Item> {
  /** Its name in `IronicClient`, for errors and logs. */
  readonly name: string
  /** The path below `/v1`. */
  readonly path: readonly string[]
  /** The key of the list in the body of a list. */
  readonly key: string
  /** The field that identifies a member and serves as the marker of pages. */
  readonly id: Id
  /** How to request a list of whole members. */
  readonly inFull: 'detail_path' | 'detail_query' | 'always'
  readonly needs: readonly Need[]
  readonly schema: ResourceSchema<Item>
  /** The filters of its lists. */
  readonly filters?: FilterRules | undefined
  /** Inputs besides the fields, if they were introduced later than the resource. */
  readonly inputs?: Readonly<Record<string, Need>> | undefined
  /** The node that a request is about. */
  readonly node?: string | undefined
}
