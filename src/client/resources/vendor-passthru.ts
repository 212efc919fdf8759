import { errAsync, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import type { HttpMethod } from '../../transport/transport.js'
import { ResourcePart } from '../collections/resource-part.js'
import type { RequestErrorOr } from '../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../requests/api-request.js'
import { noObject } from '../requests/argument-check.js'
import { anyReply, shape } from '../requests/reply-shape.js'
import { defaultSafety, type RequestSafety } from '../requests/retry-policy.js'

/** What a driver offers beyond Ironic's own API. */
export interface VendorMethod {
  /** The HTTP methods that it can be called by. */
  readonly http_methods: readonly VendorHttpMethod[]
  readonly description: string
  /** `true` when Ironic only accepts a call and then works on it. */
  readonly async: boolean
  readonly attach?: boolean
  /** Whether it takes the lock of the node; absent for methods of drivers. */
  readonly require_exclusive_lock?: boolean
}

/** The HTTP methods that methods of drivers are called by. */
export type VendorHttpMethod = Exclude<HttpMethod, 'HEAD'> | (string & {})

/** Methods of a driver by their names. */
export type VendorMethods = Readonly<Record<string, VendorMethod>>

/** A call of a method of a driver. */
export interface VendorCall {
  /** As `methods` lists it. */
  readonly method: string
  /** Default: `POST`. */
  readonly httpMethod?: Exclude<HttpMethod, 'HEAD'> | undefined
  /** Its arguments. A `GET` takes none. */
  readonly body?: Readonly<Record<string, unknown>> | undefined
  /** What a second call does. Default: `GET` reads, any other is sent once. */
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

/** What a method of a driver may be refused for. */
export type VendorPassthruFault = (typeof FAULTS)[number]

/** Vendor methods, of nodes at `/v1/nodes/{node}/vendor_passthru` or of drivers at `/v1/drivers/{driver}/…`. */
class VendorPassthru {
  readonly #part: ResourcePart<VendorPassthruFault>

  constructor(send: SendRequest, of: 'nodes' | 'drivers') {
    const name = of === 'nodes' ? 'nodeVendorPassthru' : 'driverVendorPassthru'
    this.#part = new ResourcePart(send, { name, of, path: ['vendor_passthru'], faults: FAULTS })
  }

  methods(owner: string, options?: CallOptions) {
    return this.#part.read('methods', owner, methodsShape, options, { below: ['methods'] })
  }

  call(
    owner: string,
    call: VendorCall,
    options?: CallOptions,
  ): ResultAsync<unknown, RequestErrorOr<VendorPassthruFault>> {
    const wrong = noObject('call', call, this.#part.about('call', owner))
    if (wrong !== undefined) return errAsync(wrong)
    const { method, httpMethod = 'POST', body, safety = defaultSafety(httpMethod) } = call
    const request = { method: httpMethod, below: [method], body, safety, reply: anyReply }
    return this.#part.request('call', owner, request, options)
  }
}

/**
 * `/v1/nodes/{node}/vendor_passthru`: what the node's driver offers beyond Ironic's own API.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeVendorPassthruController)
 */
export class NodeVendorPassthru {
  readonly #passthru: VendorPassthru

  constructor(send: SendRequest) {
    this.#passthru = new VendorPassthru(send, 'nodes')
  }

  /**
   * Lists the methods of a node's driver. Safe to repeat. Ironic remembers what it was told first of a driver, so that
   * nodes of one driver whose vendor interfaces differ show the same methods.
   *
   * @fails unsupported_by_hardware when the driver has no vendor interface
   */
  methods(
    node: string,
    options?: CallOptions,
  ): ResultAsync<VendorMethods, RequestErrorOr<VendorPassthruFault>> {
    return this.#passthru.methods(node, options)
  }

  /**
   * Calls a method of a node's driver and returns what it says; `undefined` when Ironic only accepted the call. What a
   * second call does is for the driver: a lost reply is left to the caller, unless `safety` says otherwise. Ironic lets
   * no arguments through in the query.
   *
   * @fails rejected_request when there is no such method, or not by this HTTP method
   */
  call(
    node: string,
    call: VendorCall,
    options?: CallOptions,
  ): ResultAsync<unknown, RequestErrorOr<VendorPassthruFault>> {
    return this.#passthru.call(node, call, options)
  }
}

/**
 * `/v1/drivers/{driver}/vendor_passthru`: what a driver offers that is about no single node.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/driver.py` (DriverPassthruController)
 */
export class DriverVendorPassthru {
  readonly #passthru: VendorPassthru

  constructor(send: SendRequest) {
    this.#passthru = new VendorPassthru(send, 'drivers')
  }

  /** Lists the methods of a driver that are about no single node; most have none. Safe to repeat. */
  methods(
    driver: string,
    options?: CallOptions,
  ): ResultAsync<VendorMethods, RequestErrorOr<VendorPassthruFault>> {
    return this.#passthru.methods(driver, options)
  }

  /**
   * Calls a method of a driver and returns what it says; `undefined` when Ironic only accepted the call. What a second
   * call does is for the driver: a lost reply is left to the caller, unless `safety` says otherwise.
   *
   * @fails rejected_request when there is no such method, or not by this HTTP method
   */
  call(
    driver: string,
    call: VendorCall,
    options?: CallOptions,
  ): ResultAsync<unknown, RequestErrorOr<VendorPassthruFault>> {
    return this.#passthru.call(driver, call, options)
  }
}
