import {
  IronicDriverError,
  type Advice,
  type ErrorContext,
  type ErrorDetails,
} from '../../errors/ironic-driver-error.js'
import { redactText } from '../../errors/redaction.js'

export interface FaultDetails extends ErrorDetails {
  /** The HTTP status. */
  readonly status: number
  /** The server's text, without secrets. */
  readonly fault: string
  /** Whether the request only reads. */
  readonly onlyReads?: boolean | undefined
  /** The kind that the text would have for another request. */
  readonly resembles?: SpecificFaultKind | undefined
}

/** A reply of the server that is not a success. */
export abstract class FaultError extends IronicDriverError {
  /** The HTTP status. */
  readonly status: number
  /** Ironic's text, or that of a proxy, without secrets. */
  readonly fault: string
  /** The kind that the text would have for a request to which Ironic is known to answer it. */
  readonly resembles: SpecificFaultKind | undefined

  constructor(message: string, advice: Advice, details: FaultDetails) {
    super(message, advice, details)
    this.status = details.status
    this.fault = redactText(details.fault)
    this.resembles = details.resembles
  }

  /** Also names the node in the message, unless Ironic has. */
  override within(context: Omit<ErrorContext, 'requestId'>): this {
    const located = super.within(context)
    const { node, message } = located
    if (context.node === undefined || node === undefined || message.includes(node)) return located
    return located.withMessage(`Node ${node}: ${message}`)
  }
}

/** A reply that is one kind of fault. */
class KindOfFault<const Kind extends string> extends FaultError {
  readonly kind: Kind

  constructor(kind: Kind, advice: Advice, explanation: string, details: FaultDetails) {
    const said = details.fault === '' ? '' : ` Ironic says: ${details.fault}`
    super(`${explanation} (HTTP ${details.status}).${said}`, advice, details)
    this.kind = kind
  }
}

/** Creates the base of an error class with a fixed kind, advice and explanation. */
function fault<const Kind extends string>(
  kind: Kind,
  advice: Advice,
  explanation: string | ((details: FaultDetails) => string),
): new (details: FaultDetails) => KindOfFault<Kind> {
  return class extends KindOfFault<Kind> {
    constructor(details: FaultDetails) {
      super(kind, advice, typeof explanation === 'string' ? explanation : explanation(details), details)
    }
  }
}

// 400
/** The request is invalid; only the text says why. */
export class RejectedRequestError extends fault(
  'rejected_request',
  'fix_request',
  'Ironic refused the request; correct the problem that it names',
) {}
/** The node is in maintenance, in which Ironic starts no deployment, cleaning, service or rescue. */
export class NodeInMaintenanceError extends fault(
  'node_in_maintenance',
  'fix_node',
  'The node is in maintenance, which does not allow this; end the maintenance or use another node',
) {}
/** The node is retired, so that it cannot become available again. */
export class NodeRetiredError extends fault(
  'node_retired',
  'fix_node',
  'The node is retired, which does not allow this; end its retirement or use another node',
) {}
/** The node's driver, or one of its interfaces, does not support this. */
export class UnsupportedByHardwareError extends fault(
  'unsupported_by_hardware',
  'fix_request',
  "The node's driver does not support this; use another method or another interface",
) {}
/** The node has no free physical port for the VIF. */
export class NoFreePortError extends fault(
  'no_free_port',
  'try_other_node',
  'The node has no free physical port for the VIF; detach another VIF or use another node',
) {}
/** The VIF to detach is not attached to the node. */
export class VifNotAttachedError extends fault(
  'vif_not_attached',
  'fix_request',
  'The VIF is not attached to the node; list the VIFs of the node to see which are',
) {}

// 400 or 409, depending on the lock
/** The state of the node does not allow the request. Ironic answers 400 or, depending on a lock, 409. */
export class StateRefusedError extends fault(
  'state_refused',
  'check_state',
  'Ironic does not allow this in the current state of the node; check its provision_state first',
) {}

// 401, 403, 404, 413
/** There were no credentials, or they are not valid. */
export class UnauthorizedError extends fault(
  'unauthorized',
  'fix_request',
  'Ironic rejected the login; check the credentials',
) {}
/** The login is valid, but not allowed to do this. */
export class ForbiddenError extends fault(
  'forbidden',
  'fix_request',
  'This login is not allowed to do this; use one with the role that it needs',
) {
  /** The rule of Ironic's policy that refused it, if Ironic names one: `baremetal:node:update:instance_uuid`. */
  readonly rule = /\b(baremetal(?::\w+)+)/.exec(this.fault)?.[1]
}
/** The node is protected from being torn down, rebuilt and deleted. */
export class NodeProtectedError extends fault(
  'node_protected',
  'fix_node',
  'The node is protected; remove the protection first if this is intended',
) {}
/** A resource does not exist, or is hidden from this login. */
export class NotFoundError extends fault(
  'not_found',
  'fix_request',
  'The resource does not exist, or is hidden from this login; check its UUID or name',
) {}
/** The body is larger, or nested deeper, than the server accepts. */
export class RequestTooLargeError extends fault(
  'request_too_large',
  'fix_request',
  'The request is larger than the server accepts; pass large content by URL',
) {}

