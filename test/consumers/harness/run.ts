import { execFile } from 'node:child_process'

export interface Ended {
  readonly status: number
  /** What was written to the standard output, and after a failure to the standard error. */
  readonly output: string
}

export interface RunOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string>>
}

/** Runs a program to its end, without what npm says about this repository in the environment. */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const env = { ...ownEnvironment(), ...options.env }
  return new Promise((resolve) => {
    execFile(command, args, { cwd: options.cwd, env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : 1, output: error === null ? stdout : stdout + stderr }),
    )
  })
}

/** Runs a program that must succeed, and returns its output. */
export async function mustRun(
  command: string,
  args: readonly string[],
  options: RunOptions,
): Promise<string> {
  const { status, output } = await run(command, args, options)
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${output}`)
  return output
}

/** Installs packages as npm does by default, but runs none of their scripts. */
export async function npmInstall(folder: string, packages: readonly string[]): Promise<void> {
  const quietly = ['--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  await mustRun('npm', ['install', ...quietly, ...packages], { cwd: folder })
}

/** Omits what the npm of the test run says about this repository, and options that make Node load more modules. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env)
  return Object.fromEntries(
    inherited.filter(
      ([name]) =>
        !/^(npm_(package|lifecycle|config_local_prefix)|node_options$|vitest|test$|node_env$)/i.test(name),
    ),
  )
}
