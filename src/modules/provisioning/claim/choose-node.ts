import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../../client/errors/client-errors.js'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import { inventoryNode, type InventoryNode } from '../../inventory/inventory-node.js'
import { InventoryReader } from '../../inventory/inventory-reader.js'
import { fitsRequirements, type NodeRequirements } from './node-requirements.js'

/** How long a list of free nodes is used. If a node in it is taken, another is picked. */
const LIST_LASTS_MS = 2_000

/**
 * Picks among the free nodes. Calls at the same moment share one list, and no two in this process pick the same
 * node. Only the reservation keeps other processes away.
 */
export class NodeChoice {
  readonly #context: ModuleContext
  readonly #reader: InventoryReader
  /** Until when to skip a node that is being tried or just was. */
  readonly #leftAloneUntil = new Map<string, number>()

  constructor(context: ModuleContext) {
    this.#context = context
    this.#reader = new InventoryReader(context)
  }

  /** Returns a random free node that fits, and skips it until `release`; `undefined` if none is free. */
  async choose(
    requirements: NodeRequirements,
    excluded: ReadonlySet<string>,
    options: AskOptions,
  ): Promise<Result<InventoryNode | undefined, RequestError>> {
    for (const maxAgeMs of [LIST_LASTS_MS, 0]) {
      const listed = await this.fitting(requirements, { ...options, maxAgeMs })
      if (listed.isErr()) return err(listed.error)
      const now = this.#context.clock.now()
      const free = listed.value.filter(
        ({ uuid }) => !excluded.has(uuid) && (this.#leftAloneUntil.get(uuid) ?? 0) <= now,
      )
      const chosen = free[Math.floor(this.#context.random() * free.length)] ?? free[0]
      if (chosen === undefined) continue
      this.#leftAloneUntil.set(chosen.uuid, Infinity)
      return ok(chosen)
    }
    return ok(undefined)
  }

  /** Returns the free nodes that fit. */
  async fitting(
    requirements: NodeRequirements,
    { maxAgeMs = 0, signal }: AskOptions & { readonly maxAgeMs?: number },
  ): Promise<Result<readonly InventoryNode[], RequestError>> {
    const { conductorGroup, owner, resourceClass } = requirements
    const scope = { conductorGroup, owner, resourceClass }
    const listed = await this.#reader.read({ view: 'free', scope, maxAgeMs, signal })
    return listed.map((nodes) =>
      nodes.map(inventoryNode).filter((node) => fitsRequirements(node, requirements)),
    )
  }

  /** Ends the use of a node. Skips it for a moment longer, since an older list may still show it as free. */
  release(node: string): void {
    const now = this.#context.clock.now()
    for (const [other, until] of this.#leftAloneUntil) if (until <= now) this.#leftAloneUntil.delete(other)
    this.#leftAloneUntil.set(node, now + LIST_LASTS_MS)
  }
}
