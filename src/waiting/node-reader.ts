import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../client/errors/client-errors.js'
import type { IronicClient } from '../client/ironic-client.js'
import { readUntil } from '../client/collections/paging.js'
import type { CallOptions } from '../client/requests/api-request.js'
import {
  deadlineOf,
  followSignal,
  scopeOf,
  sharedScope,
  type RequestScope,
} from '../client/requests/call-signal.js'
import type { NodeField } from '../client/resources/node/node-schema.js'
import type { Clock } from '../clock/clock.js'
import { onAbort } from '../clock/on-abort.js'
import { foldId } from '../states/same-id.js'
import { AbortedError, RequestTimedOutError } from '../transport/transport-errors.js'
import { NodeFinder, type InstanceKey } from './node-finder.js'
import { cheaperAsList, requestsPerList } from './read-plan.js'
import { watchedFields, type WatchedNode } from './watched-node.js'

/** The node to read: by UUID or name, or by the instance that it carries. */
export type NodeKey = { readonly node: string } | InstanceKey

/** `undefined` when there is no such node, or no node carries the instance. */
export type ReadResult = Result<WatchedNode | undefined, RequestError>

/** How nodes are read. */
export interface ReadOptions {
  /** Fields to read besides the watched ones. Fields that the server is too old for are left out. */
  readonly also?: readonly NodeField[] | undefined
  /** Ends the read at once with an `aborted` error. */
  readonly signal?: AbortSignal | undefined
}

interface PendingRead {
  readonly key: NodeKey
  readonly also: readonly NodeField[]
  readonly scope: RequestScope
  readonly settle: (result: ReadResult) => void
  /** Ends this read with a result; the request continues for the others. */
  readonly leave: (result: ReadResult) => void
  readonly deadlineAt: number
  /** Called when the caller gives up. */
  onGone: () => void
  gone: boolean
}

/**
 * Reads nodes for all callers in the process: reads at the same moment share one list when that costs Ironic less
 * than one request each.
 */
export class NodeReader {
  readonly #client: IronicClient
  readonly #clock: Clock
  /** Finds single nodes with fields other than the watched ones. */
  readonly finder: NodeFinder
  #pending: PendingRead[] = []
  /** How many nodes the last list contained. */
  #listed: number | undefined
  #requestsPerList = 1

  constructor(client: IronicClient, clock: Clock) {
    this.#client = client
    this.#clock = clock
    this.finder = new NodeFinder(client)
  }

