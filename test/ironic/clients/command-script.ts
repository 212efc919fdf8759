/**
 * `<name> = command` keeps the id of what the command created; `settle node` waits until the node is idle.
 */
export type CommandStep =
  | { readonly kind: 'settle'; readonly node: string }
  | { readonly kind: 'command'; readonly command: string; readonly saves?: string }

/** Reads one step from each line; `#` starts a comment. */
export function parseScript(script: string): readonly CommandStep[] {
  return script
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map(parseStep)
}

function parseStep(line: string): CommandStep {
  const settle = /^settle (\S+)$/.exec(line)
  if (settle?.[1] !== undefined) return { kind: 'settle', node: settle[1] }
  const saving = /^(<[a-z0-9-]+>) = (.+)$/.exec(line)
  if (saving?.[1] !== undefined && saving[2] !== undefined)
    return { kind: 'command', command: saving[2], saves: saving[1] }
  return { kind: 'command', command: line }
}

/** Splits as a shell does, at spaces outside single quotes. */
export const splitArguments = (command: string): readonly string[] =>
  (command.match(/(?:[^\s']|'[^']*')+/g) ?? []).map((word) => word.replaceAll("'", ''))
