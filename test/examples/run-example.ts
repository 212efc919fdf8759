import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startBundledProgram } from '../support/bundled-program.js'

export const projectRoot = fileURLToPath(new URL('../..', import.meta.url))

export interface ExampleRun {
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Called with all output so far, each time there is more. */
  readonly onOutput?: (output: string, child: ChildProcess) => void
}

export interface ExampleEnd {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Variables of the shell that must not reach an example. */
const UNSET = [
  'IRONIC_URL',
  'IRONIC_USERNAME',
  'IRONIC_PASSWORD',
  'NODE_OPTIONS',
  'NODE_TEST_CONTEXT',
  'FORCE_COLOR',
]

/** Runs a TypeScript file in a process of its own, as a user would. */
export async function runExample(
  file: string,
  { args, env, onOutput }: ExampleRun = {},
): Promise<ExampleEnd> {
  const inherited = Object.entries(process.env).filter(([name]) => !UNSET.includes(name))
  const child = await startBundledProgram(file, { args, env: { ...Object.fromEntries(inherited), ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    onOutput?.(stdout, child)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, stdout, stderr }
}
