import type { Advice, IronicDriverError } from 'ironic-driver'

/** The meaning of each advice. */
const WHAT_TO_DO: Readonly<Record<Advice, string>> = {
  retry_later: 'the request is fine; try again later',
  fix_request: 'correct the request; a retry will not help',
  fix_node: 'the machine needs an operator',
  try_other_node: 'take another node',
  check_state: 'look at the node before doing anything else',
}

/** Returns what happened, the kind, and what to do. Never a stack. */
export function explainError(error: IronicDriverError): string[] {
  return [
    error.message,
    `kind:   ${error.kind}`,
    `advice: ${error.advice} (${WHAT_TO_DO[error.advice]})`,
    ...(error.requestId === undefined ? [] : [`Ironic logged it as ${error.requestId}.`]),
  ]
}
