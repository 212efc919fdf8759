import { says, type SentencePattern } from '../../errors/sentence-pattern.js'
import type { ClientError } from './client-errors.js'
import * as faults from './fault-errors.js'
import type { ReadFault } from './read-fault.js'

type FaultClass = new (details: faults.FaultDetails) => faults.Fault
type Rule = readonly [statuses: readonly number[], text: SentencePattern, is: FaultClass]

/**
 * Ironic sends no code that distinguishes its faults, only a status and a sentence; these are its sentences. The
 * first rule that matches wins.
 *
 * @see openstack/ironic `ironic/common/exception.py` and `ironic/api/controllers/v1/node.py`
 */
const RULES: readonly Rule[] = [
  [[409], /is locked by host/i, faults.NodeLockedError],
  [[409], [/(parent|child)_node /i, / is presently locked/i], faults.NodeLockedError],
  [[409], /can ?not be updated while a state transition is in progress/i, faults.TransitionInProgressError],
  [[409], /is already associated with a node/i, faults.InstanceAssociatedError],
  [[409], /is associated with instance/i, faults.NodeAssociatedError],
  [[409], /is already attached to Ironic/i, faults.VifAlreadyAttachedError],
  [[409], /unable to attach VIF/i, faults.VifInvalidError],
  [[409], /already exists/i, faults.DuplicateError],
  // Any other failure of a power change happens after Ironic has accepted it.
  [[409], /failed to set node power state to (soft )?power off/i, faults.PowerOffDisabledError],
  [[400, 409], [/the requested action /i, / can not be performed on node/i], faults.StateRefusedError],
  [[400, 409], /can not (start|transition) from/i, faults.StateRefusedError],
  [
    [409],
    /can ?not (delete|update|remove|be)\b|while (it is )?in (provision )?state/i,
    faults.StateRefusedError,
  ],
  [[409], [/is in /i, / state/i], faults.StateRefusedError],
  [
    [400, 409],
    /because it'?s in maintenance mode|while it is in maintenance mode/i,
    faults.NodeInMaintenanceError,
  ],
  [[400], /because it is retired/i, faults.NodeRetiredError],
  [[400], /not enough free physical ports/i, faults.NoFreePortError],
  [[400], /unable to detach VIF|tenant VIF is not associated/i, faults.VifNotAttachedError],
  // 404 for RAID.
  [
    [400, 404],
    /does not support the power state\b|hardware does not support feature/i,
    faults.UnsupportedByHardwareError,
  ],
  [[400, 404], [/does not support /i, /\(disabled or not implemented\)/i], faults.UnsupportedByHardwareError],
  [[400, 404], /no valid host was found/i, faults.NoConductorError],
  // 500 when Ironic finds it while validating a node.
  [[400, 500], [/validation of image href /i, / failed/i], faults.RejectedRequestError],
  [[403], /is protected and cannot be/i, faults.NodeProtectedError],
  // oslo.policy cannot compare a project token with a system rule, and Ironic does not expect that.
  [[500], [/requires a scope of /i, /request was made with \w+ scope/i], faults.ForbiddenError],
  // The text of a connection that broke while the conductor was working begins with the same words.
  [
    [500],
    [
      /unable to establish connection to/i,
      /failed to establish a new connection|connection refused|no route to host|name or service not known/i,
    ],
    faults.NoConductorError,
  ],
  [[503], /lack of free conductor workers/i, faults.ServiceBusyError],
  // 500 until Ironic 24.
  [[500, 503], /concurrent action limit/i, faults.ConcurrencyLimitError],
  [[503], /resource temporarily unavailable, please retry/i, faults.NoConductorError],
]

const BY_STATUS: Readonly<Record<number, FaultClass>> = {
  400: faults.RejectedRequestError,
  401: faults.UnauthorizedError,
  403: faults.ForbiddenError,
  404: faults.NotFoundError,
  405: faults.RejectedRequestError,
  409: faults.ConflictError,
  410: faults.NotFoundError,
  413: faults.RequestTooLargeError,
  429: faults.ServiceUnavailableError,
  502: faults.ServerError,
  503: faults.ServiceUnavailableError,
  504: faults.ServerError,
}

/** The kinds that only certain requests may meet. */
const SPECIFIC: Readonly<Record<faults.SpecificFaultKind, true>> = {
  node_in_maintenance: true,
  node_retired: true,
  unsupported_by_hardware: true,
  no_free_port: true,
  vif_not_attached: true,
  state_refused: true,
  node_protected: true,
  node_locked: true,
  transition_in_progress: true,
  node_associated: true,
  instance_associated: true,
  vif_already_attached: true,
  vif_invalid: true,
  duplicate: true,
  power_off_disabled: true,
}

/** All specific kinds, for a request whose possible faults are unknown. */
export const SPECIFIC_FAULT_KINDS = Object.keys(SPECIFIC) as readonly faults.SpecificFaultKind[]

/**
 * Turns a status and a fault text into an error. It is the only reader of the text: what a caller needs of it is a field
 * of the error.
 *
 * A 404 means that something does not exist only when one of Ironic's handlers says so. A 404 from its routing, or
 * from a proxy that lost its Ironic, says nothing about the node, and treating the node as deleted would leave a
 * machine running.
 */
export function classifyFault(
  reply: ReadFault & {
    readonly status: number
    readonly requestId?: string | undefined
    /** The text that the rules read, when `text` is not shown as it was received. */
    readonly meaning?: string | undefined
    readonly onlyReads?: boolean | undefined
  },
): faults.Fault {
  const { status, text, meaning = text, byHandler, requestId, onlyReads } = reply
  const rule = RULES.find(([statuses, pattern]) => statuses.includes(status) && says(meaning, pattern))
  const byStatus = status === 404 && !byHandler ? faults.UnexpectedStatusError : BY_STATUS[status]
  const otherwise = status >= 500 ? faults.ServerError : faults.UnexpectedStatusError
  return new (rule?.[2] ?? byStatus ?? otherwise)({ status, fault: text, requestId, onlyReads })
}

/**
 * Returns the error of a request that may meet the faults `possible`. A specific fault that Ironic is not known to
 * answer here becomes the common one of its status.
 */
export function expectedFault(
  error: ClientError,
  possible: readonly faults.SpecificFaultKind[] = [],
): ClientError {
  if (!isSpecific(error) || possible.includes(error.kind)) return error
  const { status, fault, requestId, kind: resembles } = error
  return new (BY_STATUS[status] ?? faults.UnexpectedStatusError)({ status, fault, requestId, resembles })
}

function isSpecific(error: ClientError): error is faults.SpecificFault {
  return Object.hasOwn(SPECIFIC, error.kind)
}
