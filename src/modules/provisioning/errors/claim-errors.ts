import { IronicDriverError, type ErrorDetails } from '../../../errors/ironic-driver-error.js'

/** A node that was tried, and why it did not take the instance. */
export interface TriedNode {
  /** UUID. */
  readonly node: string
  /** The kind of the error that it ended with. */
  readonly kind: string
  readonly reason: string
}

/** No node that fits could take the instance. Nothing of it is left on any. */
export class NoSuitableNodeError extends IronicDriverError {
  readonly kind = 'no_suitable_node'
  /** The nodes that were tried, in this order. */
  readonly tried: readonly TriedNode[]

  constructor(why: string, details: ErrorDetails & { readonly tried: readonly TriedNode[] }) {
    const tried = details.tried.map(({ node, reason }) => `${node} (${reason})`)
    const ends =
      tried.length === 0
        ? 'Wait until one is free, or ask for less.'
        : `Tried: ${tried.join('; ')}. Look at these nodes first.`
    super(
      `No node could take the instance: ${why}. ${ends}`,
      tried.length === 0 ? 'retry_later' : 'fix_node',
      details,
    )
    this.tried = details.tried
  }
}
