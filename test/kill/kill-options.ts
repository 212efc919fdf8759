/** Which kills are tried: passed from `run.ts` to the workers of vitest in the environment. */
export interface KillOptions {
  readonly kills: 'sample' | 'all'
  /** Decides which ones a sample has. */
  readonly seed: number
}

const KILLS = 'IRONIC_DRIVER_KILLS'
const SEED = 'IRONIC_DRIVER_KILL_SEED'

export function killOptions(env: NodeJS.ProcessEnv): KillOptions {
  return { kills: env[KILLS] === 'all' ? 'all' : 'sample', seed: Number(env[SEED] ?? 1) }
}

export function killEnv({ kills, seed }: KillOptions): Record<string, string> {
  return { [KILLS]: kills, [SEED]: String(seed) }
}

/** `--all` and `--seed <number>` are ours, all else is vitest's. */
export function readRunOptions(args: readonly string[]): KillOptions & { readonly vitestArgs: string[] } {
  const vitestArgs: string[] = []
  let kills: KillOptions['kills'] = 'sample'
  let seed = 1
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (arg === '--all') kills = 'all'
    else if (arg === '--seed') seed = numberIn(args[++index])
    else vitestArgs.push(arg)
  }
  return { kills, seed, vitestArgs }
}

function numberIn(text: string | undefined): number {
  const seed = Number(text)
  if (text === undefined || !Number.isSafeInteger(seed)) throw new TypeError('--seed needs a whole number.')
  return seed
}
