import { serverHas } from '../world/server-features.js'
import type { SimulatorSettings } from '../world/simulator-settings.js'
import { pythonRepr } from './python-text.js'

type FaultForm = 'fault' | 'webob' | 'flat' | 'none'

/**
 * A refusal on its way to the client. Thrown only inside the simulator: `send` turns it into a reply.
 *
 * @see openstack/ironic `ironic/common/exception.py` for the texts
 */
export class ApiFault extends Error {
  readonly status: number
  /**
   * `webob`: refused before one of Ironic's handlers saw it, with a body of another shape; `none`: no body.
   */
  readonly form: FaultForm

  constructor(status: number, text: string, form: FaultForm = 'fault') {
    super(text)
    this.status = status
    this.form = form
  }
}

/** The node is locked. `retried` when the conductor tries three times before it refuses. */
export class LockedFault extends ApiFault {
  readonly retried: boolean
  /** What the conductor does after its last attempt. */
  readonly whenGivenUp: (() => void) | undefined

  constructor(node: string, host: string, retried: boolean, whenGivenUp?: () => void) {
    super(
      409,
      `Node ${node} is locked by host ${host}, please retry after the current operation is completed.`,
    )
    this.retried = retried
    this.whenGivenUp = whenGivenUp
  }
}

export const badRequest = (text: string) => new ApiFault(400, text)
export const notFound = (text: string) => new ApiFault(404, text)
export const conflict = (text: string) => new ApiFault(409, text)
const forbidden = (text: string) => new ApiFault(403, text)
const unavailable = (text: string) => new ApiFault(503, text)

/** The router found no handler. */
export const noSuchRoute = () => new ApiFault(404, '', 'webob')

/** The router found handlers for other methods only. */
export const noSuchMethod = () => new ApiFault(405, '', 'webob')

export const notAcceptable = (text = 'Request not acceptable.') => new ApiFault(406, text)

/** A filter is unknown in the requested version. */
export const needsVersion = (minor: number) =>
  notAcceptable(`Request not acceptable. The minimal required API version should be 1.${minor}`)

export const nodeNotFound = (node: string) => notFound(`Node ${node} could not be found.`)

export const invalidState = (action: string, node: string, state: string | null) =>
  badRequest(
    `The requested action "${action}" can not be performed on node "${node}" while it is in state ` +
      `"${state ?? 'None'}".`,
  )

export const inMaintenance = (operation: string, node: string) =>
  badRequest(
    `The ${operation} operation can't be performed on node ${node} because it's in maintenance mode.`,
  )

export const isRetired = (operation: string, node: string) =>
  badRequest(`The ${operation} operation can't be performed on node ${node} because it is retired.`)

export const isProtected = (node: string) =>
  forbidden(`Node ${node} is protected and cannot be undeployed, rebuilt or deleted`)

export const noFreeWorker = () =>
  unavailable('Requested action cannot be performed due to lack of free conductor workers.')

/** Older servers do not say that the refusal is temporary. */
export const concurrencyLimit = (world: { readonly settings: SimulatorSettings }, action: string) =>
  new ApiFault(
    serverHas(world, 'limitsPass') ? 503 : 500,
    `Unable to process request at this time. The concurrent action limit for ${action} has been reached. ` +
      'Please contact your administrator and try again later.',
  )

export const unsupported = (driver: string, extension: string) =>
  badRequest(`Driver ${driver} does not support ${extension} (disabled or not implemented).`)

export const noConductorFor = (
  world: { readonly settings: SimulatorSettings },
  driver: string,
  group: string,
) =>
  badRequest(
    `No valid host was found. Reason: No conductor service registered which supports driver ${driver} for ` +
      `conductor group "${group}".` +
      (serverHas(world, 'advisesOnDrivers') ? ' Ensure the driver is valid and enabled.' : ''),
  )

export const invalidFields = (fields: readonly string[]) =>
  badRequest(`Field(s) "${fields.join(', ')}" are not valid`)

export const pythonTuple = (items: readonly string[]) =>
  `(${items.map((item) => pythonRepr(item)).join(', ')})`
