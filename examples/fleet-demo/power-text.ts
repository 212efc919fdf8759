import type { NodeProgress } from 'ironic-driver'

/** Returns `power off` or `power off -> on`; `power ?` if Ironic does not know the state. */
export function powerText(node: Pick<NodeProgress, 'power_state' | 'target_power_state'>): string {
  const { power_state: now, target_power_state: target } = node
  if (target === null) return `power ${short(now ?? '?')}`
  return now === target ? 'power restarting' : `power ${short(now ?? '?')} -> ${short(target)}`
}

function short(power: string): string {
  return power.replace(/^power /, '')
}
