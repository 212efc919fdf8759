import type { ResultAsync } from 'neverthrow'
import type { RequestError, RequestErrorOr } from '../errors/client-errors.js'
import type { SpecificFaultKind } from '../errors/fault-errors.js'
import type { CallOptions } from '../requests/api-request.js'
import type { JsonPatch } from '../requests/json-patch.js'
import type { FilteredListOptions, GetOptions, Listed, ListOptions } from './collection-requests.js'
import type { Collection } from './paging.js'
import type { Selected } from './resource-schema.js'

// The methods that all collections share. The interface of each resource is built from them and documents what a call
// means for that resource and what it fails with.

/**
 * Reads one member by its UUID, or its name where it has one: in full, or only the requested fields.
 *
 * @inline
 */
export type GetOne<Item> = <const Field extends keyof Item & string = never>(
  ident: string,
  options?: GetOptions<Field>,
) => ResultAsync<Selected<Item, Field>, RequestError>

/**
 * Lists all members: in full, or only the requested fields and the one that identifies them.
 *
 * @inline
 */
export type ListAll<Item, Id extends keyof Item = 'uuid' & keyof Item> = <
  const Field extends keyof Item & string = never,
>(
  options?: ListOptions<Field>,
) => Collection<Listed<Item, Field, Id>>

/**
 * Lists the members that match a filter, or all: in full, or only the requested fields and the UUID.
 *
 * @inline
 */
export type ListSome<Item, ItemFilter, Id extends keyof Item = 'uuid' & keyof Item> = <
  const Field extends keyof Item & string = never,
>(
  options?: FilteredListOptions<ItemFilter, Field>,
) => Collection<Listed<Item, Field, Id>>

/**
 * Creates a member and returns it.
 *
 * @inline
 */
export type CreateOne<Item, NewItem, Kind extends SpecificFaultKind = never> = (
  input: NewItem,
  options?: CallOptions,
) => ResultAsync<Item, RequestErrorOr<Kind>>

/**
 * Changes a member and returns its new state.
 *
 * @inline
 */
export type PatchOne<Item, Kind extends SpecificFaultKind = never> = (
  ident: string,
  patch: JsonPatch,
  options?: CallOptions,
) => ResultAsync<Item, RequestErrorOr<Kind>>

/**
 * Deletes a member.
 *
 * @inline
 */
export type DeleteOne<Kind extends SpecificFaultKind = never> = (
  ident: string,
  options?: CallOptions,
) => ResultAsync<void, RequestErrorOr<Kind>>
