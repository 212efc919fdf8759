import * as z from 'zod'
import type { HttpMethod } from '../../transport/transport.js'
import { ResourcePart, type PartCall, type PartCallWith } from '../collections/resource-part.js'
import type { SendRequest } from '../requests/api-request.js'
import { anyReply, shape } from '../requests/reply-shape.js'
import { defaultSafety, type RequestSafety } from '../requests/retry-policy.js'

/** A method of a driver beyond Ironic's own API. */
export interface VendorMethod {
  /** The HTTP methods that call it. */
  readonly http_methods: readonly VendorHttpMethod[]
  readonly description: string
  /** `true` when Ironic accepts a call and executes it afterwards. */
  readonly async: boolean
  readonly attach?: boolean
  /** Whether it takes the lock of the node; absent for methods of drivers. */
  readonly require_exclusive_lock?: boolean
}

/** The HTTP methods that call methods of drivers. */
export type VendorHttpMethod = Exclude<HttpMethod, 'HEAD'> | (string & {})

/** Methods of a driver by their names. */
export type VendorMethods = Readonly<Record<string, VendorMethod>>

/** A call of a method of a driver. */
export interface VendorCall {
  /** Its name as `methods` lists it. */
  readonly method: string
  /** Default: `POST`. */
  readonly httpMethod?: Exclude<HttpMethod, 'HEAD'> | undefined
  /** Its arguments; not for `GET`. */
  readonly body?: Readonly<Record<string, unknown>> | undefined
  /** The effect of calling it twice. Default: `read` for `GET`, `once` for all others. */
  readonly safety?: RequestSafety | undefined
}

const methodsShape = shape<VendorMethods>(
  z.record(
    z.string(),
    z.looseObject({
      http_methods: z.array(z.string()),
      description: z.string(),
      async: z.boolean(),
      attach: z.boolean().optional(),
      require_exclusive_lock: z.boolean().optional(),
    }),
  ),
)

const FAULTS = ['node_locked', 'unsupported_by_hardware'] as const

/** The specific faults of a method of a driver. */
export type VendorPassthruFault = (typeof FAULTS)[number]

/**
 * `/v1/nodes/{node}/vendor_passthru`: methods of the node's driver beyond Ironic's own API.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeVendorPassthruController)
 */
export interface NodeVendorPassthru {
  /**
   * Lists the methods of a node's driver. Safe to repeat. Ironic caches the first answer of a driver, so nodes of one
   * driver with different vendor interfaces show the same methods.
   *
   * @fails unsupported_by_hardware when the driver has no vendor interface
   */
  readonly methods: PartCall<VendorMethods, VendorPassthruFault>

  /**
   * Calls a method of a node's driver and returns its answer; `undefined` when Ironic only accepted the call. The
   * driver determines the effect of a second call: the caller has to handle a lost reply, unless `safety` says
   * otherwise. Ironic does not pass on arguments in the query.
   *
   * @fails rejected_request when there is no such method, or not for this HTTP method
   */
  readonly call: PartCallWith<[call: VendorCall], unknown, VendorPassthruFault>
}

/**
 * `/v1/drivers/{driver}/vendor_passthru`: methods of a driver that do not concern a single node.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/driver.py` (DriverPassthruController)
 */
export interface DriverVendorPassthru {
  /** Lists the methods of a driver that do not concern a single node; most drivers have none. Safe to repeat. */
  readonly methods: PartCall<VendorMethods, VendorPassthruFault>

  /**
   * Calls a method of a driver and returns its answer; `undefined` when Ironic only accepted the call. The driver
   * determines the effect of a second call: the caller has to handle a lost reply, unless `safety` says otherwise.
   *
   * @fails rejected_request when there is no such method, or not for this HTTP method
   */
  readonly call: PartCallWith<[call: VendorCall], unknown, VendorPassthruFault>
}

/** @internal */
export function createVendorPassthru(
  send: SendRequest,
  of: 'nodes' | 'drivers',
): NodeVendorPassthru & DriverVendorPassthru {
  const name = of === 'nodes' ? 'nodeVendorPassthru' : 'driverVendorPassthru'
  const part = new ResourcePart(send, { name, of, path: ['vendor_passthru'], faults: FAULTS })
  return {
    methods: part.read('methods', methodsShape, { below: ['methods'] }),
    call: part.callWith(
      'call',
      ({ method, httpMethod = 'POST', body, safety = defaultSafety(httpMethod) }) => {
        return { method: httpMethod, below: [method], body, safety, reply: anyReply }
      },
      'call',
    ),
  }
}
