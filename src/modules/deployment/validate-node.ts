import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import { IronicDriverError, type ErrorDetails } from '../../errors/ironic-driver-error.js'
import { redactText } from '../../errors/redaction.js'
import type { AskOptions, ModuleParts } from '../../operations/module-context.js'

/** The interfaces that a deployment uses. A result of `null` (not supported) counts as valid. */
const USED_BY_DEPLOYMENT = ['boot', 'deploy', 'network', 'power', 'storage']

/** Asks Ironic to validate the node's interfaces for a deployment with its current `instance_info`. */
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

/** Ironic's validation of the node or the request failed before the deployment was requested. */
export class ValidationFailedError extends IronicDriverError {
  readonly kind = 'validation_failed'
  /** The reason of each interface that failed validation. */
  readonly reasons: Readonly<Record<string, string>>

  constructor(
    details: ErrorDetails & { readonly node: string; readonly reasons: Readonly<Record<string, string>> },
  ) {
    const reasons = Object.entries(details.reasons).map(([name, reason]) => `${name}: ${reason}`)
    const isOfNode = Object.keys(details.reasons).every((name) => name === 'power')
    super(
      `Node ${details.node} cannot be deployed like this; correct the request or the node. Ironic says: ${reasons.join('; ')}`,
      // The power interface depends only on the node; the other interfaces check the request too.
      isOfNode ? 'try_other_node' : 'fix_request',
      details,
    )
    this.reasons = details.reasons
  }
}
