import { err, type Result } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import { followSignal, scopeOf, sharedScope, type RequestScope } from '../../client/requests/call-signal.js'
import { missingFeature } from '../../client/requests/missing-feature.js'
import { SharedWork } from '../../client/requests/shared-work.js'
import type { NodeFilter } from '../../client/resources/node/nodes.js'
import type { ModuleContext } from '../../operations/module-context.js'
import { AVAILABLE } from '../../states/observed-node.js'
import { AbortedError } from '../../transport/transport-errors.js'
import { inventoryFields, type ListedNode } from './inventory-node.js'
import { isSharded, nodesInScope, scopeFilter, type InventoryScope } from './inventory-scope.js'

/** All nodes, free nodes, or nodes that carry an instance, with `instance_info`. */
export type InventoryView = 'nodes' | 'free' | 'instances'

export type ListResult = Result<readonly ListedNode[], RequestError>

export interface InventoryRead {
  readonly view: InventoryView
  readonly scope: InventoryScope
  /** The greatest age of a cached list; 0 reads a new one. */
  readonly maxAgeMs: number
  readonly signal?: AbortSignal | undefined
}

/** A list that is being read or was read. Its age counts from its request. */
interface Entry {
  readonly askedAt: number
  readonly reading: SharedWork<ListResult>
  /** Whether its request is still to be sent, so that it will show everything up to now. */
  isFresh: boolean
  listed: ListResult | undefined
  /** The time limit of the calls that share its request. */
  readonly timeoutMs: number | undefined
  /** The calls that asked before its request. */
  readonly askedBy: RequestScope[]
}

/** The number of lists to keep. */
const KEPT = 16

/** Reads lists of nodes. Simultaneous reads of the same list share one request; a cached list is reused if accepted. */
export class InventoryReader {
  readonly #context: ModuleContext
  readonly #entries = new Map<string, Entry>()

  constructor(context: ModuleContext) {
    this.#context = context
  }

  /** Returns the whole list or an error, never a part, and never an empty list in place of an error. */
  async read(request: InventoryRead): Promise<ListResult> {
    const { view, scope, signal } = request
    const key = JSON.stringify([view, scope.shard, scope.conductorGroup, scope.owner, scope.resourceClass])
    const known = this.#entries.get(key)
    const entry = known !== undefined && this.#isUsable(known, request) ? known : this.#start(key, request)
    if (entry.isFresh) entry.askedBy.push(scopeOf(signal))
    return entry.listed ?? (await entry.reading.join(signal)) ?? err(abortedList())
  }

  /** Discards all cached lists. */
  forget(): void {
    this.#entries.clear()
  }

  #isUsable({ askedAt, isFresh, listed, timeoutMs }: Entry, { maxAgeMs, signal }: InventoryRead): boolean {
    if (listed === undefined && timeoutMs !== scopeOf(signal).timeoutMs) return false
    const age = this.#context.clock.now() - askedAt
    return isFresh || (age >= 0 && age < maxAgeMs)
  }

  #start(key: string, { view, scope, signal: caller }: InventoryRead): Entry {
    const { clock } = this.#context
    const entry: Entry = {
      askedAt: clock.now(),
      isFresh: true,
      listed: undefined,
      timeoutMs: scopeOf(caller).timeoutMs,
      askedBy: [],
      reading: new SharedWork(async (wanted) => {
        await clock.sleep(0)
        entry.isFresh = false
        const { signal, end } = followSignal(wanted, sharedScope(entry.askedBy))
        const listed = await this.#list(view, scope, signal)
        end()
        if (listed.isOk()) entry.listed = listed
        else if (this.#entries.get(key) === entry) this.#entries.delete(key)
        return listed
      }),
    }
    this.#entries.delete(key)
    this.#entries.set(key, entry)
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > KEPT && oldest !== undefined) this.#entries.delete(oldest)
    return entry
  }

  async #list(view: InventoryView, scope: InventoryScope, signal: AbortSignal): Promise<ListResult> {
    const { client } = this.#context
    const features = await client.features({ signal })
    if (features.isErr()) return err(features.error)
    const missing = isSharded(scope) ? missingFeature(['shards'], features.value) : undefined
    if (missing !== undefined) return err(missing)

    const isOfInstances = view === 'instances'
    const fields = inventoryFields(features.value, isOfInstances ? ['instance_info'] : [])
    const include_children = isOfInstances && features.value.supports('child_nodes') ? true : undefined
    const filter = { ...scopeFilter(scope), ...FILTERS[view], include_children }
    const listed = await client.nodes.list({ signal, fields, filter }).all()
    if (listed.isErr()) return err(listed.error)
    const nodes: readonly ListedNode[] = listed.value
    return nodesInScope(isOfInstances ? nodes.filter(hasInstance) : nodes, scope)
  }
}

const FILTERS: Readonly<Record<InventoryView, NodeFilter>> = {
  nodes: {},
  free: { associated: false, maintenance: false, provision_state: AVAILABLE },
  instances: { associated: true },
}

function hasInstance({ instance_uuid }: ListedNode): boolean {
  return instance_uuid !== null
}

function abortedList(): AbortedError {
  return new AbortedError('Listing the nodes was aborted by its caller.', { sent: 'maybe' })
}
