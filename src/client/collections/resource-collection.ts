import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { SendRequest } from '../requests/api-request.js'
import type { Need } from '../requests/missing-feature.js'
import type { CreateOne, DeleteOne, GetOne, ListSome, PatchOne } from './collection-methods.js'
import { deleteOne, listAll, patchOne, readOne } from './collection-requests.js'
import { createOne } from './create-request.js'
import type { Resource } from './resource.js'

type Kinds = SpecificFaultKind

/** The definition of a resource whose members can be created, changed and deleted. */
export interface CollectionDefinition<
  Item,
  OnCreate extends Kinds,
  OnPatch extends Kinds,
  OnDelete extends Kinds,
> extends Resource<Item> {
  /** The specific faults of each change, besides the common ones. */
  readonly faults: {
    readonly create: readonly OnCreate[]
    readonly patch: readonly OnPatch[]
    readonly delete: readonly OnDelete[]
  }
  /** The fields of a new member that name its node. Default: `node_uuid`. */
  readonly nodeFields?: readonly string[] | undefined
  /** What patches need if they were introduced later than the resource. */
  readonly patchNeeds?: readonly Need[] | undefined
}

/**
 * Defines a collection whose members are identified by `uuid`, and whose list has the last part of the path as its
 * key.
 */
export function collectionDefinition<
  Item extends { readonly uuid: string },
  OnCreate extends Kinds,
  OnPatch extends Kinds,
  OnDelete extends Kinds,
>(
  given: Omit<CollectionDefinition<Item, OnCreate, OnPatch, OnDelete>, 'id' | 'key'>,
): CollectionDefinition<Item, OnCreate, OnPatch, OnDelete> {
  return { id: 'uuid', key: given.path.at(-1) ?? '', ...given }
}

/** The methods of a read-only collection. */
export interface ReadableCollection<Item, Id extends keyof Item> {
  readonly get: GetOne<Item>
  readonly list: ListSome<Item, object, Id>
}

/** The methods of a collection. The interface of each resource documents them and narrows their arguments. */
export interface ResourceCollection<
  Item,
  OnCreate extends Kinds,
  OnPatch extends Kinds,
  OnDelete extends Kinds,
> extends ReadableCollection<Item, 'uuid' & keyof Item> {
  readonly create: CreateOne<Item, object, OnCreate>
  readonly patch: PatchOne<Item, OnPatch>
  readonly delete: DeleteOne<OnDelete>
}

/** Creates the methods of a read-only collection. */
export function readableCollection<Item, Id extends keyof Item & string>(
  send: SendRequest,
  resource: Resource<Item, Id>,
): ReadableCollection<Item, Id> {
  return {
    get: (ident, options) => readOne(send, resource, ident, options),
    list: (options) => listAll(send, resource, options),
  }
}

/** Creates the methods of a collection from its definition. */
export function resourceCollection<
  Item extends { readonly uuid: string },
  OnCreate extends Kinds,
  OnPatch extends Kinds,
  OnDelete extends Kinds,
>(
  send: SendRequest,
  definition: CollectionDefinition<Item, OnCreate, OnPatch, OnDelete>,
): ResourceCollection<Item, OnCreate, OnPatch, OnDelete> {
  const { faults, nodeFields, patchNeeds } = definition
  return {
    ...readableCollection(send, definition),
    create: (input, options) =>
      createOne(send, definition, input, { faults: faults.create, nodeFields }, options),
    patch: (ident, patch, options) =>
      patchOne(send, definition, ident, patch, { faults: faults.patch, needs: patchNeeds }, options),
    delete: (ident, options) => deleteOne(send, definition, ident, { faults: faults.delete }, options),
  }
}
