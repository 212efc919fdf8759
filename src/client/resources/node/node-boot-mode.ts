import { errAsync, type ResultAsync } from 'neverthrow'
import { readOne } from '../../collections/collection-requests.js'
import { ResourcePart } from '../../collections/resource-part.js'
import type { RequestError, RequestErrorOr } from '../../errors/client-errors.js'
import type { CallOptions, SendRequest } from '../../requests/api-request.js'
import { noObject } from '../../requests/argument-check.js'
import { nodes } from './nodes.js'

/** How the firmware of a machine starts what is on its disk. */
export type BootMode = 'uefi' | 'bios' | (string & {})

/** How a machine starts, as Ironic read it last; `null` is what it never learnt. */
export interface NodeBootModeReply {
  readonly boot_mode: BootMode | null
  readonly secure_boot: boolean | null
}

const FAULTS = ['node_locked', 'state_refused'] as const

/** What a change of the boot mode may be refused for. */
export type NodeBootModeFault = (typeof FAULTS)[number]

/**
 * `/v1/nodes/{node}/states/boot_mode` and `…/secure_boot`: how the firmware of a machine starts it.
 *
 * Ironic accepts a change before it knows whether the machine can: a failure stands in the node's `last_error` only.
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
   * Asks for another boot mode, which Ironic accepts and then works on. Safe to repeat. Microversion 1.76.
   *
   * @fails state_refused when the node is on its way between two states
   */
  set(
    node: string,
    mode: 'uefi' | 'bios',
    options?: CallOptions,
  ): ResultAsync<void, RequestErrorOr<NodeBootModeFault>> {
    return this.#change('set', node, 'boot_mode', mode, options)
  }

  /**
   * Asks for secure boot to be switched on or off, which Ironic accepts and then works on. Safe to repeat.
   * Microversion 1.76.
   *
   * @fails state_refused when the node is on its way between two states
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
