import { errAsync, type ResultAsync } from 'neverthrow'
import * as z from 'zod'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject } from '../../requests/argument-check.js'
import { shape } from '../../requests/reply-shape.js'

/** What `GET /v1/nodes/{node}/states/console` returns. */
export interface NodeConsoleReply {
  readonly console_enabled: boolean
  /** `null` while the console is off. Anyone who has the URL can use the console. */
  readonly console_info: {
    /** `socat`, `shellinabox` or `vnc`; other drivers have others. */
    readonly type?: string | undefined
    readonly url?: string | undefined
  } | null
}

const consoleShape = shape<NodeConsoleReply>(
  z.looseObject({
    console_enabled: z.boolean(),
    console_info: z.looseObject({ type: z.string().optional(), url: z.string().optional() }).nullable(),
  }),
)

const FAULTS = ['node_locked', 'unsupported_by_hardware'] as const

/** The specific faults of a console. */
export type ConsoleFault = (typeof FAULTS)[number]

/** `/v1/nodes/{node}/states/console`: the console of a node. */
export class NodeConsole {
  readonly #part: ResourcePart<ConsoleFault>

  constructor(send: SendRequest) {
    this.#part = new ResourcePart(send, {
      name: 'nodeConsole',
      of: 'nodes',
      path: ['states', 'console'],
      faults: FAULTS,
    })
  }

  /**
   * Reads whether the console is on, and its URL. Safe to repeat.
   *
   * @fails unsupported_by_hardware when the node's driver has no console
   */
  get(node: string, options?: CallOptions): ResultAsync<NodeConsoleReply, RequestErrorOr<ConsoleFault>> {
    return this.#part.read('get', node, consoleShape, options)
  }

  /**
   * Requests turning the console on or off; Ironic accepts the request and executes it afterwards. Safe to repeat.
   *
   * @fails unsupported_by_hardware when the node's driver has no console
   */
  set(
    node: string,
    wanted: { readonly enabled: boolean },
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<ConsoleFault>> {
    const wrong = noObject('wanted', wanted, { operation: 'nodeConsole.set', node })
    if (wrong !== undefined) return errAsync(wrong)
    return this.#part.request(
      'set',
      node,
      { method: 'PUT', body: { enabled: wanted.enabled }, safety: 'same_value' },
      options,
    )
  }
}
