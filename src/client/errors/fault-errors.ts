import { IronicDriverError, type Advice, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import { redactText } from '../../errors/redaction.js'

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
/** The request is wrong in a way that only its text tells. */
export class RejectedRequestError extends fault(
  'rejected_request',
  'fix_request',
  'Ironic refused the request; correct what it names',
) {}
/** The node is in maintenance, in which Ironic starts no deployment, cleaning, service or rescue. */
export class NodeInMaintenanceError extends fault(
  'node_in_maintenance',
  'fix_node',
  'The node is in maintenance, which forbids this; end the maintenance or take another node',
) {}
/** The node is retired, so that it is offered no more. */
export class NodeRetiredError extends fault(
  'node_retired',
  'fix_node',
  'The node is retired, which forbids this',
) {}
/** The node's driver, or one of its interfaces, cannot do this. */
export class UnsupportedByHardwareError extends fault(
  'unsupported_by_hardware',
  'fix_request',
  "The node's driver cannot do this; use another way or another interface",
) {}
/** No physical port of the node is left for the VIF. */
export class NoFreePortError extends fault(
  'no_free_port',
  'try_other_node',
  'The node has no free physical port for the VIF',
) {}
/** The VIF is not on the node that it was to be taken from. */
export class VifNotAttachedError extends fault(
  'vif_not_attached',
  'fix_request',
  'The VIF is not attached to the node',
) {}

// 400 or 409, by chance of the lock
/** The state of the node does not allow what was asked. Ironic says so with 400 or, by chance of a lock, 409. */
export class StateRefusedError extends fault(
  'state_refused',
  'check_state',
  'Ironic does not allow this in the present state of the node; look at its provision_state first',
) {}

// 401, 403, 404, 413
/** There was no login, or it is not valid. */
export class UnauthorizedError extends fault(
  'unauthorized',
  'fix_request',
  'The login was refused; check the credentials',
) {}
/** The login is valid and may not do this. */
export class ForbiddenError extends fault('forbidden', 'fix_request', 'This login may not do that') {}
/** The node is protected from being torn down, rebuilt and deleted. */
export class NodeProtectedError extends fault(
  'node_protected',
  'fix_node',
  'The node is protected; remove the protection first if that is meant',
) {}
/** A resource does not exist, or is hidden from this login. */
export class NotFoundError extends fault(
  'not_found',
  'fix_request',
  'There is no such resource, or this login may not see it',
) {}
/** The body is larger, or nested deeper, than the server takes. */
export class RequestTooLargeError extends fault(
  'request_too_large',
  'fix_request',
  'The request is larger than the server takes; pass large content by URL',
) {}

// 409
/** A conductor holds the lock of the node for something else. */
export class NodeLockedError extends fault(
  'node_locked',
  'retry_later',
  'The node is locked by another operation; wait until that has ended',
) {}
/** The node is on its way between two states, for minutes or for hours. */
export class TransitionInProgressError extends fault(
  'transition_in_progress',
  'retry_later',
  'The node is on its way from one state to another and takes no changes until it is there',
) {}
/** The node carries another instance. */
export class NodeAssociatedError extends fault(
  'node_associated',
  'try_other_node',
  'The node already carries another instance; take another node',
) {}
/** The instance is on another node. */
export class InstanceAssociatedError extends fault(
  'instance_associated',
  'check_state',
  'The instance already is on another node; find that one by the instance first',
) {}
/** The VIF is on a port already, perhaps one of this very node. */
export class VifAlreadyAttachedError extends fault(
  'vif_already_attached',
  'check_state',
  'The VIF already is attached to a port; detach it there first',
) {}
/** The VIF does not fit the node, by its physical network for one. */
export class VifInvalidError extends fault(
  'vif_invalid',
  'fix_request',
  'The VIF cannot be attached to this node',
) {}
/** A name, UUID or address is taken. */
export class DuplicateError extends fault(
  'duplicate',
  'fix_request',
  'Another resource already has this name, UUID or address',
) {}
/** The node must stay on: `disable_power_off` is set on it. It can be restarted. */
export class PowerOffDisabledError extends fault(
  'power_off_disabled',
  'fix_request',
  'The node must not be switched off, since disable_power_off is set on it; restart it instead, or clear that field',
) {}
/** A conflict that only its text tells. */
export class ConflictError extends fault(
  'conflict',
  'check_state',
  'The request conflicts with the present state of the resource; look at it first',
) {}

// 5xx and what stands for it
/** No conductor took the request. Nothing happened. */
export class NoConductorError extends fault(
  'no_conductor',
  'retry_later',
  'No conductor that serves the node can be reached; look at the conductors if it stays so',
) {}
/** All workers of the conductor are busy. Nothing happened. */
export class ServiceBusyError extends fault(
  'service_busy',
  'retry_later',
  'Ironic has no free worker for this now; try again in some seconds',
) {}
/** As many deployments or cleanings as the operator allows are under way. Nothing happened. */
export class ConcurrencyLimitError extends fault(
  'concurrency_limit',
  'retry_later',
  'Ironic already runs as many of these operations as its operator allows; try again in some minutes',
) {}
/** The API, or a proxy before it, answers that it is not available. */
export class ServiceUnavailableError extends fault(
  'service_unavailable',
  'retry_later',
  'Ironic, or a proxy before it, is not available now; try again later',
) {}
/** The server failed at it, and may have done it. */
export class ServerError extends fault(
  'server_error',
  'check_state',
  'Ironic failed while it handled the request, which may have taken effect; look at the node',
) {}
/** A status that Ironic does not give, such as that of another server. */
export class UnexpectedStatusError extends fault(
  'unexpected_status',
  'fix_request',
  'This is no answer that Ironic gives here; check that the endpoint is that of Ironic',
) {}

/** What any request may be answered with when it is no success. */
export type CommonFault =
  | RejectedRequestError
  | UnauthorizedError
  | ForbiddenError
  | NotFoundError
  | RequestTooLargeError
  | ConflictError
  | NoConductorError
  | ServiceBusyError
  | ConcurrencyLimitError
  | ServiceUnavailableError
  | ServerError
  | UnexpectedStatusError

/** What only certain requests may be answered with; to any other, the same words mean a common one. */
export type SpecificFault =
  | NodeInMaintenanceError
  | NodeRetiredError
  | UnsupportedByHardwareError
  | NoFreePortError
  | VifNotAttachedError
  | StateRefusedError
  | NodeProtectedError
  | NodeLockedError
  | TransitionInProgressError
  | NodeAssociatedError
  | InstanceAssociatedError
  | VifAlreadyAttachedError
  | VifInvalidError
  | DuplicateError
  | PowerOffDisabledError

/** The kind of a fault that only certain requests may be answered with. */
export type SpecificFaultKind = SpecificFault['kind']

/** The faults of these kinds. */
export type FaultOf<Kind extends SpecificFaultKind> = Extract<SpecificFault, { readonly kind: Kind }>

/** Every answer of the server that is not a success, but for a refused version (`unsupported_api_version`). */
export type Fault = CommonFault | SpecificFault
