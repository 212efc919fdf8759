import type { FaultOf } from '../../client/errors/fault-errors.js'
import type { ConsoleFault } from '../../client/resources/node/node-console.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import type { LocateError } from '../../operations/locate-node.js'
import type { WaitError } from '../../waiting/wait-errors.js'

/** The node's console is on, but is not of the requested kind, or its address cannot be used. */
export class ConsoleUnavailableError extends IronicDriverError {
  readonly kind = 'console_unavailable'
  /** The console type that Ironic reports, such as `vnc`; `undefined` when it reports none. */
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
        ? 'has a console whose type and address Ironic does not report'
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
 * The errors of reading a console, or of a request to switch it.
 *
 * @inline
 */
export type RequestConsoleError = LocateError | FaultOf<ConsoleFault>

/**
 * The errors of a wait for a console change.
 *
 * @inline
 */
export type WaitForConsoleError = LocateError | WaitError

/** The errors of switching a console. */
export type ConsoleChangeError = RequestConsoleError | WaitForConsoleError

/** The errors of getting the address of a console. */
export type ConsoleAddressError = ConsoleChangeError | ConsoleUnavailableError
