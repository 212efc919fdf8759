import { errAsync } from 'neverthrow'
import { readOne } from '../../collections/collection-requests.js'
import { ResourcePart, type PartCall, type PartCallWith } from '../../collections/resource-part.js'
import type { SendRequest } from '../../requests/api-request.js'
import { readingArguments } from '../../requests/argument-check.js'
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
export interface NodeBootMode {
  /** Reads the boot mode and secure boot of a node. Safe to repeat. Microversion 1.75. */
  readonly get: PartCall<NodeBootModeReply>

  /**
   * Requests another boot mode; Ironic accepts the request and executes it afterwards. Safe to repeat. Microversion
   * 1.76.
   *
   * @fails state_refused when the node is in transition between two states
   */
  readonly set: PartCallWith<[mode: 'uefi' | 'bios'], void, NodeBootModeFault>

  /**
   * Requests turning secure boot on or off; Ironic accepts the request and executes it afterwards. Safe to repeat.
   * Microversion 1.76.
   *
   * @fails state_refused when the node is in transition between two states
   */
  readonly setSecureBoot: PartCallWith<[wanted: { readonly enabled: boolean }], void, NodeBootModeFault>
}

/** @internal */
export function createNodeBootMode(send: SendRequest): NodeBootMode {
  const facts = { name: 'nodeBootMode', of: 'nodes', path: ['states'], faults: FAULTS } as const
  const states = new ResourcePart(send, { ...facts, needs: ['boot_mode_change'] })
  const change = (what: 'boot_mode' | 'secure_boot', target: string | boolean) =>
    ({ method: 'PUT', below: [what], body: { target }, safety: 'same_value' }) as const
  return {
    get: (node, options) => {
      return readingArguments(
        { operation: 'nodeBootMode.get', node },
        () => {
          const resource = { ...nodes, name: 'nodeBootMode', needs: ['boot_mode'], node } as const
          return readOne(send, resource, node, { ...options, fields: ['boot_mode', 'secure_boot'] })
        },
        errAsync,
      )
    },
    set: states.callWith('set', (mode) => change('boot_mode', mode)),
    setSecureBoot: states.callWith(
      'setSecureBoot',
      ({ enabled }) => change('secure_boot', enabled),
      'wanted',
    ),
  }
}
