import type { ClientError } from '../../client/client-errors.js'
import type { WaitError } from '../../waiting/wait-errors.js'
import type { LocateError } from '../locate-node.js'
import type { OutcomeUnknownError } from '../module-errors.js'

/** What asking for a power change can end with. */
export type RequestPowerError = LocateError | OutcomeUnknownError

/** What a power change, or the wait for one, can end with. */
export type PowerError = RequestPowerError | WaitError

/** What reading the power state can end with. */
export type PowerStateError = LocateError

export type InjectNmiError = LocateError | ClientError
