import { execFile } from 'node:child_process'
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const repository = fileURLToPath(new URL('../..', import.meta.url))

export interface Ended {
  readonly status: number
  readonly output: string
}

export interface ScratchProject {
  readonly folder: string
  /** The files of the packed library, by path. */
  readonly packed: readonly string[]
  write(name: string, text: string): Promise<void>
  /** Installs another package. */
  install(name: string): Promise<void>
  /** Runs Node in the project. */
  node(...args: readonly string[]): Promise<Ended>
  /** Compiles a file of the project in strict mode, with the types of Node; the output goes there, too. */
  compile(file: string, settings: Readonly<Record<string, string>>): Promise<Ended>
  /** Compiles a file of the project in strict mode, with a TypeScript that is installed there, and with no other types. */
  compileAlone(file: string, compiler: string, settings: Readonly<Record<string, string>>): Promise<Ended>
  remove(): Promise<void>
}

/** A project far from the repository, in which the packed library is installed as its users do it. */
export async function makeScratchProject(): Promise<ScratchProject> {
  const folder = await mkdtemp(join(tmpdir(), 'ironic-driver-package-'))
  const write = (name: string, text: string) => writeFile(join(folder, name), text)
  await write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }))
  await copyFile(fileURLToPath(new URL('consumer/consumer.ts', import.meta.url)), join(folder, 'consumer.ts'))

  const pack = await run(
    'npm',
    ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
    repository,
  )
  const [tarball] = JSON.parse(pack.output) as readonly [
    { readonly filename: string; readonly files: readonly { readonly path: string }[] },
  ]
  const install = ['install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund']
  await run('npm', [...install, `./${tarball.filename}`], folder)

  return {
    folder,
    packed: tarball.files.map(({ path }) => path),
    write,
    install: async (name) => {
      await run('npm', [...install, name], folder)
    },
    node: (...args) => tryRun(process.execPath, args, folder),
    compile: (file, settings) =>
      tryRun(
        process.execPath,
        [tsc, ...strictest, ...nodeTypes, ...Object.entries(settings).flat(), file],
        folder,
      ),
    compileAlone: (file, compiler, settings) => {
      const own = [join(folder, 'node_modules', compiler, 'bin/tsc'), ...strictest]
      return tryRun(process.execPath, [...own, ...Object.entries(settings).flat(), file], folder)
    },
    remove: () => rm(folder, { recursive: true }),
  }
}

const tsc = join(repository, 'node_modules/typescript/bin/tsc')

/** Node's types come from the repository; libraries that the declarations import come only from the install. */
const strictest = [
  ...['--strict', '--declaration', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess'],
  ...['--skipLibCheck', 'false', '--target', 'es2022', '--lib', 'es2023', '--pretty', 'false'],
]

const nodeTypes = ['--types', 'node', '--typeRoots', join(repository, 'node_modules/@types')]

async function run(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  const ended = await tryRun(command, args, cwd)
  if (ended.status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${ended.output}`)
  return ended
}

function tryRun(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env: ownEnvironment() }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : 1, output: error === null ? stdout : stdout + stderr }),
    )
  })
}

/** Omits what the npm of the test run says about this repository, and options that make Node load more modules. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env)
  return Object.fromEntries(
    inherited.filter(([name]) => !/^(npm_(package|lifecycle|config_local_prefix)|node_options$)/i.test(name)),
  )
}