  /** Reads one node, together with what others request at this moment. */
  read(key: NodeKey, options: ReadOptions = {}): Promise<ReadResult> {
    const { also = [], signal } = options
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve(err(abortedRead()))
      const over = new AbortController()
      const pending: PendingRead = {
        key,
        also,
        scope: scopeOf(signal),
        deadlineAt: deadlineOf(signal),
        gone: false,
        onGone: () => undefined,
        settle: (result) => {
          over.abort()
          stopListening()
          resolve(result)
        },
        leave: (result) => {
          pending.gone = true
          pending.settle(result)
          pending.onGone()
        },
      }
      const stopListening = onAbort(signal, () => pending.leave(err(abortedRead())))
      if (pending.deadlineAt !== Infinity) this.#limit(pending, over.signal)
      this.#pending.push(pending)
      const flush = () => this.#flush()
      if (this.#pending.length === 1) this.#clock.sleep(0).then(flush, flush)
    })
  }

  /**
   * At the deadline, a request of its own ends with its last error; a shared one may continue for callers with more
   * time.
   */
  #limit({ deadlineAt, leave }: PendingRead, over: AbortSignal): void {
    const leftMs = Math.max(0, deadlineAt - this.#clock.now())
    const expire = () => {
      if (!over.aborted) leave(err(overdueRead(leftMs)))
    }
    // If a clock passed by the user fails, the request still ends at its own time limit.
    this.#clock.sleep(leftMs, over).then(expire, () => undefined)
  }

  #flush(): void {
    const pending = this.#pending.filter(({ gone }) => !gone)
    this.#pending = []
    // A call with a time limit of its own must not have to wait for one without.
    const limits = new Set(pending.map(({ scope }) => scope.timeoutMs))
    for (const limit of limits) this.#readTogether(pending.filter(({ scope }) => scope.timeoutMs === limit))
  }

  #readTogether(reads: readonly PendingRead[]): void {
    const { signal, abort } = followSignal(undefined, {
      ...sharedScope(reads.map(({ scope }) => scope)),
      deadlineAt: Math.max(...reads.map(({ deadlineAt }) => deadlineAt)),
    })
    const keys = new Map(reads.map(({ key }) => [JSON.stringify(key), key]))
    const also = reads.flatMap((read) => read.also)
    const results = this.readEach([...keys.values()], { also, signal })
    const byKey = new Map([...keys.keys()].map((key, index) => [key, results[index]]))
    for (const read of reads) {
      read.onGone = () => {
        if (reads.every(({ gone }) => gone)) abort()
      }
      void byKey.get(JSON.stringify(read.key))?.then(read.settle)
    }
  }

  /** Returns whether so many reads would use one list, which contains all other nodes at no extra cost. */
  wouldList(wanted: number): boolean {
    return cheaperAsList(wanted, this.#listed)
  }

  /** How many requests the last list took. */
  get requestsPerList(): number {
    return this.#requestsPerList
  }

  /**
   * Reads several nodes with the requests that cost Ironic least. Returns one promise for each key, in order: where
   * each node has its own request, one that hangs does not delay the others.
   */
  readEach(
    keys: readonly NodeKey[],
    options: CallOptions & Pick<ReadOptions, 'also'> = {},
  ): readonly Promise<ReadResult>[] {
    const { also, ...call } = options
    const finding = this.#finderOf(keys, also, call)
    return keys.map(async (key) => (await finding)(key))
  }

  async #finderOf(
    wanted: readonly NodeKey[],
    also: readonly NodeField[] | undefined,
    call: CallOptions,
  ): Promise<(key: NodeKey) => Promise<ReadResult> | ReadResult> {
    const features = await this.#client.features(call)
    if (features.isErr()) return () => err(features.error)
    const fields = watchedFields(features.value, also)
    const readOne = (key: NodeKey) => this.#readOne(key, fields, call)
    if (!this.wouldList(wanted.length)) return readOne

    const include_children = features.value.supports('child_nodes') ? true : undefined
    const list = this.#client.nodes.list({ ...call, fields, filter: { include_children } })
    let find = index([])
    const listed = await readUntil(list, (nodes) => {
      find = index(nodes)
      return wanted.every((key) => find(key) !== undefined)
    })
    if (listed.isErr()) return () => err(listed.error)
    const { items: nodes, isWhole } = listed.value
    this.#listed = nodes.length
    this.#requestsPerList = requestsPerList(nodes.length, isWhole ? 'whole' : 'part')
    if (nodes[0] !== undefined) this.finder.noteSeen(nodes[0].uuid)
    // A node that is not in the list may be deleted or hidden: only its own request shows which.
    return (key) => {
      const found = find(key)
      return found === undefined && 'node' in key ? readOne(key) : ok(found)
    }
  }

  async #readOne(key: NodeKey, fields: readonly NodeField[], call: CallOptions): Promise<ReadResult> {
    const found =
      'node' in key
        ? await this.finder.named(key.node, fields, call)
        : await this.finder.carrier(key, fields, call)
    return found.map((node): WatchedNode | undefined => node)
  }
}

function abortedRead(): AbortedError {
  return new AbortedError('Reading the node was aborted by its caller.', { sent: 'no' })
}

function overdueRead(timeoutMs: number): RequestTimedOutError {
  return new RequestTimedOutError('The node could not be read before the deadline.', {
    sent: 'maybe',
    timeoutMs,
  })
}

function index(nodes: readonly WatchedNode[]): (key: NodeKey) => WatchedNode | undefined {
  const byUuid = new Map<string, WatchedNode>()
  const byName = new Map<string, WatchedNode>()
  const byInstance = new Map<string, WatchedNode>()
  for (const node of nodes) {
    byUuid.set(foldId(node.uuid), node)
    if (node.name !== null) byName.set(node.name, node)
    if (node.instance_uuid !== null) byInstance.set(foldId(node.instance_uuid), node)
  }
  return (key) =>
    'instance' in key
      ? byInstance.get(foldId(key.instance))
      : (byUuid.get(foldId(key.node)) ?? byName.get(key.node))
}
