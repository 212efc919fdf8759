import { IronicDriverError, type Advice, type ErrorDetails } from '../errors/ironic-driver-error.js'

/** The node does not exist, or this login may not see it. */
export class NodeNotFoundError extends IronicDriverError {
  readonly kind = 'node_not_found'
  constructor(details: ErrorDetails & { readonly node: string }) {
    super(
      `There is no node "${details.node}", or this login may not see it. Check the UUID or the name.`,
      'fix_request',
      details,
    )
  }
}

/** No node carries the instance, or this login may not see its node. */
export class InstanceNotFoundError extends IronicDriverError {
  readonly kind = 'instance_not_found'
  constructor(details: ErrorDetails & { readonly instance: string }) {
    super(
      `No node carries instance ${details.instance}, or this login may not see it. It may have been destroyed: check that before you go on.`,
      'check_state',
      details,
    )
  }
}

/**
 * Nothing was found, and this login does not see the whole fleet. The node or the instance may be gone, or may
 * belong to another project. Nothing was changed.
 */
export class NotFoundOrHiddenError extends IronicDriverError {
  readonly kind = 'not_found_or_hidden'
  constructor({ allocation, ...details }: ErrorDetails & { readonly allocation?: string | undefined }) {
    const { node, instance } = details
    const instanceThere = `instance ${String(instance)}${node === undefined ? '' : ` on node "${node}"`}`
    const [thing, what, hint] =
      allocation !== undefined
        ? ['allocation', `allocation "${allocation}"`, '']
        : instance === undefined
          ? ['node', `node "${String(node)}"`, '']
          : ['instance', instanceThere, ' pass the node of the instance,']
    super(
      `This login does not see ${what}. It sees only the nodes of its own project, so the ${thing} is gone or hidden. Check the project of the login,${hint} or use a login with the system reader role. To treat everything that this login does not see as gone, pass \`seesWholeFleet: true\` to the driver.`,
      'check_state',
      details,
    )
  }
}

/** The node does not carry the named instance, but another or none. Nothing was changed. */
export class InstanceMismatchError extends IronicDriverError {
  readonly kind = 'instance_mismatch'
  /** The instance on the node. */
  readonly found: string | null
  /** The node that carries the instance, if it was found. */
  readonly actualNode: string | undefined

  constructor(
    details: ErrorDetails & {
      readonly node: string
      readonly instance: string
      readonly found: string | null
      readonly actualNode?: string | undefined
    },
  ) {
    const found = details.found === null ? 'no instance' : `instance ${details.found}`
    const elsewhere =
      details.actualNode === undefined ? '' : ` The instance is on node ${details.actualNode}.`
    super(
      `Node ${details.node} carries ${found}, not instance ${details.instance}.${elsewhere} Nothing was changed.`,
      'check_state',
      details,
    )
    this.found = details.found
    this.actualNode = details.actualNode
  }
}

/** The state of the node does not allow this call. */
export class NodeNotReadyError extends IronicDriverError {
  readonly kind = 'node_not_ready'
  /** The state that the node was found in. */
  readonly provisionState: string

  constructor(message: string, advice: Advice, details: ErrorDetails & { readonly provisionState: string }) {
    super(message, advice, details)
    this.provisionState = details.provisionState
  }
}

/** A request that must not be sent twice got no reply, and the node does not show whether it took effect. */
export class OutcomeUnknownError extends IronicDriverError {
  readonly kind = 'outcome_unknown'
  constructor(message: string, details: ErrorDetails) {
    super(message, 'check_state', details)
  }
}
