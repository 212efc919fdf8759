import { ConflictError, type FaultOf } from '../../client/errors/fault-errors.js'
import type { PowerFault } from '../../client/resources/node/node-states.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { OutcomeUnknownError } from '../../operations/node-errors.js'
import type { WaitError } from '../../waiting/wait-errors.js'

/**
 * The errors of a request to switch a node on or to restart it.
 *
 * @inline
 */
export type RequestPowerError =
  LocateError | FaultOf<Exclude<PowerFault, 'power_off_disabled'>> | OutcomeUnknownError

/**
 * The errors of a request to switch a node off.
 *
 * @inline
 */
export type RequestPowerOffError = RequestPowerError | FaultOf<'power_off_disabled'>

/**
 * The errors of a wait for a power change.
 *
 * @inline
 */
export type WaitForPowerError = LocateError | WaitError

/** The errors of switching a node on or restarting it. */
export type PowerError = RequestPowerError | WaitForPowerError

/** The errors of switching a node off. */
export type PowerOffError = RequestPowerOffError | WaitForPowerError

/** The errors of reading the power state. */
export type PowerStateError = LocateError

/** The errors of sending a non-maskable interrupt. */
export type InjectNmiError = LocateError | FaultOf<'node_locked' | 'unsupported_by_hardware'>

/** Turns `power_off_disabled` into a plain conflict: `disable_power_off` forbids only switching a node off. */
export function unlessOff<Other extends PowerError>(
  error: Other | FaultOf<'power_off_disabled'>,
): Other | ConflictError {
  if (error.kind !== 'power_off_disabled') return error
  const { status, fault, operation, node, instance, requestId, cause } = error
  return new ConflictError({ status, fault, operation, node, instance, requestId, cause })
}

/**
 * Explains a 500 answer to an interrupt request. Ironic answers 500 both when the management controller does not support
 * the interrupt and when it failed to send it: it does not check beforehand, and over json-rpc the answer does not
 * distinguish the two.
 *
 * @see openstack/ironic `ironic/drivers/modules/ipmitool.py` and `ironic/drivers/modules/redfish/management.py` (inject_nmi)
 */
export function explainNmi(error: InjectNmiError): InjectNmiError {
  if (error.kind !== 'server_error') return error
  const said = error.fault === '' ? 'Ironic answered 500' : `Ironic answered: ${error.fault}`
  return error.withMessage(
    `The management controller does not support a non-maskable interrupt, or failed to send it. ${said}. Check the machine before you try again; if it shows no sign of an interrupt, its hardware does not support one.`,
  )
}
