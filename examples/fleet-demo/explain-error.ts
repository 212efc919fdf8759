import type { Advice, IronicDriverError } from 'ironic-driver'

/** What each advice means for a person. */
const WHAT_TO_DO: Readonly<Record<Advice, string>> = {
  retry_later: 'nothing is wrong with the request; try it again later',
  fix_request: 'correct the request; trying again as it is will not help',
  fix_node: 'the machine needs an operator',
  try_other_node: 'take another node',
  check_state: 'look at the node before doing anything else',
}

/** An error for people: what happened, its kind, and what to do. Never a stack. */
export function explainError(error: IronicDriverError): string[] {
  return [
    error.message,
    `kind:   ${error.kind}`,
    `advice: ${error.advice} (${WHAT_TO_DO[error.advice]})`,
    ...(error.requestId === undefined ? [] : [`Ironic logged it as ${error.requestId}.`]),
  ]
}
