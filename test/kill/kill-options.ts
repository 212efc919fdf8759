/** The kills to try: passed in the environment from `run.ts` to the workers of vitest. */
export interface KillOptions {
  readonly kills: 'sample' | 'all'
  /** Chooses the sample. */
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

/** Reads our own options `--all` and `--seed <number>`; all others are vitest's. */
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
  if (text === undefined || !Number.isSafeInteger(seed)) throw new TypeError('--seed must be a whole number.')
  return seed
}
