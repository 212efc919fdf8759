import { errAsync, type ResultAsync } from 'neverthrow'
import { readOne } from '../../collections/collection-requests.js'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestError, RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject } from '../../requests/argument-check.js'
import { nodes } from './nodes.js'

/** How the firmware of a node boots. */
export type BootMode = 'uefi' | 'bios' | (string & {})

/** The boot mode and secure boot as Ironic last read them; `null` if it never has. */
export interface NodeBootModeReply {
  readonly boot_mode: BootMode | null
  readonly secure_boot: boolean | null
}

const FAULTS = ['node_locked', 'state_refused'] as const

/** The specific faults of changing the boot mode or secure boot. */
export type NodeBootModeFault = (typeof FAULTS)[number]

/**
 * `/v1/nodes/{node}/states/boot_mode` and `…/secure_boot`: how the firmware of a node boots.
 *
 * Ironic accepts a change before it knows whether the hardware supports it: a failure shows only in the node's
 * `last_error`.
 *
 * @see openstack/ironic `ironic/api/controllers/v1/node.py` (NodeStatesController)
 */
export class NodeBootMode {
  readonly #send: SendRequest
  readonly #states: ResourcePart<NodeBootModeFault>

  constructor(send: SendRequest) {
    this.#send = send
    const facts = { name: 'nodeBootMode', of: 'nodes', path: ['states'], faults: FAULTS } as const
    this.#states = new ResourcePart(send, { ...facts, needs: ['boot_mode_change'] })
  }

  /** Reads the boot mode and secure boot of a node. Safe to repeat. Microversion 1.75. */
  get(node: string, options?: CallOptions): ResultAsync<NodeBootModeReply, RequestError> {
    const resource = { ...nodes, name: 'nodeBootMode', needs: ['boot_mode'], node } as const
    return readOne(this.#send, resource, node, { ...options, fields: ['boot_mode', 'secure_boot'] })
  }

  /**
   * Requests another boot mode; Ironic accepts the request and executes it afterwards. Safe to repeat. Microversion
   * 1.76.
   *
   * @fails state_refused when the node is in transition between two states
   */
  set(
    node: string,
    mode: 'uefi' | 'bios',
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<NodeBootModeFault>> {
    return this.#change('set', node, 'boot_mode', mode, options)
  }

  /**
   * Requests turning secure boot on or off; Ironic accepts the request and executes it afterwards. Safe to repeat.
   * Microversion 1.76.
   *
   * @fails state_refused when the node is in transition between two states
   */
  setSecureBoot(
    node: string,
    wanted: { readonly enabled: boolean },
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<NodeBootModeFault>> {
    const wrong = noObject('wanted', wanted, { operation: 'nodeBootMode.setSecureBoot', node })
    if (wrong !== undefined) return errAsync(wrong)
    return this.#change('setSecureBoot', node, 'secure_boot', wanted.enabled, options)
  }

  #change(
    verb: string,
    node: string,
    what: 'boot_mode' | 'secure_boot',
    target: string | boolean,
    options: CallOptions | undefined,
  ): ResultAsync<void, RequestErrorOr<NodeBootModeFault>> {
    const request = { method: 'PUT', below: [what], body: { target }, safety: 'same_value' } as const
    return this.#states.request(verb, node, request, options)
  }
}
