import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { MUTATION_GROUPS, type MutationGroup } from './mutation-groups.js'

/** Mutates the named groups, or all one after the other. Options go to Stryker. */
async function main(args: readonly string[]): Promise<number> {
  const options = args.filter((arg) => arg.startsWith('-'))
  const named = args.filter((arg) => !arg.startsWith('-'))
  for (const name of named.length > 0 ? named : Object.keys(MUTATION_GROUPS)) {
    const group = MUTATION_GROUPS[name]
    if (group === undefined) {
      console.error(`Unknown group "${name}". The groups are ${Object.keys(MUTATION_GROUPS).join(', ')}.`)
      return 1
    }
    const code = await runStryker(name, group, options)
    if (code !== 0) return code
  }
  return 0
}

async function runStryker(name: string, group: MutationGroup, options: readonly string[]): Promise<number> {
  const stryker = join(
    createRequire(import.meta.url).resolve('@stryker-mutator/core/package.json'),
    '../bin/stryker.js',
  )
  const fixed = ['--mutate', group.mutate.join(','), '--incrementalFile', `reports/mutation/${name}.json`]
  const child = spawn(process.execPath, [stryker, 'run', ...fixed, ...options], {
    stdio: 'inherit',
    env: { ...process.env, MUTATION_GROUP: name },
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
