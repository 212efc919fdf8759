import { ConflictError, type FaultOf } from '../../client/errors/fault-errors.js'
import type { PowerFault } from '../../client/resources/node/node-states.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { OutcomeUnknownError } from '../../operations/node-errors.js'
import type { WaitError } from '../../waiting/wait-errors.js'

/**
 * What asking a machine to go on or to restart can end with.
 *
 * @inline
 */
export type RequestPowerError =
  LocateError | FaultOf<Exclude<PowerFault, 'power_off_disabled'>> | OutcomeUnknownError

/**
 * What asking a machine to go off can end with.
 *
 * @inline
 */
export type RequestPowerOffError = RequestPowerError | FaultOf<'power_off_disabled'>

/**
 * What waiting for a power change can end with.
 *
 * @inline
 */
export type WaitForPowerError = LocateError | WaitError

/** What switching a machine on or restarting it can end with. */
export type PowerError = RequestPowerError | WaitForPowerError

/** What switching a machine off can end with. */
export type PowerOffError = RequestPowerOffError | WaitForPowerError

/** What reading the power state can end with. */
export type PowerStateError = LocateError

/** What sending an interrupt can end with. */
export type InjectNmiError = LocateError | FaultOf<'node_locked' | 'unsupported_by_hardware'>

/** Ironic forbids nothing but switching off by `disable_power_off`; said of anything else, it is some conflict. */
export function unlessOff<Other extends PowerError>(
  error: Other | FaultOf<'power_off_disabled'>,
): Other | ConflictError {
  if (error.kind !== 'power_off_disabled') return error
  const { status, fault, operation, node, instance, requestId, cause } = error
  return new ConflictError({ status, fault, operation, node, instance, requestId, cause })
}

/**
 * A management controller that knows no such interrupt makes Ironic answer 500, as one does that fails at it: Ironic asks
 * no controller beforehand, and over json-rpc its answer does not say which of the two it was.
 *
 * @see openstack/ironic `ironic/drivers/modules/ipmitool.py` and `ironic/drivers/modules/redfish/management.py` (inject_nmi)
 */
export function explainNmi(error: InjectNmiError): InjectNmiError {
  if (error.kind !== 'server_error') return error
  const said = error.fault === '' ? 'Ironic answered 500' : `Ironic answered: ${error.fault}`
  return error.reworded(
    `The management controller does not support a non-maskable interrupt, or failed to send it. ${said}. Look at the machine before another try; if it shows nothing of an interrupt, its hardware has none.`,
  )
}
