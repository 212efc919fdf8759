import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'

/** The VIF is on no port of the machine, so that nothing can be said of it. */
export class VifMissingError extends IronicDriverError {
  readonly kind = 'vif_missing'
  readonly vif: string

  constructor(details: ErrorDetails & { readonly node: string; readonly vif: string }) {
    super(
      `VIF ${details.vif} is on no port of node ${details.node} that Ironic shows. Attach it first; where the network interface records none (noop), name its port or port group.`,
      'check_state',
      details,
    )
    this.vif = details.vif
  }
}

/** The VIF cannot be plugged in where it was wanted. Nothing was changed. */
export class PortUnusableError extends IronicDriverError {
  readonly kind = 'port_unusable'
  readonly vif: string
  /**
   * - `not_of_this_node`: the machine has no such port or port group.
   * - `taken`: another VIF is on it, see `holder`.
   * - `vif_elsewhere`: the VIF is on another port or port group of this machine, see `place`.
   */
  readonly reason: 'not_of_this_node' | 'taken' | 'vif_elsewhere'
  /** The VIF that is there. */
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
      taken: `VIF ${String(holder)} is there. Detach that one first, or name another place.`,
      vif_elsewhere: `It is on ${String(place)} of the same node. Detach it there first.`,
    }[reason]
    super(
      `VIF ${vif} cannot be plugged into ${wanted} of node ${node}. ${problem}`,
      reason === 'not_of_this_node' ? 'fix_request' : 'check_state',
      details,
    )
    this.vif = vif
    this.reason = reason
    this.holder = holder
    this.place = place
  }
}

/** A VIF that is not as it was before a failed change of all VIFs, and why. */
export interface VifRemains {
  readonly vif: string
  readonly is: 'still_attached' | 'still_detached'
  readonly why: string
}

/** Changing the VIFs of a machine failed, and not all of it could be undone. `cause` is what it failed with. */
export class VifUndoIncompleteError extends IronicDriverError {
  readonly kind = 'vif_undo_incomplete'
  readonly remains: readonly VifRemains[]

  constructor(
    cause: IronicDriverError,
    details: ErrorDetails & { readonly node: string; readonly remains: readonly VifRemains[] },
  ) {
    const remains = details.remains.map(({ vif, is, why }) => `${vif} is ${is.replace('_', ' ')} (${why})`)
    super(
      `${cause.message} Not all of it could be undone; of the VIFs of node ${details.node}, ${remains.join('; ')}. Ask for the VIFs that it is to have once more when the cause is gone.`,
      'check_state',
      { ...details, cause },
    )
    this.remains = details.remains
  }
}
