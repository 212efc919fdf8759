import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../../client/errors/client-errors.js'
import type { AskOptions, ModuleContext } from '../../../operations/module-context.js'
import { inventoryNode, type InventoryNode } from '../../inventory/inventory-node.js'
import { InventoryReader } from '../../inventory/inventory-reader.js'
import { fitsRequirements, type NodeRequirements } from './node-requirements.js'

/** A list of free nodes that is not older than this still does: whoever finds its node taken picks another. */
const LIST_LASTS_MS = 2_000

/**
 * Picks among the free nodes by what it reads of them. Those who pick at the same moment share one list, and no two in
 * this process pick the same node; other processes are kept off by the reservation alone.
 */
export class NodeChoice {
  readonly #context: ModuleContext
  readonly #reader: InventoryReader
  /** Until when a node is left alone, since it is tried or was a moment ago. */
  readonly #leftAloneUntil = new Map<string, number>()

  constructor(context: ModuleContext) {
    this.#context = context
    this.#reader = new InventoryReader(context)
  }

  /** A free node that fits, by chance; it is left alone until `release`. `undefined` when none is free. */
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

  /** The free nodes that fit. */
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

  /** Says that a node is no longer tried. A list that was read before may still call it free. */
  release(node: string): void {
    const now = this.#context.clock.now()
    for (const [other, until] of this.#leftAloneUntil) if (until <= now) this.#leftAloneUntil.delete(other)
    this.#leftAloneUntil.set(node, now + LIST_LASTS_MS)
  }
}
