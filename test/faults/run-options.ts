export interface RunOptions {
  /** The ids of the only cases to run. */
  readonly only: readonly string[]
  readonly cases: 'sample' | 'all'
  readonly seed: string
  readonly vitestArgs: readonly string[]
}

/** Reads our own options `--only <id>`, `--all` and `--seed <text>`; all others are vitest's. */
export function readRunOptions(args: readonly string[]): RunOptions {
  const vitestArgs: string[] = []
  const only: string[] = []
  let cases: RunOptions['cases'] = 'sample'
  let seed = '1'
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (arg === '--all') cases = 'all'
    else if (arg === '--only') only.push(valueOf(arg, args[++index]))
    else if (arg === '--seed') seed = valueOf(arg, args[++index])
    else vitestArgs.push(arg)
  }
  return { only, cases, seed, vitestArgs }
}

function valueOf(option: string, value: string | undefined): string {
  if (value === undefined || value.startsWith('--')) throw new TypeError(`${option} needs a value.`)
  return value
}
