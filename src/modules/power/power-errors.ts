import type { FaultOf } from '../../client/fault-errors.js'
import type { PowerFault } from '../../client/resources/node-states.js'
import type { WaitError } from '../../waiting/wait-errors.js'
import type { LocateError } from '../locate-node.js'
import type { OutcomeUnknownError } from '../module-errors.js'

/** What asking for a power change can end with. */
export type RequestPowerError = LocateError | FaultOf<PowerFault> | OutcomeUnknownError

/** What waiting for a power change can end with. */
export type WaitForPowerError = LocateError | WaitError

/** What a power change can end with. */
export type PowerError = RequestPowerError | WaitForPowerError

/** What reading the power state can end with. */
export type PowerStateError = LocateError

/** What sending an interrupt can end with. */
export type InjectNmiError = LocateError | FaultOf<'node_locked' | 'unsupported_by_hardware'>
