import { ironicReleases, type IronicRelease } from './fixture/ironic-release.js'

export interface RunOptions {
  readonly releases: readonly IronicRelease[]
  /** Runs no tests, and leaves the servers running for use by hand. */
  readonly keep: boolean
  /** Writes the servers' replies instead of comparing them. */
  readonly record: boolean
  readonly vitestArgs: readonly string[]
}

/** Reads our own options `--only 21.4|current`, `--keep` and `--record`; all others are vitest's. */
export function readRunOptions(args: readonly string[]): RunOptions {
  const vitestArgs: string[] = []
  let releases: readonly IronicRelease[] = ironicReleases
  let keep = false
  let record = false
  for (let index = 0; index < args.length; index++) {
    const arg = args[index] ?? ''
    if (arg === '--keep') keep = true
    else if (arg === '--record') record = true
    else if (arg === '--only') releases = [releaseNamed(args[++index])]
    else if (arg.startsWith('--only=')) releases = [releaseNamed(arg.slice('--only='.length))]
    else vitestArgs.push(arg)
  }
  return {
    releases,
    keep,
    record,
    vitestArgs: record ? ['replies.test.ts', 'sweep.test.ts', ...vitestArgs] : vitestArgs,
  }
}

function releaseNamed(name: string | undefined): IronicRelease {
  const release = ironicReleases.find((known) => known === name)
  if (release === undefined)
    throw new Error(`--only must be one of ${ironicReleases.join(', ')}, not ${String(name)}`)
  return release
}
