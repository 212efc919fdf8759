import { err, ok, type Result } from 'neverthrow'
import type { RequestError } from '../../client/errors/client-errors.js'
import { redactText } from '../../errors/redaction.js'
import type { AskOptions, ModuleContext } from '../../operations/module-context.js'
import { ValidationFailedError } from '../provisioning/errors/provisioning-errors.js'

/** The interfaces that a deployment uses. `null` (not supported) is no objection: not every node has every one. */
const USED_BY_DEPLOYMENT = ['boot', 'deploy', 'network', 'power', 'storage']

/** Asks the node's interfaces whether they could deploy what is written on the node now. */
export async function validateNode(
  { client }: ModuleContext,
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
