import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { npmInstall, run, type Ended } from './run.js'

const programs = fileURLToPath(new URL('../programs', import.meta.url))

export interface ScratchProject {
  readonly folder: string
  write(name: string, text: string): Promise<void>
  /** Installs further packages. */
  install(...packages: readonly string[]): Promise<void>
  /** Runs Node in the project: the one of the tests. */
  node(...args: readonly string[]): Promise<Ended>
  /** Runs another program in the project. */
  run(command: string, ...args: readonly string[]): Promise<Ended>
  remove(): Promise<void>
}

export interface ScratchOptions {
  /** What to install with npm: usually the packed library. */
  readonly install: readonly string[]
  /** Where to create it. In a folder of tools, the project resolves these, too. Default: the folder for temporary files. */
  readonly parent?: string
  /** Default: `module`. */
  readonly type?: 'module' | 'commonjs'
}

/** Creates a project far from the repository, with the files of `programs`. */
export async function makeScratchProject(options: ScratchOptions): Promise<ScratchProject> {
  const folder = await mkdtemp(join(options.parent ?? tmpdir(), 'ironic-driver-consumer-'))
  const write = async (name: string, text: string) => {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), text)
  }
  await write(
    'package.json',
    JSON.stringify({ name: 'consumer', version: '1.0.0', private: true, type: options.type ?? 'module' }),
  )
  await cp(programs, folder, { recursive: true })
  if (options.install.length > 0) await npmInstall(folder, options.install)
  return {
    folder,
    write,
    install: (...packages) => npmInstall(folder, packages),
    node: (...args) => run(process.execPath, args, { cwd: folder }),
    run: (command, ...args) => run(command, args, { cwd: folder }),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}
