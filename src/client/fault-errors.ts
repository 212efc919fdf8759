import { IronicDriverError, type Advice, type ErrorDetails } from '../errors/ironic-driver-error.js'
import { redactText } from '../errors/redaction.js'

export interface FaultDetails extends ErrorDetails {
  /** The HTTP status. */
  readonly status: number
  /** What the server said; secrets are removed from it here. */
  readonly fault: string
}

/** An answer of the server that is not a success. */
export abstract class FaultError extends IronicDriverError {
  readonly status: number
  readonly fault: string

  constructor(message: string, advice: Advice, details: FaultDetails) {
    super(message, advice, details)
    this.status = details.status
    this.fault = redactText(details.fault)
  }
}

/** Makes the base of an error class whose kind, advice and explanation are fixed. */
function fault<const Kind extends string>(kind: Kind, advice: Advice, explanation: string) {
  return class extends FaultError {
    readonly kind = kind

    constructor(details: FaultDetails) {
      const said = details.fault === '' ? '' : ` Ironic says: ${details.fault}`
      super(`${explanation} (HTTP ${details.status}).${said}`, advice, details)
    }
  }
}

// 400
export class RejectedRequestError extends fault(
  'rejected_request',
  'fix_request',
  'Ironic refused the request; correct what it names',
) {}
export class NodeInMaintenanceError extends fault(
  'node_in_maintenance',
  'fix_node',
  'The node is in maintenance, which forbids this; end the maintenance or take another node',
) {}
export class NodeRetiredError extends fault(
  'node_retired',
  'fix_node',
  'The node is retired, which forbids this',
) {}
export class UnsupportedByHardwareError extends fault(
  'unsupported_by_hardware',
  'fix_request',
  "The node's driver cannot do this; use another way or another interface",
) {}
export class NoFreePortError extends fault(
  'no_free_port',
  'try_other_node',
  'The node has no free physical port for the VIF',
) {}
export class VifNotAttachedError extends fault(
  'vif_not_attached',
  'fix_request',
  'The VIF is not attached to the node',
) {}

// 400 or 409, by chance of the lock
export class StateRefusedError extends fault(
  'state_refused',
  'check_state',
  'Ironic does not allow this in the present state of the node; look at its provision_state first',
) {}

// 401, 403, 404, 413
export class UnauthorizedError extends fault(
  'unauthorized',
  'fix_request',
  'The login was refused; check the credentials',
) {}
export class ForbiddenError extends fault('forbidden', 'fix_request', 'This login may not do that') {}
export class NodeProtectedError extends fault(
  'node_protected',
  'fix_node',
  'The node is protected; remove the protection first if that is meant',
) {}
export class NotFoundError extends fault(
  'not_found',
  'fix_request',
  'There is no such resource, or this login may not see it',
) {}
export class RequestTooLargeError extends fault(
  'request_too_large',
  'fix_request',
  'The request is larger than the server takes; pass large content by URL',
) {}

// 409
export class NodeLockedError extends fault(
  'node_locked',
  'retry_later',
  'The node is locked by another operation; wait until that has ended',
) {}
export class TransitionInProgressError extends fault(
  'transition_in_progress',
  'retry_later',
  'The node is on its way from one state to another and takes no changes until it is there',
) {}
export class NodeAssociatedError extends fault(
  'node_associated',
  'try_other_node',
  'The node already carries another instance; take another node',
) {}
export class InstanceAssociatedError extends fault(
  'instance_associated',
  'check_state',
  'The instance already is on another node; find that one by the instance first',
) {}
export class VifAlreadyAttachedError extends fault(
  'vif_already_attached',
  'check_state',
  'The VIF already is attached to a port; detach it there first',
) {}
export class VifInvalidError extends fault(
  'vif_invalid',
  'fix_request',
  'The VIF cannot be attached to this node',
) {}
export class DuplicateError extends fault(
  'duplicate',
  'fix_request',
  'Another resource already has this name, UUID or address',
) {}
export class ConflictError extends fault(
  'conflict',
  'check_state',
  'The request conflicts with the present state of the resource; look at it first',
) {}

// 5xx and what stands for it
export class NoConductorError extends fault(
  'no_conductor',
  'retry_later',
  'No conductor that serves the node can be reached; look at the conductors if it stays so',
) {}
export class ServiceBusyError extends fault(
  'service_busy',
  'retry_later',
  'Ironic has no free worker for this now; try again in some seconds',
) {}
export class ConcurrencyLimitError extends fault(
  'concurrency_limit',
  'retry_later',
  'Ironic already runs as many of these operations as its operator allows; try again in some minutes',
) {}
export class ServiceUnavailableError extends fault(
  'service_unavailable',
  'retry_later',
  'Ironic, or a proxy before it, is not available now; try again later',
) {}
export class ServerError extends fault(
  'server_error',
  'check_state',
  'Ironic failed while it handled the request, which may have taken effect; look at the node',
) {}
export class UnexpectedStatusError extends fault(
  'unexpected_status',
  'fix_request',
  'This is no answer that Ironic gives here; check that the endpoint is that of Ironic',
) {}

/** Every answer of the server that is not a success, but for a refused version (`unsupported_api_version`). */
export type Fault =
  | RejectedRequestError
  | NodeInMaintenanceError
  | NodeRetiredError
  | UnsupportedByHardwareError
  | NoFreePortError
  | VifNotAttachedError
  | StateRefusedError
  | UnauthorizedError
  | ForbiddenError
  | NodeProtectedError
  | NotFoundError
  | RequestTooLargeError
  | NodeLockedError
  | TransitionInProgressError
  | NodeAssociatedError
  | InstanceAssociatedError
  | VifAlreadyAttachedError
  | VifInvalidError
  | DuplicateError
  | ConflictError
  | NoConductorError
  | ServiceBusyError
  | ConcurrencyLimitError
  | ServiceUnavailableError
  | ServerError
  | UnexpectedStatusError
