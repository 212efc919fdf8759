import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startIronic, type RunningIronic } from './fixture/start-ironic.js'
import { readRunOptions, type RunOptions } from './run-options.js'
import { serversEnv } from './servers.js'

const vitestConfig = fileURLToPath(new URL('vitest.config.ts', import.meta.url))

async function main(): Promise<number> {
  endWithLauncher()
  const options = readRunOptions(process.argv.slice(2))
  const running = await startAll(options)
  try {
    return options.keep ? await waitForever(running) : await runVitest(running, options.vitestArgs)
  } finally {
    await Promise.all(running.map((ironic) => ironic.stop()))
  }
}

/** All that this process started dies with it, so every way out may be a plain exit. */
function endWithLauncher(): void {
  const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const
  for (const [signal, number] of Object.entries(signals))
    process.once(signal, () => process.exit(128 + number))
  // npm and tsx stand between the terminal and us; when they are killed they cannot pass that on
  const launcher = process.ppid
  setInterval(() => {
    if (process.ppid !== launcher) process.exit(129)
  }, 1000).unref()
}

async function startAll({ releases }: RunOptions): Promise<RunningIronic[]> {
  const outcomes = await Promise.allSettled(releases.map((release) => startIronic({ release })))
  const running = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
  const failures = outcomes.flatMap((outcome) =>
    outcome.status === 'rejected' ? [outcome.reason as unknown] : [],
  )
  if (failures.length === 0) return running
  await Promise.all(running.map((ironic) => ironic.stop()))
  throw failures.length === 1 ? failures[0] : new AggregateError(failures, failures.map(String).join('\n'))
}

async function runVitest(running: readonly RunningIronic[], vitestArgs: readonly string[]): Promise<number> {
  const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs')
  const args = [
    '--pdeathsig',
    'TERM',
    process.execPath,
    vitest,
    'run',
    '--config',
    vitestConfig,
    ...vitestArgs,
  ]
  const env = { ...process.env, ...serversEnv(running) }
  const child = spawn('setpriv', args, { stdio: ['ignore', 'inherit', 'inherit'], env })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

async function waitForever(running: readonly RunningIronic[]): Promise<never> {
  for (const { name, url, logs, database } of running) {
    console.log(
      `${name}: ${url}, logs ${logs.conductor} ${logs.api}, database ${database.root}${database.file}`,
    )
  }
  const [assignment] = Object.entries(serversEnv(running)).map(
    ([variable, value]) => `${variable}='${value}'`,
  )
  console.log(
    `To run the tests on them: ${String(assignment)} npx vitest run --config test/ironic/vitest.config.ts`,
  )
  console.log('They run until Ctrl-C.')
  for (;;) await new Promise((resolve) => setTimeout(resolve, 60_000))
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error)
    process.exit(1)
  },
)
