import { spawn, type ChildProcessByStdio } from 'node:child_process'
import type { Readable } from 'node:stream'
import { resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { SOURCE_ALIASES } from './source-aliases.js'

const projectRoot = fileURLToPath(new URL('../..', import.meta.url))
const bundles = new Map<string, Promise<string>>()

export interface ProgramRun {
  readonly args?: readonly string[] | undefined
  readonly execArgv?: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * Starts a TypeScript file of the project in a process of its own, with the sources of the library in one piece: to load
 * them file by file would take a process seconds.
 */
export async function startBundledProgram(
  file: string,
  { args = [], execArgv = [], env = process.env }: ProgramRun = {},
): Promise<ChildProcessByStdio<null, Readable, Readable>> {
  const code = await bundled(file)
  const child = spawn(process.execPath, [...execArgv, '--input-type=module', '-', ...args], {
    cwd: projectRoot,
    env,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  // A process that ends at once may leave its program unread.
  child.stdin.on('error', () => undefined).end(code)
  return child as unknown as ChildProcessByStdio<null, Readable, Readable>
}

/** The program as one module, built once for all its runs. */
function bundled(file: string): Promise<string> {
  const known = bundles.get(file)
  if (known !== undefined) return known
  const building = bundle(file)
  bundles.set(file, building)
  return building
}

async function bundle(file: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: projectRoot,
    entryPoints: [file],
    alias: Object.fromEntries(SOURCE_ALIASES.map(({ find, replacement }) => [find, replacement])),
    bundle: true,
    write: false,
    packages: 'external',
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // A program that is read from stdin has no address of its own.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(resolve(projectRoot, file)).href) },
  })
  return outputFiles[0]?.text ?? ''
}
