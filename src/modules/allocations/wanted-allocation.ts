import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import type { Allocation } from '../../client/resources/allocations.js'
import type { ModuleContext, AskOptions } from '../../operations/module-context.js'
import { foldId, sameId } from '../../states/same-id.js'
import type { AllocationRequest, BackfillRequest } from './allocations-input.js'

/** An allocation that has a node. */
export interface ActiveAllocation extends Allocation {
  readonly state: 'active'
  /** UUID of the node, whose `instance_uuid` is the UUID of the allocation. */
  readonly node_uuid: string
}

/** Returns the fields that `create` and `backfill` share, in Ironic's names. */
export function wantedAllocation({
  uuid,
  candidates,
  name,
  traits,
  extra,
  owner,
}: Omit<AllocationRequest, 'resourceClass'> & { readonly uuid: string }) {
  return { uuid, name, traits, candidate_nodes: candidates, extra, owner }
}

/**
 * Returns how an existing allocation differs from the request; `undefined` when it matches. Ignores what may be changed
 * afterwards and what Ironic fills in itself.
 */
export async function differenceFrom(
  context: ModuleContext,
  found: Allocation,
  { resourceClass, traits = [], candidates = [], name, owner }: AllocationRequest | BackfillRequest,
  options: AskOptions,
): Promise<Result<string | undefined, RequestError>> {
  if (resourceClass !== undefined && found.resource_class !== resourceClass) return ok('resource class')
  if (!areSame(found.traits, traits)) return ok('set of traits')
  if (name !== undefined && found.name !== name) return ok('name')
  if (owner !== undefined && found.owner !== owner) return ok('owner')
  const isFound = (ident: string) => found.candidate_nodes.some((uuid) => sameId(uuid, ident))
  const named = candidates.filter((ident) => !isFound(ident))
  const uuids = candidates.filter(isFound)
  // Ironic stores UUIDs for candidates that were passed by name.
  for (const node of named) {
    const read = await context.reader.read({ node }, options)
    if (read.isErr()) return err(read.error)
    uuids.push(read.value?.uuid ?? node)
  }
  return ok(areSame(found.candidate_nodes.map(foldId), uuids.map(foldId)) ? undefined : 'set of candidates')
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  const [one, other] = [new Set(some), new Set(others)]
  return one.size === other.size && [...one].every((item) => other.has(item))
}