// 409
/** A conductor holds the node's lock for another operation. */
export class NodeLockedError extends fault(
  'node_locked',
  'retry_later',
  'The node is locked by another operation; retry when that has ended',
) {}
/** The node is in transition between two states, for minutes or hours. */
export class TransitionInProgressError extends fault(
  'transition_in_progress',
  'retry_later',
  'The node is in transition between two states and accepts no changes; retry when that has ended',
) {}
/** The node carries another instance. */
export class NodeAssociatedError extends fault(
  'node_associated',
  'try_other_node',
  'The node already carries another instance; use another node',
) {
  /** UUID of the instance on the node, if Ironic names it. */
  readonly holder = /with instance ([0-9a-f-]{36})/i.exec(this.fault)?.[1]
}
/** The instance is on another node. */
export class InstanceAssociatedError extends fault(
  'instance_associated',
  'check_state',
  'The instance is already on another node; find that node by the instance first',
) {}
/** The VIF is already attached to a port, perhaps one of this node. */
export class VifAlreadyAttachedError extends fault(
  'vif_already_attached',
  'check_state',
  'The VIF is already attached to a port; detach it there first',
) {}
/** The VIF does not fit the node, for example because of its physical network. */
export class VifInvalidError extends fault(
  'vif_invalid',
  'fix_request',
  'The VIF cannot be attached to this node; check its physical network, or use another VIF',
) {}
/** A name, UUID or address is already in use. */
export class DuplicateError extends fault(
  'duplicate',
  'fix_request',
  'Another resource already has this name, UUID or address; use another one, or that resource',
) {}
/** The node must stay powered on: its `disable_power_off` is set. It can be rebooted. */
export class PowerOffDisabledError extends fault(
  'power_off_disabled',
  'fix_request',
  'The node must not be powered off, since its disable_power_off is set; reboot it instead, or clear that field',
) {}
/** A conflict; only the text says which. */
export class ConflictError extends fault(
  'conflict',
  'check_state',
  'The request conflicts with the current state of the resource; read it first',
) {}

// 5xx, and other statuses with the same meaning
/** No conductor accepted the request. Nothing happened. */
export class NoConductorError extends fault(
  'no_conductor',
  'retry_later',
  'No conductor that serves the node can be reached; check the conductors if this lasts',
) {}
/** All workers of the conductor are busy. Nothing happened. */
export class ServiceBusyError extends fault(
  'service_busy',
  'retry_later',
  'Ironic has no free worker for this now; retry in some seconds',
) {}
/** The operator's limit of concurrent deployments or cleanings is reached. Nothing happened. */
export class ConcurrencyLimitError extends fault(
  'concurrency_limit',
  'retry_later',
  'Ironic already runs as many of these operations as its operator allows; retry in some minutes',
) {}
/** The API, or a proxy in front of it, is not available. */
export class ServiceUnavailableError extends fault(
  'service_unavailable',
  'retry_later',
  'Ironic, or a proxy in front of it, is not available now; retry later',
) {}
/** The server failed while it handled the request, and may have completed it. */
export class ServerError extends fault('server_error', 'check_state', ({ onlyReads }) =>
  onlyReads === true
    ? 'Ironic failed while it handled a request that only reads; repeat it later'
    : 'Ironic failed while it handled the request, which may have taken effect; read the node to see its state',
) {
  /** Whether the conductor failed with an exception that it does not expect, so that its text says nothing. */
  readonly isUnexpected = /unexpected error raised by rpc|auto_lessee/i.test(this.fault)
}
/** A status that Ironic does not use here, probably from another server. */
export class UnexpectedStatusError extends fault(
  'unexpected_status',
  'fix_request',
  'Ironic does not answer with this status here; check that the endpoint is that of Ironic',
) {}

/** The faults that any request may be answered with. */
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

/** The faults that only certain requests may be answered with; for any other, the same text means a common fault. */
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

/** The kinds of the specific faults. */
export type SpecificFaultKind = SpecificFault['kind']

/** The faults of these kinds. */
export type FaultOf<Kind extends SpecificFaultKind> = Extract<SpecificFault, { readonly kind: Kind }>

/** Every reply that is not a success, except a refused version (`unsupported_api_version`). */
export type Fault = CommonFault | SpecificFault
