import { err, ok, type Result } from 'neverthrow'
import type { CallOptions } from '../client/api-request.js'
import type { ClientError } from '../client/client-errors.js'
import type { IronicClient } from '../client/ironic-client.js'
import type { NodeField } from '../client/schemas/node-schema.js'
import type { Clock } from '../clock/clock.js'
import { AbortedError } from '../transport/transport-errors.js'
import { cheaperAsList } from './read-plan.js'
import { watchedFields, type WatchedNode } from './watched-node.js'

/** Whom to read: a node by UUID or name, or the node that carries an instance. */
export type NodeKey = { readonly node: string } | { readonly instance: string }

/** `undefined` when there is no such node, or no node carries the instance. */
type ReadResult = Result<WatchedNode | undefined, ClientError>

export interface ReadOptions extends CallOptions {
  /** Fields to read beside the watched ones. Those that the server is too old for are left out. */
  readonly also?: readonly NodeField[] | undefined
}

interface PendingRead {
  readonly key: NodeKey
  readonly also: readonly NodeField[]
  readonly resolve: (result: ReadResult) => void
}

/**
 * Reads nodes for everybody in the process: those who ask at the same moment share one list where that costs
 * Ironic less than a request each.
 */
export class NodeReader {
  readonly #client: IronicClient
  readonly #clock: Clock
  #pending: PendingRead[] = []
  #fleetSize: number | undefined

  constructor(client: IronicClient, clock: Clock) {
    this.#client = client
    this.#clock = clock
  }

  /** Reads one node, together with what others ask for at this moment. */
  read(key: NodeKey, options: ReadOptions = {}): Promise<ReadResult> {
    const { also = [], signal } = options
    return new Promise((resolve) => {
      const onAbort = () => resolve(err(abortedRead()))
      if (signal?.aborted) return onAbort()
      signal?.addEventListener('abort', onAbort, { once: true })
      const settle = (result: ReadResult) => {
        signal?.removeEventListener('abort', onAbort)
        resolve(result)
      }
      this.#pending.push({ key, also, resolve: settle })
      if (this.#pending.length === 1) void this.#clock.sleep(0).then(() => this.#flush())
    })
  }

  async #flush(): Promise<void> {
    const reads = this.#pending
    this.#pending = []
    const results = await this.readMany(
      reads.map((read) => read.key),
      { also: reads.flatMap((read) => read.also) },
    )
    for (const [index, { resolve }] of reads.entries()) resolve(results[index] ?? ok(undefined))
  }

  /** Whether so many reads would be one list, which shows all other nodes for nothing. */
  wouldList(wanted: number): boolean {
    return cheaperAsList(wanted, this.#fleetSize)
  }

  /** Reads several nodes in as few requests as cost Ironic least. One result for each key, in their order. */
  async readMany(keys: readonly NodeKey[], options: ReadOptions = {}): Promise<readonly ReadResult[]> {
    const features = await this.#client.features(options)
    if (features.isErr()) return keys.map(() => err(features.error))
    const fields = watchedFields(features.value, options.also)
    if (!this.wouldList(keys.length))
      return Promise.all(keys.map((key) => this.#readOne(key, fields, options)))

    const include_children = features.value.supports('child_nodes') ? true : undefined
    const listed = await this.#client.nodes.list({ ...options, fields, filter: { include_children } }).all()
    if (listed.isErr()) return keys.map(() => err(listed.error))
    const nodes: readonly WatchedNode[] = listed.value as readonly WatchedNode[]
    this.#fleetSize = nodes.length
    const find = index(nodes)
    // A node that the list does not show may be gone or hidden: only its own request tells.
    return Promise.all(
      keys.map(async (key) => {
        const found = find(key)
        return found === undefined && 'node' in key ? this.#readOne(key, fields, options) : ok(found)
      }),
    )
  }

  async #readOne(key: NodeKey, fields: readonly NodeField[], options: CallOptions): Promise<ReadResult> {
    if ('node' in key) {
      const node = await this.#client.nodes.get(key.node, { ...options, fields })
      if (node.isOk()) return ok(node.value as WatchedNode)
      return node.error.kind === 'not_found' ? ok(undefined) : err(node.error)
    }
    const nodes = await this.#client.nodes
      .list({ ...options, fields, filter: { instance_uuid: key.instance } })
      .all()
    // A server that ignored the filter would hand over somebody else's node.
    return nodes.map((found) =>
      (found as readonly WatchedNode[]).find((one) => one.instance_uuid === key.instance),
    )
  }
}

function abortedRead(): AbortedError {
  return new AbortedError('Reading the node was aborted by its caller.', { sent: 'no' })
}

function index(nodes: readonly WatchedNode[]): (key: NodeKey) => WatchedNode | undefined {
  const byIdent = new Map<string, WatchedNode>()
  const byInstance = new Map<string, WatchedNode>()
  for (const node of nodes) {
    if (node.name !== null) byIdent.set(node.name, node)
    if (node.instance_uuid !== null) byInstance.set(node.instance_uuid, node)
  }
  for (const node of nodes) byIdent.set(node.uuid, node)
  return (key) => ('node' in key ? byIdent.get(key.node) : byInstance.get(key.instance))
}
