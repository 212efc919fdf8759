import * as z from 'zod'
import { ResourcePart, type PartCall, type PartCallWith } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'
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
export interface NodeConsole {
  /**
   * Reads whether the console is on, and its URL. Safe to repeat.
   *
   * @fails unsupported_by_hardware when the node's driver has no console
   */
  readonly get: PartCall<NodeConsoleReply, ConsoleFault>

  /**
   * Requests turning the console on or off; Ironic accepts the request and executes it afterwards. Safe to repeat.
   *
   * @fails unsupported_by_hardware when the node's driver has no console
   */
  readonly set: PartCallWith<[wanted: { readonly enabled: boolean }], void, ConsoleFault>
}

/** @internal */
export function createNodeConsole(send: SendRequest): NodeConsole {
  const path = ['states', 'console']
  const part = new ResourcePart(send, { name: 'nodeConsole', of: 'nodes', path, faults: FAULTS })
  return {
    get: part.read('get', consoleShape),
    set: part.callWith(
      'set',
      ({ enabled }) => ({ method: 'PUT', body: { enabled }, safety: 'same_value' }),
      'wanted',
    ),
  }
}
