import { IronicDriverError, type Advice, type ErrorDetails } from '../errors/ironic-driver-error.js'
import { hiddenFields, unlessHidden, type HiddenField } from '../states/hidden-values.js'
import { shownText } from '../states/shown-text.js'
import type { AbortedError } from '../transport/transport-errors.js'
import { currentStep, type WatchedNode } from './watched-node.js'

/** The state of the node when it was last seen. */
export interface LastSeen {
  readonly provision_state: string
  readonly target_provision_state: string | null
  readonly power_state: string | null
  readonly target_power_state: string | null
  readonly instance_uuid: string | null
  readonly reservation: string | null
  readonly last_error: string | null
  readonly maintenance: boolean
  readonly fault: string | null
  readonly step: string | null
  /** The fields that Ironic hides from this login, and that are `null` here; absent when there are none. */
  readonly hidden?: readonly HiddenField[]
}

export interface WaitErrorDetails extends ErrorDetails {
  readonly lastSeen?: WatchedNode | undefined
  readonly elapsedMs: number
}

abstract class WaitFailure extends IronicDriverError {
  /** `undefined` when the node was never read. */
  readonly lastSeen: LastSeen | undefined
  /** How long the wait had lasted. */
  readonly elapsedMs: number

  constructor(message: string, advice: Advice, details: WaitErrorDetails) {
    super(message, advice, details)
    this.lastSeen = details.lastSeen === undefined ? undefined : summary(details.lastSeen)
    this.elapsedMs = details.elapsedMs
  }
}

/** The deadline passed. Only the wait ended: Ironic continues the operation. */
export class WaitTimedOutError extends WaitFailure {
  readonly kind = 'wait_timed_out'
  constructor(message: string, details: WaitErrorDetails) {
    super(message, 'check_state', details)
  }
}

/** Ironic should be working on the node in this state, but no conductor is. */
export class WaitStalledError extends WaitFailure {
  readonly kind = 'wait_stalled'
  constructor(message: string, details: WaitErrorDetails) {
    super(message, 'fix_node', details)
  }
}

/** The node could not be read for so long that the wait was given up. */
export class LostSightError extends WaitFailure {
  readonly kind = 'lost_sight'
  constructor(message: string, details: WaitErrorDetails) {
    super(message, 'check_state', details)
  }
}

/** The operation failed. */
export class TransitionFailedError extends WaitFailure {
  readonly kind = 'transition_failed'
  /** The last error text that Ironic showed for it, without secrets; `null` when there was none. */
  readonly lastError: string | null

  constructor(
    message: string,
    details: WaitErrorDetails & { readonly lastError: string | null; readonly advice?: Advice },
  ) {
    super(message, details.advice ?? 'fix_node', details)
    this.lastError = details.lastError
  }
}

/** Another client moved the node elsewhere, or deleted it. */
export class TransitionDivergedError extends WaitFailure {
  readonly kind = 'transition_diverged'
  constructor(message: string, details: WaitErrorDetails) {
    super(message, 'check_state', details)
  }
}

/** Every error of a wait. */
export type WaitError =
  | WaitTimedOutError
  | WaitStalledError
  | LostSightError
  | TransitionFailedError
  | TransitionDivergedError
  | AbortedError

function summary(node: WatchedNode): LastSeen {
  return {
    provision_state: node.provision_state,
    target_provision_state: node.target_provision_state,
    power_state: node.power_state,
    target_power_state: node.target_power_state,
    instance_uuid: node.instance_uuid,
    reservation: unlessHidden(node.reservation),
    last_error: shownText(node.last_error),
    ...hiddenFields(node),
    maintenance: node.maintenance,
    fault: node.fault ?? null,
    step: currentStep(node) ?? null,
  }
}
