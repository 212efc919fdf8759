import type { FaultOf } from '../../client/errors/fault-errors.js'
import type { ConsoleFault } from '../../client/resources/node/node-console.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { WaitError } from '../../waiting/wait-errors.js'

/** The console of the node is on, and is none of the kind that was asked for, or says not where it is. */
export class ConsoleUnavailableError extends IronicDriverError {
  readonly kind = 'console_unavailable'
  /** What Ironic says it is, such as `vnc`; `undefined` when it says nothing. */
  readonly type: string | undefined

  constructor(
    details: ErrorDetails & {
      readonly node: string
      readonly wanted: string
      readonly type: string | undefined
    },
  ) {
    const { node, wanted, type } = details
    const problem =
      type === undefined
        ? 'has a console that says neither what it is nor where'
        : `has a console of type "${type}" whose address cannot be used as ${wanted}`
    super(
      `Node ${node} ${problem}. Set another console_interface on it to get ${wanted}.`,
      'fix_node',
      details,
    )
    this.type = type
  }
}

/**
 * What asking for the state of a console, or for a change of it, can end with.
 *
 * @inline
 */
export type RequestConsoleError = LocateError | FaultOf<ConsoleFault>

/**
 * What waiting for a change of a console can end with.
 *
 * @inline
 */
export type WaitForConsoleError = LocateError | WaitError

/** What a change of a console can end with. */
export type ConsoleChangeError = RequestConsoleError | WaitForConsoleError

/** What getting an address of a console can end with. */
export type ConsoleAddressError = ConsoleChangeError | ConsoleUnavailableError
