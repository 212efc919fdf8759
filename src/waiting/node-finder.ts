import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../client/errors/client-errors.js'
import type { IronicClient } from '../client/ironic-client.js'
import type { CallOptions } from '../client/requests/api-request.js'
import type { NodeField, NodeWith } from '../client/resources/node/node-schema.js'
import { foldId, isUuid, sameId } from '../states/same-id.js'

/** The instance to find. */
export interface InstanceKey {
  readonly instance: string
  /**
   * `likely` skips the request in capitals, unless the database is known to be case-sensitive. Use it when probably
   * no node carries the instance, so that the second request would mostly be wasted. Default: `any`.
   */
  readonly spelling?: 'any' | 'likely' | undefined
}

/** The node found, or `undefined` when there is none. */
export type FoundNode = Result<NodeWith<NodeField> | undefined, RequestError>

/**
 * Finds nodes by UUID, name or instance, including child nodes, and a UUID in any case.
 *
 * Ironic keeps `instance_uuid` as it was given. MariaDB and MySQL find it in any case, SQLite only as it is written:
 * there, an instance that is not found is requested once more in capitals. The kind of database is determined once,
 * with the first node that exists.
 *
 * @see openstack/ironic `ironic/db/sqlalchemy/api.py` (_add_nodes_filters)
 */
export class NodeFinder {
  readonly #client: IronicClient
  /** `undefined` until known. */
  #ignoresCase: boolean | undefined
  /** The UUID of an existing node, to request in the other case. */
  #toTry: string | undefined
  #tried = false

  constructor(client: IronicClient) {
    this.#client = client
  }

  /**
   * Finds the node that carries an instance, and reads these fields of it, with `uuid` and `instance_uuid` among
   * them.
   */
  async carrier(
    { instance, spelling = 'any' }: InstanceKey,
    fields: readonly NodeField[],
    call: CallOptions,
  ): Promise<FoundNode> {
    const features = await this.#client.features(call)
    if (features.isErr()) return err(features.error)
    const include_children = features.value.supports('child_nodes') ? true : undefined
    const ask = async (instance_uuid: string): Promise<FoundNode> => {
      const filter = { instance_uuid, include_children }
      const listed = await this.#client.nodes.list({ ...call, fields, filter }).all()
      // A server that ignores the filter would return another instance's node.
      return listed.map((nodes) => nodes.find((node) => sameId(node.instance_uuid, instance)))
    }
    const carrier = await ask(instance)
    if (carrier.isErr()) return carrier
    if (carrier.value !== undefined) {
      if (carrier.value.instance_uuid !== instance) this.#ignoresCase = true
      return carrier
    }
    const capitals = instance.toUpperCase()
    const isEnough = async () =>
      spelling === 'likely' ? this.#ignoresCase !== false : await this.#isAnyCaseFound(call)
    if (capitals === instance || (await isEnough())) return carrier
    const other = await ask(capitals)
    if (other.isOk() && other.value !== undefined) this.#ignoresCase = false
    return other
  }

  /**
   * Finds a node by UUID or name. A case-sensitive database finds a UUID only as it is written, which is mostly in
   * lower case: a UUID with capitals that is not found is requested once more.
   */
  async named(ident: string, fields: readonly NodeField[], call: CallOptions): Promise<FoundNode> {
    const read = await this.#client.nodes.get(ident, { ...call, fields })
    if (read.isOk()) {
      this.noteSeen(read.value.uuid)
      return ok(read.value)
    }
    if (read.error.kind !== 'not_found') return err(read.error)
    const lower = isUuid(ident) ? foldId(ident) : ident
    return lower === ident ? ok(undefined) : this.named(lower, fields, call)
  }

  /** Remembers the UUID of an existing node. */
  noteSeen(uuid: string): void {
    if (this.#toTry === undefined && otherCase(uuid) !== uuid) this.#toTry = uuid
  }

  async #isAnyCaseFound(call: CallOptions): Promise<boolean> {
    if (this.#ignoresCase !== undefined || this.#tried || this.#toTry === undefined)
      return this.#ignoresCase === true
    this.#tried = true
    const found = await this.#client.nodes.get(otherCase(this.#toTry), { ...call, fields: ['uuid'] })
    // A node that is not found may just have been deleted.
    if (found.isOk()) this.#ignoresCase = true
    return found.isOk()
  }
}

function otherCase(uuid: string): string {
  const capitals = uuid.toUpperCase()
  return capitals === uuid ? uuid.toLowerCase() : capitals
}
