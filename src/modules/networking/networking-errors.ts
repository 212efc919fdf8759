import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'

/** The VIF is on no port of the node, so its network cannot be described. */
export class VifMissingError extends IronicDriverError {
  readonly kind = 'vif_missing'
  /** The id of the VIF. */
  readonly vif: string

  constructor(details: ErrorDetails & { readonly node: string; readonly vif: string }) {
    super(
      `Ironic shows VIF ${details.vif} on no port of node ${details.node}. Attach it first, or name its port or port group if the network interface does not record VIFs (noop).`,
      'check_state',
      details,
    )
    this.vif = details.vif
  }
}

/** The VIF cannot be attached to the named port or port group. Nothing was changed. */
export class PortUnusableError extends IronicDriverError {
  readonly kind = 'port_unusable'
  /** The id of the VIF. */
  readonly vif: string
  /**
   * - `not_of_this_node`: the node has no such port or port group.
   * - `taken`: another VIF is attached to it, see `holder`.
   * - `vif_elsewhere`: the VIF is on another port or port group of this node, see `place`.
   */
  readonly reason: 'not_of_this_node' | 'taken' | 'vif_elsewhere'
  /** The VIF that is attached there. */
  readonly holder: string | undefined
  /** UUID of the port or port group that the VIF is on. */
  readonly place: string | undefined

  constructor(
    details: ErrorDetails & {
      readonly node: string
      readonly vif: string
      readonly wanted: string
      readonly reason: PortUnusableError['reason']
      readonly holder?: string | undefined
      readonly place?: string | undefined
    },
  ) {
    const { vif, node, wanted, reason, holder, place } = details
    const problem = {
      not_of_this_node: `The node has no such port or port group. Name one of its own, or none.`,
      taken: `VIF ${String(holder)} is attached there. Detach that VIF first, or name another port or port group.`,
      vif_elsewhere: `It is attached to ${String(place)} of the same node. Detach it there first.`,
    }[reason]
    super(
      `VIF ${vif} cannot be attached to ${wanted} of node ${node}. ${problem}`,
      reason === 'not_of_this_node' ? 'fix_request' : 'check_state',
      details,
    )
    this.vif = vif
    this.reason = reason
    this.holder = holder
    this.place = place
  }
}

/** A VIF that could not be restored after a failed change of all VIFs, and why. */
export interface VifRemains {
  readonly vif: string
  readonly is: 'still_attached' | 'still_detached'
  readonly why: string
}

/** Changing the VIFs of a node failed, and not everything could be undone. `cause` is the original error. */
export class VifUndoIncompleteError extends IronicDriverError {
  readonly kind = 'vif_undo_incomplete'
  /** The VIFs that are not as they were, and why. */
  readonly remains: readonly VifRemains[]

  constructor(
    cause: IronicDriverError,
    details: ErrorDetails & { readonly node: string; readonly remains: readonly VifRemains[] },
  ) {
    const remains = details.remains.map(({ vif, is, why }) => `${vif} is ${is.replace('_', ' ')} (${why})`)
    super(
      `${cause.message} Not everything could be undone. VIFs of node ${details.node}: ${remains.join('; ')}. Call syncVifs again when the cause is resolved.`,
      'check_state',
      { ...details, cause },
    )
    this.remains = details.remains
  }
}
