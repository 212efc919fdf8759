import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import { redactText } from '../../errors/redaction.js'
import type { AskOptions, ModuleParts } from '../../operations/module-context.js'

/** The interfaces that a deployment uses. `null` (not supported) is no objection: not every node has every one. */
const USED_BY_DEPLOYMENT = ['boot', 'deploy', 'network', 'power', 'storage']

/** Asks the node's interfaces whether they could deploy what is written on the node now. */
export async function validateNode(
  { client }: ModuleParts,
  node: string,
  options: AskOptions,
): Promise<Result<void, RequestError | ValidationFailedError>> {
  const validation = await client.nodeValidations.get(node, { signal: options.signal })
  if (validation.isErr()) return err(validation.error)
  const reasons = USED_BY_DEPLOYMENT.flatMap((name) => {
    const verdict = validation.value[name]
    return verdict?.result === false ? [[name, redactText(verdict.reason ?? 'no reason given')] as const] : []
  })
  return reasons.length === 0
    ? ok(undefined)
    : err(new ValidationFailedError({ node, reasons: Object.fromEntries(reasons) }))
}

/** Ironic found something wrong with the node or the request before the deployment was asked for. */
export class ValidationFailedError extends IronicDriverError {
  readonly kind = 'validation_failed'
  /** For each interface that objects, its reason. */
  readonly reasons: Readonly<Record<string, string>>

  constructor(
    details: ErrorDetails & { readonly node: string; readonly reasons: Readonly<Record<string, string>> },
  ) {
    const reasons = Object.entries(details.reasons).map(([name, reason]) => `${name}: ${reason}`)
    const isOfNode = Object.keys(details.reasons).every((name) => name === 'power')
    super(
      `Node ${details.node} cannot be deployed like this. ${reasons.join(' ')} Correct the request or the node.`,
      // How to reach its controller is the node's own affair; the other interfaces look at the request too.
      isOfNode ? 'try_other_node' : 'fix_request',
      details,
    )
    this.reasons = details.reasons
  }
}
