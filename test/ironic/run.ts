import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endWithLauncher } from './fixture/end-with-launcher.js'
import { startIronic, type RunningIronic } from './fixture/start-ironic.js'
import { readRunOptions, type RunOptions } from './run-options.js'
import { serversEnv } from './servers.js'

const vitestConfig = fileURLToPath(new URL('vitest.config.ts', import.meta.url))

/** Takes minutes on a busy machine, since it kills processes and waits for them: runs only when named. */
const KILLS = 'killed-process'

async function main(): Promise<number> {
  endWithLauncher()
  const options = readRunOptions(process.argv.slice(2))
  const running = await startAll(options)
  try {
    return options.keep ? await waitForever(running) : await runVitest(running, options)
  } finally {
    await Promise.all(running.map((ironic) => ironic.stop()))
  }
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

async function runVitest(
  running: readonly RunningIronic[],
  { record, vitestArgs }: RunOptions,
): Promise<number> {
  const vitest = join(createRequire(import.meta.url).resolve('vitest/package.json'), '../vitest.mjs')
  const args = [
    '--pdeathsig',
    'TERM',
    process.execPath,
    vitest,
    'run',
    '--config',
    vitestConfig,
    ...(vitestArgs.some((arg) => arg.includes(KILLS)) ? [] : ['--exclude', `test/ironic/${KILLS}.test.ts`]),
    ...vitestArgs,
  ]
  const env = {
    ...process.env,
    ...serversEnv(running),
    ...(record ? { IRONIC_DRIVER_RECORD: '1' } : {}),
  }
  const child = spawn('setpriv', args, { stdio: ['ignore', 'inherit', 'inherit'], env })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code ?? 1
}

async function waitForever(running: readonly RunningIronic[]): Promise<never> {
  for (const { name, url, logs, database } of running) {
    console.log(
      `${name}: ${url}, logs ${logs.conductor} ${logs.api}, database ${database.root}${database.socket}`,
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
